//! Search: pages and databases by their titles.

use std::marker::PhantomData;
use std::pin::pin;

use futures_util::TryStreamExt;
use notion_model::{Direction, PageOrDataSource, SearchFilter, SearchObject};

use super::partial::{PartialObject, is_partial_page, is_partial_source};
use crate::api::{SearchParams, SearchSort};
use crate::awaitable::awaitable;
use crate::error::Result;
use crate::session::{Database, Found, Page, Session};

/// Searches pages or databases by title when it is awaited.
///
/// Made by [`Session::search_page`], [`all_pages`](Session::all_pages), [`search_db`](Session::search_db) and
/// [`all_dbs`](Session::all_dbs). The object store keeps the results, so that a result takes no further request.
///
/// Notion's search matches any word of the title, and finds new objects after some seconds only.
#[must_use = "nothing is sent until it is awaited"]
pub struct Search<T> {
    session: Session,
    title: Option<String>,
    substring: bool,
    reverse: bool,
    trashed: bool,
    hit: PhantomData<fn() -> T>,
}

impl<T: Searchable> Search<T> {
    fn new(session: &Session, title: Option<&str>) -> Self {
        Self {
            session: session.clone(),
            title: title.map(str::to_owned),
            substring: false,
            reverse: false,
            trashed: false,
            hit: PhantomData,
        }
    }

    /// Matches the whole title (the default).
    pub fn exact(mut self) -> Self {
        self.substring = false;
        self
    }

    /// Matches titles that contain the string, ignoring case.
    ///
    /// Notion searches whole words. If the substring has a whole word in it, between two spaces, every title that has the
    /// substring has the word, so Notion searches for it: one request for each 100 hits. Otherwise everything is listed and
    /// looked through: one request for each 100 pages or databases that are shared with the integration.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let page = session.create_page(&home, "The great wall of China").await?;
    /// assert_eq!(session.search_page("eat wall o").substring().await?.item()?, page);    // Notion searches "wall"
    /// assert_eq!(session.search_page("hina").substring().await?.item()?, page);          // all pages are listed
    /// # Ok(())
    /// # }
    /// ```
    pub fn substring(mut self) -> Self {
        self.substring = true;
        self
    }

    /// Reverses the order: the object that was edited last comes last.
    pub fn reverse(mut self) -> Self {
        self.reverse = true;
        self
    }

    async fn send(self) -> Result<Found<T>> {
        self.session.ensure_open()?;
        let (mut hits, mut partial) = self.listed(None).await?;
        if self.trashed {
            // Notion's index lists some trashed objects for some days, and all of them on request.
            let (trashed, more) = self.listed(Some(true)).await?;
            for hit in trashed {
                if !hits.contains(&hit) {
                    hits.push(hit);
                }
            }
            for object in more {
                if !partial.contains(&object) {
                    partial.push(object);
                }
            }
            hits.sort_by_key(|hit| std::cmp::Reverse(hit.edited()));
            if self.reverse {
                hits.reverse();
            }
        } else {
            hits.retain(|hit| !hit.in_trash());
        }
        if let Some(title) = &self.title {
            let wanted = title.to_lowercase();
            hits.retain(|hit| match self.substring {
                true => hit.title().to_lowercase().contains(&wanted),
                false => hit.title() == *title,
            });
        }
        let what = match &self.title {
            Some(title) => format!("{} {title:?}", T::WHAT),
            None => T::WHAT.to_owned(),
        };
        Ok(Found::new(what, hits, T::label).with_partial(partial))
    }

    /// The hits, and those of which Notion sent the ID alone.
    async fn listed(&self, in_trash: Option<bool>) -> Result<(Vec<T>, Vec<PartialObject>)> {
        let query = match &self.title {
            Some(title) if self.substring => whole_word(title).map(str::to_owned),
            title => title.clone(),
        };
        let params = SearchParams {
            query,
            filter: Some(SearchFilter {
                in_trash,
                ..SearchFilter::of(T::TARGET)
            }),
            sort: self
                .reverse
                .then_some(SearchSort::LastEdited(Direction::Ascending)),
        };
        let api = self.session.api();
        let mut hits = pin!(api.search(&params).items());
        let (mut found, mut partial) = (Vec::new(), Vec::new());
        while let Some(hit) = hits.try_next().await? {
            match &hit {
                PageOrDataSource::Page(page) if is_partial_page(page) => {
                    partial.push(PartialObject::Page(page.id));
                }
                PageOrDataSource::DataSource(source) if is_partial_source(source) => {
                    partial.push(PartialObject::DataSource(source.id));
                }
                _ => found.extend(T::from_hit(&self.session, hit)),
            }
        }
        Ok((found, partial))
    }
}

/// The longest word that stands between two spaces. Every title that has the text has this word whole, so that a search
/// for it finds all of them. Only words of ASCII letters and digits count: how Notion divides other text into words is not
/// recorded. Neither is whether it skips short words such as "the", so that a word has four letters at least.
fn whole_word(text: &str) -> Option<&str> {
    const MIN_LENGTH: usize = 4;

    let words = text.split(' ').collect::<Vec<_>>();
    let inner = words.get(1..words.len().saturating_sub(1))?;
    let is_word = |word: &&&str| {
        word.len() >= MIN_LENGTH && word.chars().all(|letter| letter.is_ascii_alphanumeric())
    };
    inner
        .iter()
        .filter(is_word)
        .max_by_key(|word| word.len())
        .copied()
}

