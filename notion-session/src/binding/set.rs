//! Sets of schemas, and the pages that their databases are created in.

use notion_model::PageId;

use crate::error::{Error, Result};
use crate::handle::parent::{IntoParent, ParentRef};
use crate::handle::picture;
use crate::schema::{NotionSchema, Schema, SchemaGraph};
use crate::session::{Database, Session};

/// A page, which is what databases are created in.
pub(crate) fn page(parent: impl IntoParent) -> Result<PageId> {
    match parent.into_parent()? {
        ParentRef::Page(id) => Ok(id),
        ParentRef::Database(id) => Err(Error::wrong_kind(id, "page", "database")),
        ParentRef::DataSource(id) => Err(Error::wrong_kind(id, "page", "data source")),
    }
}

/// Where databases are created: one page for all of them, or an array with a page for each.
#[diagnostic::on_unimplemented(
    message = "databases cannot be created in `{Self}`",
    label = "not a page, and not an array of pages",
    note = "pass one page for all databases (`&page`, its ID, or a string with its ID or URL), or an array with a page for each",
    note = "a search returns several things: take one of them with `.item()?`"
)]
pub trait Parents {
    /// The pages, as many as there are schemas.
    #[doc(hidden)]
    fn pages(self, schemas: usize) -> Result<Vec<PageId>>;
}

#[diagnostic::do_not_recommend]
impl<P: IntoParent> Parents for P {
    fn pages(self, schemas: usize) -> Result<Vec<PageId>> {
        Ok(vec![page(self)?; schemas])
    }
}

#[diagnostic::do_not_recommend]
impl<P: IntoParent, const N: usize> Parents for [P; N] {
    fn pages(self, schemas: usize) -> Result<Vec<PageId>> {
        if N != schemas {
            return Err(Error::config(format!(
                "{schemas} schemas need one parent, or an array of {schemas}, and this is one of {N}"
            )));
        }
        self.into_iter().map(page).collect()
    }
}

/// Several schemas: a tuple of up to 16.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of schemas",
    label = "not a tuple of schemas",
    note = "a set is a tuple of up to 16 schemas: `(Project, Task)`, and `(Task,)` for one alone; \
            `create_graph` takes more"
)]
pub trait Schemas: 'static {
    /// Their databases, in the same order.
    type Databases;

    /// The schemas.
    #[doc(hidden)]
    fn schemas() -> Vec<&'static Schema>;

    /// The databases with their types; `None` if they are not as many.
    #[doc(hidden)]
    fn typed(session: &Session, databases: Vec<Database>) -> Option<Self::Databases>;
}

macro_rules! tuples {
    ($(($($name:ident)*))*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($name: NotionSchema),*> Schemas for ($($name,)*) {
            type Databases = ($(Database<$name>,)*);

            fn schemas() -> Vec<&'static Schema> {
                vec![$($name::schema()),*]
            }

            fn typed(session: &Session, databases: Vec<Database>) -> Option<Self::Databases> {
                let mut databases = databases.into_iter();
                Some(($(session.remember_binding::<$name>(databases.next()?),)*))
            }
        }
    )*};
}
tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M) (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}

/// A set of schemas that can be told apart by what they are and where.
pub(crate) fn check_set(graph: &SchemaGraph, parents: &[PageId]) -> Result<()> {
    if graph.schemas.is_empty() {
        return Err(Error::config(
            "the set has no schemas, so there is nothing to create",
        ));
    }
    for schema in &graph.schemas {
        if let Some(icon) = &schema.icon {
            picture::icon(icon, &schema.name)?;
        }
        if let Some(cover) = &schema.cover {
            picture::cover(cover, &schema.name)?;
        }
    }
    let places: Vec<_> = graph.schemas.iter().zip(parents).collect();
    for (at, (schema, parent)) in places.iter().enumerate() {
        let same = places[..at]
            .iter()
            .find(|(before, page)| page == parent && before.title == schema.title);
        if let Some((before, _)) = same {
            return Err(Error::config(format!(
                "`{}` and `{}` both have the title \"{}\" and the parent {parent}, so that their databases \
                 could not be told apart: give one another title, or another parent",
                before.name, schema.name, schema.title
            )));
        }
    }
    Ok(())
}

/// Each struct is one database of a set.
pub(crate) fn no_schema_twice(graph: &SchemaGraph) -> Result<()> {
    for (place, schema) in graph.schemas.iter().enumerate() {
        let mut before = graph.schemas[..place].iter();
        if schema.type_id.is_some() && before.any(|before| before.type_id == schema.type_id) {
            return Err(Error::config(format!(
                "`{}` is in the set twice: each schema of a set is one database",
                schema.name
            )));
        }
    }
    Ok(())
}
