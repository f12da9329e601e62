//! What people call pages and databases: by id, by URL, or by title.

use notion_session::model::{BlockId, DatabaseId, PageId};
use notion_session::{Database, Error, Found, Page, Session};

use crate::failure::{Failure, Result};

/// A page or a database.
pub(crate) enum Object {
    Page(Page),
    Database(Database),
}

/// The database of an id, a URL or a unique title.
///
/// One request for a database or data source by its id; for a title, one for each 100 data sources with any of its words.
pub(crate) async fn database(session: &Session, word: &str) -> Result<Database> {
    if is_id(word) {
        return Ok(session.get_db(word).await?);
    }
    let exact = session.search_db(word).await?;
    let found = match exact.is_empty() {
        true => any_case(
            session.search_db(word).substring().await?,
            word,
            Database::title,
        ),
        false => exact.into_vec(),
    };
    one("database", word, found, |database| {
        (
            database.data_source_id().to_string(),
            database.title(),
            database.url(),
        )
    })
}

/// The page of an id, a URL or a unique title. Requests as for [`database`].
pub(crate) async fn page(session: &Session, word: &str) -> Result<Page> {
    if is_id(word) {
        return Ok(session.get_page(word).await?);
    }
    let found = pages(session, word).await?;
    one("page", word, found, |page| {
        (page.id().to_string(), page.title(), page.url())
    })
}

/// The page or the database of an id, a URL or a title that is unique among both.
pub(crate) async fn object(session: &Session, word: &str) -> Result<Object> {
    if is_id(word) {
        return match session.get_page(word).await {
            Ok(page) => Ok(Object::Page(page)),
            Err(Error::WrongKind(wrong)) if wrong.found.starts_with("data") => {
                Ok(Object::Database(session.get_db(word).await?))
            }
            Err(error) => Err(error.into()),
        };
    }
    let databases = session.search_db(word).await?.into_vec();
    let found = databases.into_iter().map(Object::Database);
    let found = found.chain(pages(session, word).await?.into_iter().map(Object::Page));
    one(
        "page or database",
        word,
        found.collect(),
        |object| match object {
            Object::Page(page) => (page.id().to_string(), page.title(), page.url()),
            Object::Database(database) => (
                database.data_source_id().to_string(),
                database.title(),
                database.url(),
            ),
        },
    )
}

/// The block of an id or URL.
pub(crate) fn block(word: &str) -> Result<BlockId> {
    word.parse::<BlockId>()
        .map_err(|error| Failure::new(error.to_string()))
}

async fn pages(session: &Session, word: &str) -> Result<Vec<Page>> {
    let exact = session.search_page(word).await?;
    Ok(match exact.is_empty() {
        true => any_case(
            session.search_page(word).substring().await?,
            word,
            Page::title,
        ),
        false => exact.into_vec(),
    })
}

/// Whether a word is an id or a URL of Notion, and not a title.
pub(crate) fn is_id(word: &str) -> bool {
    let is_url = ["https://", "http://", "notion://"]
        .iter()
        .any(|scheme| word.starts_with(scheme));
    is_url || word.parse::<PageId>().is_ok() || word.parse::<DatabaseId>().is_ok()
}

/// The objects of this title, in capital or small letters.
fn any_case<T>(found: Found<T>, word: &str, title: impl Fn(&T) -> String) -> Vec<T> {
    let word = word.trim().to_lowercase();
    let mut found = found.into_vec();
    found.retain(|object| title(object).to_lowercase() == word);
    found
}

/// The only one, or an error that lists the candidates with their ids.
fn one<'a, T: 'a>(
    what: &str,
    word: &str,
    mut found: Vec<T>,
    describe: impl Fn(&T) -> (String, String, Option<&str>),
) -> Result<T> {
    /// Enough to find the right one in most workspaces.
    const SHOWN: usize = 20;
    match found.len() {
        1 => {}
        0 => {
            return Err(Failure::new(format!(
                "no {what} has the title {word:?}: pass its id or URL, or find it with `notion search`; Notion finds new \
                 titles after some seconds, and nothing that is not shared with the integration"
            )));
        }
        several => {
            let mut text = format!(
                "{several} objects have the title {word:?}: pass the id of the {what} that you mean:"
            );
            for candidate in found.iter().take(SHOWN) {
                let (id, title, url) = describe(candidate);
                let title = title.replace(char::is_control, " ");
                text += &format!("\n  {id}  {title}  {}", url.unwrap_or_default());
            }
            if several > SHOWN {
                text += &format!("\n  and {} more", several - SHOWN);
            }
            return Err(Failure::new(text));
        }
    }
    found
        .pop()
        .ok_or_else(|| Failure::new(format!("no {what} has the title {word:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_urls_are_told_from_titles() {
        for word in [
            "38c9ce7b-60a4-815a-8d3b-f2a1c0d4e5f6",
            "38c9ce7b60a4815a8d3bf2a1c0d4e5f6",
            "https://app.notion.com/p/Home-38c9ce7b60a4815a8d3bf2a1c0d4e5f6?p=38c9ce7b60a4815a8d3bf2a1c0d4e5f7",
            "notion://www.notion.so/Home-38c9ce7b60a4815a8d3bf2a1c0d4e5f6",
            "https://example.com/no-page",
        ] {
            assert!(is_id(word), "{word}");
        }
        for word in [
            "Tasks",
            "38c9",
            "",
            "a/b",
            "Plan 38c9ce7b60a4815a8d3bf2a1c0d4e5f",
        ] {
            assert!(!is_id(word), "{word}");
        }
    }
}
