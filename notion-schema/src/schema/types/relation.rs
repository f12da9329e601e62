//! Relations: the ids of pages of another database.

use std::fmt;
use std::ops::Deref;

use notion_content::Part;
use notion_model::PageId;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

use crate::row::Row;
use crate::schema::fingerprint;
use crate::schema::{NotionSchema, Property, PropertyAs, Refusal, flag, kind, rule};

/// Pages of another database, of schema `T`, by their ids. It never loads anything by itself.
///
/// Notion sends 25 of them with a row: [`is_complete`](Relation::is_complete) says whether there
/// are more, and a relation that is not complete is never written back.
///
/// ```
/// use notion_session::prelude::*;
///
/// #[derive(NotionSchema)]
/// struct Project {
///     name: Title,
/// }
///
/// let id: PageId<Project> = "38c9ce7b-60a4-8100-8000-0123456789ab".parse()?;
/// let projects = Relation::from([id]);
/// assert!(projects.contains(&id) && projects.is_complete());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Relation<T> {
    ids: Vec<PageId<T>>,
    part: Part,
}

impl<T> Relation<T> {
    /// Related to nothing.
    pub const fn new() -> Relation<T> {
        Relation {
            ids: Vec::new(),
            part: Part::WHOLE,
        }
    }

    /// Returns the ids, in the order in which they were related.
    pub fn ids(&self) -> &[PageId<T>] {
        &self.ids
    }

    /// Returns true if these are all: Notion sends at most 25 with a row.
    pub const fn is_complete(&self) -> bool {
        self.part.is_whole()
    }

    /// Relates one more page; a page that is related already stays where it is.
    pub fn push(&mut self, id: PageId<T>) {
        if !self.ids.contains(&id) {
            self.ids.push(id);
        }
    }

    /// Takes a page out; says whether it was in.
    pub fn remove(&mut self, id: PageId<T>) -> bool {
        let before = self.ids.len();
        self.ids.retain(|kept| *kept != id);
        self.ids.len() < before
    }

    /// Takes all pages out.
    pub fn clear(&mut self) {
        *self = Relation::new();
    }
}

impl<T> Deref for Relation<T> {
    type Target = [PageId<T>];

    fn deref(&self) -> &[PageId<T>] {
        &self.ids
    }
}

impl<T> From<PageId<T>> for Relation<T> {
    fn from(id: PageId<T>) -> Relation<T> {
        [id].into()
    }
}

/// Related to one row.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Project { #[notion(title)] name: String }
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Task { #[notion(title)] task: String, project: Relation<Project> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await?;
/// let launch = projects.insert(Project { name: "Launch".into() }).await?;
/// tasks.insert(Task { task: "Write".into(), project: (&launch).into() }).await?;
/// let t = Task::COL;
/// assert_eq!(tasks.query().filter(t.project.contains(&launch)).all().await?.len(), 1);
/// # Ok(())
/// # }
/// ```
impl<T> From<&Row<T>> for Relation<T> {
    fn from(row: &Row<T>) -> Relation<T> {
        row.id().into()
    }
}

/// Related to these rows, in this order.
impl<'a, T> FromIterator<&'a Row<T>> for Relation<T> {
    fn from_iter<I: IntoIterator<Item = &'a Row<T>>>(rows: I) -> Relation<T> {
        rows.into_iter().map(Row::id).collect()
    }
}

impl<T, const N: usize> From<[PageId<T>; N]> for Relation<T> {
    fn from(ids: [PageId<T>; N]) -> Relation<T> {
        ids.into_iter().collect()
    }
}

impl<T> From<Vec<PageId<T>>> for Relation<T> {
    fn from(ids: Vec<PageId<T>>) -> Relation<T> {
        ids.into_iter().collect()
    }
}

impl<T> FromIterator<PageId<T>> for Relation<T> {
    fn from_iter<I: IntoIterator<Item = PageId<T>>>(ids: I) -> Relation<T> {
        let mut relation = Relation::new();
        ids.into_iter().for_each(|id| relation.push(id));
        relation
    }
}

impl<'a, T> IntoIterator for &'a Relation<T> {
    type Item = &'a PageId<T>;
    type IntoIter = std::slice::Iter<'a, PageId<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.ids.iter()
    }
}

