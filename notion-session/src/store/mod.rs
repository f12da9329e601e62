//! The object store: what the session has seen and need not ask for again.

pub(crate) mod effect;
mod lru;

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notion_model::{
    Block, BlockId, DataSource, DataSourceId, Database, DatabaseId, Page, PageId, Parent,
    ParentKind, User, UserId,
};
use serde::Serialize;
use uuid::Uuid;

use self::lru::Lru;

/// The object store of a session: whole pages, blocks, databases, data sources and users, as Notion sent them.
///
/// What `get_…`, `create_…`, searches, updates and untyped queries brought is kept, and rows that were fetched one by one;
/// rows of typed queries are not. It holds so many bytes
/// (counted as JSON) and no more: what was not used for the longest time leaves, and what is trashed leaves at once.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = notion_session::Session::local();
/// let home = session.search_page("Home").await?.item()?;    // one request
/// let again = session.get_page(home.id()).await?;           // none
/// let fresh = session.get_page(home.id()).fresh().await?;   // one
/// assert_eq!(session.client().requests_sent(), 2);
///
/// let stats = session.cache().stats();
/// assert_eq!((stats.objects, stats.hits), (1, 1));
/// assert!(stats.bytes <= stats.capacity);
/// session.cache().clear();
/// assert!(session.cache().is_empty());
/// # Ok(())
/// # }
/// ```
pub struct Store {
    contents: Mutex<Contents>,
}

struct Contents {
    objects: Lru<Key, Object>,
    hits: u64,
    misses: u64,
    evictions: u64,
}

/// How full an object store is, and how well it serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreStats {
    /// How many objects it holds.
    pub objects: usize,
    /// How many bytes they are, as JSON.
    pub bytes: usize,
    /// How many bytes it may hold.
    pub capacity: usize,
    /// How often what was looked for was there.
    pub hits: u64,
    /// How often it was not.
    pub misses: u64,
    /// How many objects left to make room for others.
    pub evictions: u64,
}

impl Store {
    pub(crate) fn new(capacity: usize) -> Self {
        let contents = Contents {
            objects: Lru::new(capacity),
            hits: 0,
            misses: 0,
            evictions: 0,
        };
        Self {
            contents: Mutex::new(contents),
        }
    }

    /// How full it is, and how well it serves.
    pub fn stats(&self) -> StoreStats {
        let contents = self.lock();
        StoreStats {
            objects: contents.objects.len(),
            bytes: contents.objects.bytes(),
            capacity: contents.objects.capacity(),
            hits: contents.hits,
            misses: contents.misses,
            evictions: contents.evictions,
        }
    }

    /// How many objects it holds.
    pub fn len(&self) -> usize {
        self.lock().objects.len()
    }

    /// Returns true if it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets everything; the counts of hits and misses stay.
    pub fn clear(&self) {
        self.lock().objects.clear();
    }

