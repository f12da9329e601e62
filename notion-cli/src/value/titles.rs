//! The pages of relations, found by their titles.

use std::collections::HashMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use notion_session::api::QueryDataSource;
use notion_session::model::{
    DataSourceId, Filter, FilterKind, PageId, PageOrDataSource, PropertySchema, SchemaKind,
    TextCondition, plain_text,
};
use notion_session::{Error, Session};
use serde_json::Value;

use super::read::{Refused, strings};
use crate::failure::{Failure, Result};
use crate::query::{self, CONCURRENCY, Question};

/// How many titles of one database are looked up with a request each. For more, all its rows are read.
const MAX_LOOKUPS: usize = 20;
/// The most characters of a text of Notion: a longer one is not a title, and no filter takes it.
const MAX_TITLE: usize = 2_000;

/// Titles that values name, and the pages that have them.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    found: HashMap<DataSourceId, HashMap<String, Vec<PageId>>>,
}

impl Titles {
    /// Notes the titles in a value of a relation, to be looked up. Other properties have none.
    pub(crate) fn note(&mut self, property: &PropertySchema, input: &Value) {
        let SchemaKind::Relation(relation) = &property.kind else {
            return;
        };
        let Some(source) = relation.data_source_id else {
            return;
        };
        for word in candidates(input) {
            let is_title = word.parse::<PageId>().is_err() && word.chars().count() <= MAX_TITLE;
            if is_title {
                self.found
                    .entry(source)
                    .or_default()
                    .entry(word)
                    .or_default();
            }
        }
    }

    /// Looks the titles up. One request for each, or one for each 100 rows of a database of which there are more than 20.
    pub(crate) async fn load(&mut self, session: &Session) -> Result<()> {
        for (source, titles) in &mut self.found {
            let source = *source;
            let about = |failure: Failure| {
                Failure::new(format!(
                    "the pages of the related data source {source} cannot be found by title: {failure}"
                ))
            };
            if titles.len() <= MAX_LOOKUPS {
                let lookups = titles
                    .iter_mut()
                    .map(|(title, pages)| look_up(session, source, title, pages));
                let lookups = stream::iter(lookups).buffer_unordered(CONCURRENCY);
                lookups
                    .try_collect::<()>()
                    .await
                    .map_err(|error| about(error.into()))?;
                continue;
            }
            let database = session.get_db(source).await;
            let database = database.map_err(|error| about(error.into()))?;
            let read = query::read(&database, Question::default(), async |page| {
                if let Some(pages) = titles.get_mut(&page.title()) {
                    pages.push(page.id());
                }
                Ok(())
            });
            read.await.map_err(about)?;
        }
        Ok(())
    }

    /// The pages that a value names. The whole text counts as a title before it is split at commas.
    pub(super) fn pages(
        &self,
        source: Option<DataSourceId>,
        input: &Value,
    ) -> Result<Vec<PageId>, Refused> {
        let titles = source.and_then(|source| self.found.get(&source));
        let pages = |word: &str| titles.and_then(|titles| titles.get(word));
        if let Some(word) = input.as_str()
            && let Some([page]) = pages(word.trim()).map(Vec::as_slice)
        {
            return Ok(vec![*page]);
        }
        let page = |word: String| {
            if let Ok(id) = word.parse() {
                return Ok(id);
            }
            match pages(&word).map(Vec::as_slice) {
                Some([page]) => Ok(*page),
                None | Some([]) => Err(format!(
                    "{word:?} is not the title, id or URL of a page of the related database"
                )),
                Some(several) => {
                    let ids: Vec<String> = several.iter().map(PageId::to_string).collect();
                    Err(format!(
                        "{} pages have the title {word:?}: write the id of one: {}",
                        several.len(),
                        ids.join(", ")
                    ))
                }
            }
        };
        strings(input)?.into_iter().map(page).collect()
    }
}

/// What may be a title: the elements of a value, and a text with commas as a whole.
fn candidates(input: &Value) -> Vec<String> {
    let mut words = strings(input).unwrap_or_default();
    if let Some(text) = input.as_str().filter(|_| words.len() > 1) {
        words.push(text.trim().to_owned());
    }
    words
}

async fn look_up(
    session: &Session,
    source: DataSourceId,
    title: &str,
    pages: &mut Vec<PageId>,
) -> Result<(), Error> {
    // `title` is the id of every title property.
    let equals = FilterKind::RichText(TextCondition::Equals(title.to_owned()));
    let query = QueryDataSource {
        filter: Some(Filter::property("title", equals)),
        ..QueryDataSource::default()
    };
    for found in session
        .api()
        .data_sources()
        .query(source, &query)
        .all()
        .await?
    {
        // Notion does not tell capital letters from small ones.
        if let PageOrDataSource::Page(page) = found
            && plain_text(page.title().unwrap_or_default()) == title
        {
            pages.push(page.id);
        }
    }
    Ok(())
}