// By hand, since a derive would ask the same of `T`.
impl<T> Clone for Relation<T> {
    fn clone(&self) -> Relation<T> {
        Relation {
            ids: self.ids.clone(),
            part: self.part,
        }
    }
}

impl<T> Default for Relation<T> {
    fn default() -> Relation<T> {
        Relation::new()
    }
}

impl<T> PartialEq for Relation<T> {
    fn eq(&self, other: &Relation<T>) -> bool {
        self.ids == other.ids && self.is_complete() == other.is_complete()
    }
}

impl<T> Eq for Relation<T> {}

impl<T> fmt::Debug for Relation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        list.entries(self.ids.iter().map(|id| format_args!("{id}").to_string()));
        if !self.is_complete() {
            list.entry(&"..");
        }
        list.finish()
    }
}

/// A field that relates to rows of one schema: what `two_way` and rollups go through.
#[diagnostic::on_unimplemented(
    message = "this takes a relation, and the field is a `{Self}`",
    label = "not a relation",
    note = "a relation is a field of type `Relation<T>`, or `Option<PageId<T>>` for one page at most"
)]
pub trait Relates: PropertyAs<flag::Relation> {
    /// The schema of the rows that it relates to.
    type Target: NotionSchema<Columns = Self::Columns>;
    /// The columns of that schema.
    #[doc(hidden)]
    type Columns;
}

impl<T: NotionSchema> Relates for Relation<T> {
    type Target = T;
    type Columns = T::Columns;
}

#[diagnostic::do_not_recommend]
impl<T: NotionSchema> Relates for Option<PageId<T>> {
    type Target = T;
    type Columns = T::Columns;
}

#[derive(serde::Deserialize)]
struct Reference {
    #[serde(deserialize_with = "crate::codec::read_id")]
    id: PageId,
}

fn decode<'de, D: Deserializer<'de>, T>(content: D) -> Result<Vec<PageId<T>>, D::Error> {
    let pages = Vec::<Reference>::deserialize(content)?;
    Ok(pages.into_iter().map(|page| page.id.cast()).collect())
}

fn encode<T, Z: Serializer>(ids: &[PageId<T>], content: Z) -> Result<Z::Ok, Z::Error> {
    #[derive(Serialize)]
    struct Page {
        id: PageId,
    }
    content.collect_seq(ids.iter().map(|id| Page { id: id.cast() }))
}

impl<T: NotionSchema> Property for Relation<T> {
    type Kind = kind::Relation<T>;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        Ok(Relation {
            ids: decode(content)?,
            part: Part::WHOLE,
        })
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        encode(&self.ids, content)
    }
    fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
    fn fingerprint(&self) -> u64 {
        let ids = if self.ids.is_empty() {
            fingerprint::NOTHING
        } else {
            fingerprint::of_value(&self.ids)
        };
        fingerprint::of_part(self.part, ids)
    }
    fn check(&self) -> Result<(), Refusal> {
        if !self.part.is_whole() {
            return Err(Refusal::new(
                "Notion sent only the first 25 of its pages, and writing these back would drop the \
                 others; complete the relation first",
            ));
        }
        rule::count("pages in a relation", self.ids.len())
    }
    fn is_complete(&self) -> bool {
        self.part.is_whole()
    }
    fn set_truncated(&mut self) {
        self.part = Part::truncated();
    }
}

/// One related page.
impl<T: NotionSchema> Property for PageId<T> {
    type Kind = kind::Relation<T>;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        Self::decode_optional(content)?
            .ok_or_else(|| D::Error::custom("the relation is empty, and the field holds one page"))
    }
    fn decode_optional<'de, D: Deserializer<'de>>(content: D) -> Result<Option<Self>, D::Error> {
        let ids = decode(content)?;
        match ids[..] {
            [] => Ok(None),
            [id] => Ok(Some(id)),
            _ => Err(D::Error::custom(format!(
                "the relation has {} pages, and the field holds one at most; `Relation<..>` holds \
                 any number",
                ids.len()
            ))),
        }
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        encode(std::slice::from_ref(self), content)
    }
    fn fingerprint(&self) -> u64 {
        fingerprint::of_value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: NotionSchema> PropertyAs<flag::Relation> for Relation<T> {
    type Codec = Relation<T>;
}

#[diagnostic::do_not_recommend]
impl<T: NotionSchema> PropertyAs<flag::Relation> for PageId<T> {
    type Codec = PageId<T>;
}