    /// Returns an object as Notion sent it, if it is in the store. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// use notion_session::model::{Page, User};
    ///
    /// let home = session.search_page("Home").await?.item()?;
    /// let cache = session.cache();
    /// assert!(cache.contains::<Page>(home.id()));
    /// assert_eq!(cache.get::<Page>(home.id()).map(|page| page.id), Some(home.id()));
    /// assert_eq!((cache.all::<Page>().len(), cache.all::<User>().len()), (1, 0));
    /// cache.remove::<Page>(home.id());
    /// assert!(cache.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn get<T: Stored>(&self, id: T::Id) -> Option<Arc<T>> {
        let mut contents = self.lock();
        let found = contents.objects.get(&T::key(id)).and_then(T::from_object);
        match found {
            Some(_) => contents.hits += 1,
            None => contents.misses += 1,
        }
        found
    }

    /// An object, if it is here by chance: looking for it is no hit and no miss.
    pub(crate) fn peek<T: Stored>(&self, id: T::Id) -> Option<Arc<T>> {
        let mut contents = self.lock();
        contents.objects.get(&T::key(id)).and_then(T::from_object)
    }

    /// Keeps an object, if Notion sent all of it and it is not in the trash; otherwise the one that it replaces leaves.
    pub(crate) fn put<T: Stored>(&self, object: &Arc<T>) {
        let key = T::key(object.id());
        let size = object.is_whole().then(|| json_size(&**object));
        let mut contents = self.lock();
        match size {
            Some(size) => {
                let left = contents.objects.insert(key, T::to_object(object), size);
                contents.evictions += left as u64;
            }
            None => {
                contents.objects.remove(&key);
            }
        }
    }

    /// Returns whether an object is in the store: it can be had without a request.
    pub fn contains<T: Stored>(&self, id: T::Id) -> bool {
        self.peek::<T>(id).is_some()
    }

    /// Returns all objects of a type, in no particular order.
    pub fn all<T: Stored>(&self) -> Vec<Arc<T>> {
        let contents = self.lock();
        let objects = contents.objects.iter();
        objects
            .filter_map(|(_, object)| T::from_object(object))
            .collect()
    }

    /// Removes an object, so that it is asked for anew the next time.
    pub fn remove<T: Stored>(&self, id: T::Id) {
        self.lock().objects.remove(&T::key(id));
    }

    /// Forgets every object of this id: a page is a block too.
    pub(crate) fn forget_id(&self, id: Uuid) {
        let mut contents = self.lock();
        for key in [
            Key::Page(id.into()),
            Key::Block(id.into()),
            Key::Database(id.into()),
            Key::DataSource(id.into()),
            Key::User(id.into()),
        ] {
            contents.objects.remove(&key);
        }
    }

    /// Forgets the data sources of a database.
    pub(crate) fn forget_sources(&self, database: DatabaseId) {
        let mut contents = self.lock();
        let objects = contents.objects.iter();
        let sources: Vec<Key> = objects
            .filter(|(key, object)| {
                matches!(key, Key::DataSource(_))
                    && object.parents().any(|id| id == database.uuid())
            })
            .map(|(key, _)| *key)
            .collect();
        for key in sources {
            contents.objects.remove(&key);
        }
    }

    /// Forgets what went into the trash, and all that lived in it as far as the store knows.
    pub(crate) fn forget_tree(&self, root: Uuid) {
        let mut contents = self.lock();
        let mut gone = HashSet::from([root]);
        loop {
            let below: Vec<Key> = contents
                .objects
                .iter()
                .filter(|(key, object)| {
                    gone.contains(&key.uuid()) || object.parents().any(|id| gone.contains(&id))
                })
                .map(|(key, _)| *key)
                .collect();
            if below.is_empty() {
                return;
            }
            for key in below {
                gone.insert(key.uuid());
                contents.objects.remove(&key);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stats().fmt(f)
    }
}

/// What an object is found by. A page is a block too, with the same id: so the kind belongs to the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Page(PageId),
    Block(BlockId),
    Database(DatabaseId),
    DataSource(DataSourceId),
    User(UserId),
}

impl Key {
    fn uuid(self) -> Uuid {
        match self {
            Self::Page(id) => id.uuid(),
            Self::Block(id) => id.uuid(),
            Self::Database(id) => id.uuid(),
            Self::DataSource(id) => id.uuid(),
            Self::User(id) => id.uuid(),
        }
    }
}

#[derive(Clone)]
pub enum Object {
    Page(Arc<Page>),
    Block(Arc<Block>),
    Database(Arc<Database>),
    DataSource(Arc<DataSource>),
    User(Arc<User>),
}

impl Object {
    /// The ids of what the object lives in. A row lives in a data source and so in a database.
    fn parents(&self) -> impl Iterator<Item = Uuid> {
        let parent = match self {
            Self::Page(page) => page.parent.as_ref(),
            Self::Block(block) => block.parent.as_ref(),
            Self::Database(database) => database.parent.as_ref(),
            Self::DataSource(source) => source.parent.as_ref(),
            Self::User(_) => None,
        };
        parent.into_iter().flat_map(parent_ids)
    }
}

pub(crate) fn parent_ids(parent: &Parent) -> impl Iterator<Item = Uuid> + use<> {
    let (nearest, beyond) = match &parent.kind {
        ParentKind::Page(id) => (Some(id.uuid()), None),
        ParentKind::Block(id) => (Some(id.uuid()), None),
        ParentKind::Database(id) => (Some(id.uuid()), None),
        ParentKind::DataSource { id, database_id } => {
            (Some(id.uuid()), database_id.map(|id| id.uuid()))
        }
        _ => (None, None),
    };
    nearest.into_iter().chain(beyond)
}

/// What the store can hold: pages, blocks, databases, data sources and users. The trait is sealed.
pub trait Stored: sealed::Stored {}

impl<T: sealed::Stored> Stored for T {}

pub(crate) mod sealed {
    use super::{Arc, Key, Object, Serialize};

    /// How the store holds objects of a type.
    pub trait Stored: Serialize {
        /// What an object is found by.
        type Id;
        /// The id of this object.
        fn id(&self) -> Self::Id;
        /// Takes out the id of the request that brought the object.
        fn forget_request(&mut self);
        /// Returns true if Notion sent all of it, and not the id alone, and it is not in the trash.
        fn is_whole(&self) -> bool;
        /// The key of an id.
        fn key(id: Self::Id) -> Key;
        /// The object as the store holds it.
        fn to_object(object: &Arc<Self>) -> Object;
        /// The object, if it is of this type.
        fn from_object(object: &Object) -> Option<Arc<Self>>;
    }
}

