//! The pure part of the program `notion`: schemas of Notion databases as Rust. The program's commands are
//! described by `notion help`, and in the README.
//!
//! A program of your own plans what a struct of yours would change. `notion apply` applies its plan like one of
//! `notion plan --json`:
//!
//! ```
//! # use notion_session::prelude::*;
//! # #[derive(NotionSchema, Debug, Default)]
//! # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> notion_session::Result<()> {
//! # let session = Session::local();
//! # let home = session.search_page("Home").await?.item()?;
//! # let database = session.create_untyped_db(&home, "Tasks").await?.id();
//! let plan = session.plan::<Task>(database).await?;
//! println!("{}", plan.to_json()?);                // > plan.json
//! # Ok(())
//! # }
//! ```

pub mod generate;