impl Search<Database> {
    /// Includes objects in the trash. This takes twice as many requests.
    pub fn include_trashed(mut self) -> Self {
        self.trashed = true;
        self
    }
}

awaitable! {
    [T: Searchable] Search<T>, send -> Found<T>;
    |this| title: this.title, substring: this.substring, reverse: this.reverse
}

/// Search.
impl Session {
    /// Returns the pages with this title, including rows of databases, the last edited first. Pages in the trash are left
    /// out.
    ///
    /// One request for each 100 pages with any word of the title.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// session.get_page(home.id()).await?;
    /// assert_eq!(session.client().requests_sent(), 1);
    ///
    /// session.create_page(&home, "Home work").await?;
    /// assert_eq!(session.search_page("Home").await?.len(), 1);
    /// assert_eq!(session.search_page("ome").substring().reverse().await?.len(), 2);
    ///
    /// let error = session.search_page("Nowhere").await?.item().unwrap_err();
    /// assert!(error.to_string().starts_with("expected one page \"Nowhere\", found 0"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub fn search_page(&self, title: &str) -> Search<Page> {
        Search::new(self, Some(title))
    }

    /// Returns all pages that are shared with the integration, including rows of databases. Pages in the trash are left out.
    ///
    /// One request for each 100 pages.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let pages = session.all_pages().await?;
    /// assert_eq!(pages.len(), 1);
    /// assert_eq!(pages[0].title(), "Home");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub fn all_pages(&self) -> Search<Page> {
        Search::new(self, None)
    }

    /// Returns the databases with this title, the last edited first. Databases in the trash are left out without
    /// [`include_trashed`](Search::include_trashed).
    ///
    /// Notion searches data sources: each data source of a database is a result by its own title. One request for each 100
    /// data sources with any word of the title.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// assert_eq!(session.search_db("Tasks").await?.item()?, tasks);
    /// assert_eq!(session.search_db("ask").substring().await?.item()?, tasks);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub fn search_db(&self, title: &str) -> Search<Database> {
        Search::new(self, Some(title))
    }

    /// Returns all databases that are shared with the integration. Databases in the trash are left out without
    /// [`include_trashed`](Search::include_trashed).
    ///
    /// One request for each 100 data sources.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// assert!(session.all_dbs().await?.is_empty());
    /// let mut tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// assert_eq!(session.all_dbs().await?.item()?, tasks);
    /// tasks.trash_database().await?;
    /// assert!(session.all_dbs().await?.is_empty());
    /// assert_eq!(session.all_dbs().include_trashed().await?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub fn all_dbs(&self) -> Search<Database> {
        Search::new(self, None)
    }
}

/// Handles that can be searched for: pages and databases. The trait is sealed.
pub trait Searchable: sealed::Searchable {}

impl<T: sealed::Searchable> Searchable for T {}

mod sealed {
    use super::{PageOrDataSource, SearchObject};
    use crate::session::{Database, Page, Session};

    /// How to read results of one kind.
    pub trait Searchable: Sized + PartialEq + Send + 'static {
        const WHAT: &'static str;
        const TARGET: SearchObject;
        /// Stores the result, and returns its handle; `None` if it is something else.
        fn from_hit(session: &Session, hit: PageOrDataSource) -> Option<Self>;
        fn title(&self) -> String;
        fn in_trash(&self) -> bool;
        fn edited(&self) -> Option<String>;
        fn label(&self) -> String;
    }

    impl Searchable for Page {
        const WHAT: &'static str = "page";
        const TARGET: SearchObject = SearchObject::Page;

        fn from_hit(session: &Session, hit: PageOrDataSource) -> Option<Self> {
            let PageOrDataSource::Page(data) = hit else {
                return None;
            };
            let data = session.keep(data);
            Some(Self::new(session.clone(), data))
        }

        fn title(&self) -> String {
            Page::title(self)
        }

        fn in_trash(&self) -> bool {
            self.is_in_trash()
        }

        fn edited(&self) -> Option<String> {
            self.last_edited_time().map(ToString::to_string)
        }

        fn label(&self) -> String {
            format!("{:?} ({})", Page::title(self), self.id())
        }
    }

    impl Searchable for Database {
        const WHAT: &'static str = "database";
        const TARGET: SearchObject = SearchObject::DataSource;

        fn from_hit(session: &Session, hit: PageOrDataSource) -> Option<Self> {
            let PageOrDataSource::DataSource(data) = hit else {
                return None;
            };
            let data = session.keep(data);
            // A data source outside of databases has no handle, and a partial object has no parent.
            Self::from_source(session.clone(), data).ok()
        }

        fn title(&self) -> String {
            Database::title(self)
        }

        fn in_trash(&self) -> bool {
            self.is_in_trash()
        }

        fn edited(&self) -> Option<String> {
            self.source_edited().map(ToString::to_string)
        }

        fn label(&self) -> String {
            format!("{:?} ({})", Database::title(self), self.id())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::whole_word;

    #[test]
    fn a_word_between_spaces_is_whole() {
        assert_eq!(whole_word("eat wall o"), Some("wall"));
        assert_eq!(whole_word("a long longer x"), Some("longer"));
        assert_eq!(whole_word(" wall "), Some("wall"));
        for undecided in [
            "",
            "wall",
            "great wall",
            "a the b",
            "a wall's b",
            "a straße b",
            "a  b",
        ] {
            assert_eq!(whole_word(undecided), None, "{undecided}");
        }
    }
}
