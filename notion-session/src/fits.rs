//! A test that schemas fit their databases.

/// Asserts that databases in Notion have the schemas of these structs, and panics with the plan that would change them
/// otherwise. For tests, in CI too: nothing is changed. To be called in an `async` function.
///
/// Each database is the one that the session is bound to, or else the only one in the workspace that has the schema's
/// title, as [`Session::plan_found`](crate::Session::plan_found) finds it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// use notion_session::assert_schema_fits;
/// use notion_session::prelude::*;
///
/// #[derive(NotionSchema)]
/// struct Task {
///     #[notion(title)]
///     name: String,
/// }
///
/// let session = Session::local();
/// let home = session.search_page("Home").await?.item()?;
/// session.create_db::<Task>(&home).await?;
/// assert_schema_fits!(session, Task);
/// # Ok(())
/// # }
/// ```
///
/// # Panics
///
/// If something would have to change, or a database cannot be found or read.
#[macro_export]
macro_rules! assert_schema_fits {
    ($session:expr, $($schema:ty),+ $(,)?) => {
        match $session.plan_found::<($($schema,)+)>().await {
            ::core::result::Result::Ok(plan) => ::core::assert!(
                plan.is_empty(),
                "the databases do not have the schemas of the structs:\n{plan}"
            ),
            ::core::result::Result::Err(error) => {
                ::core::panic!("the schemas cannot be compared with their databases: {error}")
            }
        }
    };
}
