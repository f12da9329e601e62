//! Search: pages and databases by their titles.

use std::marker::PhantomData;

use futures_util::TryStreamExt;
use notion_model::{Direction, PageOrDataSource, SearchFilter, SearchObject};

use crate::api::{SearchParams, SearchSort};
use crate::awaitable::awaitable;
use crate::error::Result;
use crate::session::{Database, Found, Page, Session};

/// Searches pages or databases by title when it is awaited.
///
/// Made by [`Session::search_page`], [`all_pages`](Session::all_pages), [`search_db`](Session::search_db) and
/// [`all_dbs`](Session::all_dbs). What is found is put into the object store: a hit costs no request of its own.
///
/// Notion finds what has any of the words of the title, and needs some seconds to find what is new.
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

    /// Finds titles that are exactly this, which is how it is without being told.
    pub fn exact(mut self) -> Self {
        self.substring = false;
        self
    }

    /// Finds titles that have this anywhere in them, in capital or small letters.
    ///
    /// Notion searches whole words, so everything is listed and looked through: one request for each 100 pages or
    /// databases that are shared with the integration.
    pub fn substring(mut self) -> Self {
        self.substring = true;
        self
    }

    /// In reverse order: the one that was edited last comes last, instead of first.
    pub fn reverse(mut self) -> Self {
        self.reverse = true;
        self
    }

    async fn send(self) -> Result<Found<T>> {
        self.session.ensure_open()?;
        let mut hits = self.listed(None).await?;
        if self.trashed {
            // Notion's index lists some of what is in the trash for some days, and all of it when asked.
            for hit in self.listed(Some(true)).await? {
                if !hits.contains(&hit) {
                    hits.push(hit);
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
        Ok(Found::new(what, hits, T::label))
    }

    async fn listed(&self, in_trash: Option<bool>) -> Result<Vec<T>> {
        let params = SearchParams {
            query: self.title.clone().filter(|_| !self.substring),
            filter: Some(SearchFilter {
                in_trash,
                ..SearchFilter::of(T::TARGET)
            }),
            sort: self
                .reverse
                .then_some(SearchSort::LastEdited(Direction::Ascending)),
        };
        let hits = self.session.api().search(&params).items();
        let found = hits.try_filter_map(|hit| async { Ok(T::from_hit(&self.session, hit)) });
        Ok(found.try_collect().await?)
    }
}

impl Search<Database> {
    /// With those in the trash among them. Twice as many requests.
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
    /// The pages of this title, rows of databases among them; the latest edited come first, and those in the trash are
    /// left out.
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

    /// All pages that are shared with the integration, rows of databases among them; those in the trash are left out.
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

    /// The databases of this title; the latest edited come first, and those in the trash are left out unless
    /// [`include_trashed`](Search::include_trashed) says otherwise.
    ///
    /// Notion searches data sources: of a database with several, each is a hit by its own title. One request for each
    /// 100 data sources with any word of the title.
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

    /// All databases that are shared with the integration; those in the trash are left out unless
    /// [`include_trashed`](Search::include_trashed) says otherwise.
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

/// What can be searched for: pages and databases. The trait is sealed.
pub trait Searchable: sealed::Searchable {}

impl<T: sealed::Searchable> Searchable for T {}

mod sealed {
    use super::{PageOrDataSource, SearchObject};
    use crate::session::{Database, Page, Session};

    /// How hits of one kind are read.
    pub trait Searchable: Sized + PartialEq + Send + 'static {
        const WHAT: &'static str;
        const TARGET: SearchObject;
        /// The hit, put into the store; `None` where it is something else.
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
            // One that lives in no database is not ours to show, and one that Notion sent in part says no parent.
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