macro_rules! stored {
    ($($kind:ident($id:ty, |$object:ident| $whole:expr),)*) => {$(
        impl sealed::Stored for $kind {
            type Id = $id;

            fn id(&self) -> $id {
                self.id
            }

            fn forget_request(&mut self) {
                self.request_id = None;
            }

            fn is_whole(&self) -> bool {
                let $object = self;
                $whole
            }

            fn key(id: $id) -> Key {
                Key::$kind(id)
            }

            fn to_object(object: &Arc<Self>) -> Object {
                Object::$kind(Arc::clone(object))
            }

            fn from_object(object: &Object) -> Option<Arc<Self>> {
                match object {
                    Object::$kind(object) => Some(Arc::clone(object)),
                    _ => None,
                }
            }
        }
    )*};
}

stored! {
    Page(PageId, |page| page.parent.is_some() && !page.in_trash),
    Block(BlockId, |block| block.parent.is_some() && !block.in_trash),
    Database(DatabaseId, |database| database.parent.is_some() && !database.in_trash),
    DataSource(DataSourceId, |source| source.parent.is_some() && !source.in_trash),
    User(UserId, |user| user.name.is_some()),
}

/// How many bytes an object is as JSON, counted without writing it anywhere.
fn json_size(object: &impl Serialize) -> usize {
    struct Count(usize);

    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut count = Count(0);
    // What cannot be written counts as too large for any store.
    serde_json::to_writer(&mut count, object).map_or(usize::MAX, |()| count.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uuid(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn page(id: u128, parent: Parent) -> Arc<Page> {
        let mut page = Page::new(PageId::from(uuid(id)));
        page.parent = Some(parent);
        Arc::new(page)
    }

    fn page_id(n: u128) -> PageId {
        uuid(n).into()
    }

    #[test]
    fn sizes_are_those_of_the_json() {
        let page = page(1, Parent::workspace());
        assert_eq!(json_size(&*page), serde_json::to_vec(&*page).unwrap().len());
    }

    #[test]
    fn what_is_partial_or_in_the_trash_is_not_kept_and_replaces_what_was() {
        let store = Store::new(10_000);
        let whole = page(1, Parent::workspace());
        let mut trashed = (*whole).clone();
        trashed.in_trash = true;
        for other in [trashed, Page::new(page_id(1))] {
            store.put(&whole);
            assert!(store.get::<Page>(page_id(1)).is_some());
            store.put(&Arc::new(other));
            assert!(store.get::<Page>(page_id(1)).is_none());
        }
        assert_eq!(
            (store.stats().hits, store.stats().misses, store.len()),
            (2, 2, 0)
        );
    }

    #[test]
    fn a_page_and_a_block_of_one_id_are_two_objects() {
        let store = Store::new(10_000);
        store.put(&page(1, Parent::workspace()));
        assert!(store.get::<Block>(uuid(1).into()).is_none());
        assert!(store.get::<Page>(page_id(1)).is_some());
    }

    #[test]
    fn with_a_trashed_page_goes_all_that_lived_in_it() {
        let store = Store::new(100_000);
        let database = DatabaseId::from(uuid(3));
        let source = DataSourceId::<()>::from(uuid(4));
        store.put(&page(1, Parent::workspace()));
        store.put(&page(2, Parent::page(page_id(1))));
        let mut data_source = DataSource::new(source);
        data_source.parent = Some(Parent::database(database));
        store.put(&Arc::new(data_source));
        let mut container = Database::new(database);
        container.parent = Some(Parent::page(page_id(2)));
        store.put(&Arc::new(container));
        store.put(&page(5, Parent::row_of(source, database)));
        store.put(&page(6, Parent::workspace()));

        store.forget_tree(uuid(2));
        assert!(store.get::<Page>(page_id(1)).is_some());
        assert!(store.get::<Page>(page_id(6)).is_some());
        assert_eq!(store.len(), 2);
    }

    #[test]
    fn it_is_bounded_by_bytes() {
        let size = json_size(&*page(1, Parent::workspace()));
        let store = Store::new(size * 3);
        for n in 1..=10 {
            store.put(&page(n, Parent::workspace()));
        }
        let stats = store.stats();
        assert_eq!(
            (stats.objects, stats.evictions, stats.bytes),
            (3, 7, size * 3)
        );
        assert!(store.get::<Page>(page_id(10)).is_some());
    }
}
