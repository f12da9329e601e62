//! The object store: objects that the session has read, and need not request again.

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

/// The object store of a session: complete pages, blocks, databases, data sources and users, as Notion sent them.
///
/// It keeps the objects of `get_…`, `create_…`, searches, updates and untyped queries, and rows that were read one by one,
/// but not the rows of typed queries. Its size is limited in bytes (counted as JSON): the least recently used objects are
/// evicted first. Trashed objects are removed immediately.
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

/// Statistics of an object store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreStats {
    /// The number of objects.
    pub objects: usize,
    /// The size of the objects in bytes, as JSON.
    pub bytes: usize,
    /// The maximum size in bytes.
    pub capacity: usize,
    /// The number of lookups that found an object.
    pub hits: u64,
    /// The number of lookups that did not.
    pub misses: u64,
    /// The number of objects that were evicted.
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

    /// Returns the statistics.
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

    /// Returns the number of objects.
    pub fn len(&self) -> usize {
        self.lock().objects.len()
    }

    /// Returns true if the store is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes all objects. The counts of hits and misses stay.
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

    /// Returns an object, without counting a hit or a miss.
    pub(crate) fn peek<T: Stored>(&self, id: T::Id) -> Option<Arc<T>> {
        let mut contents = self.lock();
        contents.objects.get(&T::key(id)).and_then(T::from_object)
    }

    /// Stores an object if it is complete and not in the trash; otherwise removes the one that it replaces.
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

    /// Returns true if an object is in the store.
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

    /// Removes an object, so that it is requested again the next time.
    pub fn remove<T: Stored>(&self, id: T::Id) {
        self.lock().objects.remove(&T::key(id));
    }

    /// Removes every object with this ID: a page is a block, too.
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

    /// Removes the data sources of a database.
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

    /// Removes a trashed object, and everything inside it as far as the store knows.
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

/// The key of an object. A page is also a block with the same ID, so the kind is part of the key.
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
    /// The IDs of the parents. A row is in a data source, and so in a database.
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

/// Types that the store can keep: pages, blocks, databases, data sources and users. The trait is sealed.
pub trait Stored: sealed::Stored {}

impl<T: sealed::Stored> Stored for T {}

pub(crate) mod sealed {
    use super::{Arc, Key, Object, Serialize};

    /// How the store keeps objects of a type.
    pub trait Stored: Serialize {
        /// The type of its ID.
        type Id;
        /// Returns the ID of this object.
        fn id(&self) -> Self::Id;
        /// Removes the ID of the request, which is not part of the object.
        fn forget_request(&mut self);
        /// Returns true if Notion sent the complete object, not only its ID, and it is not in the trash.
        fn is_whole(&self) -> bool;
        /// Returns the key for an ID.
        fn key(id: Self::Id) -> Key;
        /// Wraps the object for the store.
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

/// Returns the size of an object as JSON, in bytes, without building the JSON.
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
    // An object that cannot be serialized counts as too large for any store.
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
