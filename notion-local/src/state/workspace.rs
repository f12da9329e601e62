//! Everything that the server knows.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use notion_vocabulary::limits::MAX_QUERY_ROWS;
use uuid::Uuid;

use super::{
    AsyncTask, Block, Cell, Comment, CustomEmoji, DataSource, Database, Face, History, Map,
    OrderedMap, Page, PageParent, Parent, Run, StoredQueries, TITLE, Upload, User, UserKind, View,
    ViewQuery,
};
use crate::compute::Memo;
use crate::error::{ApiError, Result};
use crate::state::clock::Clock;
use crate::state::id::{IdKind, Ids};
use crate::state::integration::Integration;

/// The largest upload of a paid workspace: 5 GiB. A fresh workspace is one: that of a free one, 5 MiB, would leave no
/// upload in several parts.
const MAX_UPLOAD: u64 = 5 * 1024 * 1024 * 1024;

/// The largest upload of a free workspace: 5 MiB. A snapshot that says nothing is taken for one, as it was recorded.
const MAX_FREE_UPLOAD: u64 = 5 * 1024 * 1024;

/// A workspace with all that is in it.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    /// Ids of what is not kept: requests, lists, queries.
    pub(crate) fleeting_ids: Ids,
    /// The bot of the integration that asks. Between requests it is that of the first one.
    pub(crate) bot: Uuid,
    /// The connections to the workspace. The first one sees everything.
    pub(crate) integrations: Vec<Integration>,
    pub(crate) users: IndexMap<Uuid, User>,
    /// Pages in the order of their creation: neighbouring rows are neighbours in memory, which queries go through.
    pub(crate) pages: OrderedMap<Uuid, Page>,
    pub(crate) databases: Map<Uuid, Database>,
    pub(crate) data_sources: Map<Uuid, DataSource>,
    pub(crate) blocks: Map<Uuid, Block>,
    /// What is in a page or a block, in order: blocks, child pages and child databases, those in the trash too.
    pub(crate) children: Map<Uuid, Vec<Uuid>>,
    pub(crate) emojis: IndexMap<Uuid, CustomEmoji>,
    /// Comments, the oldest first.
    pub(crate) comments: IndexMap<Uuid, Comment>,
    /// Uploads, the oldest first.
    pub(crate) uploads: IndexMap<Uuid, Upload>,
    pub(crate) views: IndexMap<Uuid, View>,
    pub(crate) queries: StoredQueries,
    pub(crate) view_queries: Map<Uuid, ViewQuery>,
    pub(crate) tasks: Map<String, AsyncTask>,
    /// Where the server can be reached, for the addresses of files.
    pub(crate) base_url: String,
    /// Whether it listens there.
    pub(crate) is_served: bool,
    /// While a snapshot is read, things may be named that are not there.
    pub(crate) importing: bool,
    /// The largest upload that the workspace takes, in bytes.
    pub(crate) max_upload: u64,
    /// The most rows that one query gives, over all its pages.
    pub(crate) max_query_results: usize,
    /// Whether the name that a request gives to the other end of a two-way relation is left aside.
    pub(crate) ignores_synced_names: bool,
    /// What was computed so far for the answer in the making, while nothing can change.
    pub(crate) memo: Option<Arc<Memo>>,
    /// Whether tokens are random, and do not come from the seed.
    pub(crate) is_private: bool,
    /// When the next upload expires, at the earliest.
    next_expiry: Timestamp,
    changes: u64,
}

impl Workspace {
    /// A workspace with a person, a bot and the page "Home", whose id is returned too.
    pub(crate) fn fresh(seed: u64) -> (Self, Uuid) {
        let mut workspace = Self::empty(seed);
        workspace.max_upload = MAX_UPLOAD;
        let person = User {
            id: workspace.ids.random(),
            name: Some("Ada Lovelace".into()),
            avatar_url: None,
            kind: UserKind::Person {
                email: Some("ada@example.com".into()),
                is_verified: Some(true),
            },
        };
        let bot = User {
            id: workspace.bot,
            name: Some("Local integration".into()),
            avatar_url: None,
            kind: UserKind::Bot { owner: None },
        };
        let history = workspace.new_history();
        workspace.users = [(person.id, person), (bot.id, bot)].into_iter().collect();
        let home = workspace.ids.made(IdKind::Block);
        let page = Page {
            id: home,
            parent: PageParent::Workspace,
            history,
            face: Face::default(),
            cells: [(TITLE.into(), Cell::Text(vec![Run::text("Home")]))]
                .into_iter()
                .collect(),
            number: 0,
        };
        workspace.pages.insert(home, page);
        (workspace, home)
    }

    /// A workspace with nothing in it.
    pub(crate) fn empty(seed: u64) -> Self {
        let mut ids = Ids::new(seed);
        let bot = ids.random();
        Self {
            id: ids.random(),
            name: "Local workspace".into(),
            clock: Clock::default(),
            bot,
            integrations: vec![Integration {
                bot,
                token: format!("ntn_local{seed:016x}"),
                given: None,
            }],
            fleeting_ids: ids.fleeting(),
            ids,
            users: IndexMap::new(),
            pages: OrderedMap::default(),
            databases: Map::default(),
            data_sources: Map::default(),
            blocks: Map::default(),
            children: Map::default(),
            emojis: IndexMap::new(),
            comments: IndexMap::new(),
            uploads: IndexMap::new(),
            views: IndexMap::new(),
            queries: StoredQueries::default(),
            view_queries: Map::default(),
            tasks: Map::default(),
            base_url: "http://localhost".into(),
            is_served: false,
            importing: false,
            max_upload: MAX_FREE_UPLOAD,
            max_query_results: MAX_QUERY_ROWS,
            ignores_synced_names: false,
            memo: None,
            is_private: false,
            next_expiry: Timestamp::MIN,
            changes: 0,
        }
    }

    /// The bot's name, for error texts.
    pub(crate) fn bot_name(&self) -> &str {
        self.users
            .get(&self.bot)
            .and_then(|bot| bot.name.as_deref())
            .unwrap_or_default()
    }

    /// The history of something that is made now, by the bot.
    pub(crate) fn new_history(&mut self) -> History {
        let now = self.clock.stamp();
        self.changes += 1;
        History {
            created: now,
            edited: now,
            created_by: self.bot,
            edited_by: self.bot,
            order: self.changes,
        }
    }

    /// Lets changes be numbered from behind this one on.
    pub(crate) fn skip_changes(&mut self, order: u64) {
        self.changes = self.changes.max(order);
    }

    /// Marks a page, a block, a database's data source or whatever has this id as changed now, by the bot.
    pub(crate) fn touch(&mut self, id: Uuid) {
        let (now, by) = (self.clock.stamp(), self.bot);
        self.changes += 1;
        let order = self.changes;
        let history = if let Some(page) = self.pages.get_mut(&id) {
            &mut page.history
        } else if let Some(block) = self.blocks.get_mut(&id) {
            &mut block.history
        } else if let Some(source) = self.data_sources.get_mut(&id) {
            &mut source.history
        } else if let Some(database) = self.databases.get_mut(&id) {
            &mut database.history
        } else {
            return;
        };
        history.edited = now;
        history.edited_by = by;
        history.order = order;
    }

    /// Makes a page a row of a data source, with the next number, at its place in the order of creation: a page that is
    /// moved here, or is made after the clock was set back, is older than rows that are here.
    pub(crate) fn add_row(&mut self, source: Uuid, page: Uuid) {
        let Some(source) = self.data_sources.get_mut(&source) else {
            return;
        };
        let Some(row) = self.pages.get_mut(&page) else {
            return;
        };
        row.number = source.next_number;
        source.next_number += 1;
        let created = row.history.created.as_millisecond();
        let is_before = |other: &Uuid| {
            let other = self.pages.get(other);
            other.is_none_or(|other| other.history.created.as_millisecond() <= created)
        };
        let at = if source.rows.last().is_none_or(is_before) {
            source.rows.len()
        } else {
            source.rows.partition_point(is_before)
        };
        source.rows.insert(at, page);
    }

    /// What is in a page or a block, in order, without what is in the trash.
    pub(crate) fn children_of(&self, id: Uuid) -> Vec<Uuid> {
        let all = self
            .children
            .get(&id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        all.iter()
            .copied()
            .filter(|child| !self.is_trashed_itself(*child))
            .collect()
    }

    /// Returns true if a page is there for new rows to be made after.
    pub(crate) fn is_template(&self, page: &Page) -> bool {
        let source = page.data_source().and_then(|id| self.data_sources.get(&id));
        source.is_some_and(|source| {
            source
                .templates
                .iter()
                .any(|template| template.page == page.id)
        })
    }

    /// Returns true if there is anything in a page or a block.
    pub(crate) fn has_children(&self, id: Uuid) -> bool {
        let all = self
            .children
            .get(&id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        all.iter().any(|child| !self.is_trashed_itself(*child))
    }

    /// Returns true if this very thing was put into the trash.
    pub(crate) fn is_trashed_itself(&self, id: Uuid) -> bool {
        if let Some(block) = self.blocks.get(&id) {
            block.in_trash
        } else if let Some(page) = self.pages.get(&id) {
            page.face.in_trash
        } else if let Some(source) = self.data_sources.get(&id) {
            source.face.in_trash
        } else {
            self.databases
                .get(&id)
                .is_some_and(|database| database.face.in_trash)
        }
    }

    /// Returns true if this or anything above it is in the trash.
    pub(crate) fn in_trash(&self, id: Uuid) -> bool {
        let mut at = Some(id);
        // The tree is as deep as somebody made it; a cycle cannot be made.
        while let Some(id) = at {
            if self.is_trashed_itself(id) {
                return true;
            }
            at = self.parent_of(id);
        }
        false
    }

    /// The page, block, data source or database above.
    pub(crate) fn parent_of(&self, id: Uuid) -> Option<Uuid> {
        let of_parent = |parent: Parent| match parent {
            Parent::Workspace => None,
            Parent::Page(id) | Parent::Block(id) => Some(id),
        };
        if let Some(block) = self.blocks.get(&id) {
            of_parent(block.parent)
        } else if let Some(page) = self.pages.get(&id) {
            match page.parent {
                PageParent::Workspace => None,
                PageParent::Page(id) | PageParent::Block(id) => Some(id),
                PageParent::DataSource(id) => Some(id),
            }
        } else if let Some(source) = self.data_sources.get(&id) {
            Some(source.database)
        } else {
            self.databases
                .get(&id)
                .and_then(|database| of_parent(database.parent))
        }
    }

    /// The page that a block is part of, or the page itself.
    pub(crate) fn page_of(&self, id: Uuid) -> Option<Uuid> {
        let mut at = id;
        loop {
            if self.pages.contains_key(&at) {
                return Some(at);
            }
            match self.blocks.get(&at)?.parent {
                Parent::Page(id) | Parent::Block(id) => at = id,
                Parent::Workspace => return None,
            }
        }
    }

    /// The page of this id.
    pub(crate) fn page(&self, id: Uuid) -> Result<&Page> {
        match self.pages.get(&id) {
            Some(page) => Ok(page),
            None if self.databases.contains_key(&id) => Err(ApiError::is_database(id)),
            None => Err(self.not_found("page", id)),
        }
    }

    /// The database of this id.
    pub(crate) fn database(&self, id: Uuid) -> Result<&Database> {
        match self.databases.get(&id) {
            Some(database) => Ok(database),
            None if self.pages.contains_key(&id) => Err(ApiError::is_page(id)),
            None => Err(self.not_found("database", id)),
        }
    }

    /// The data source of this id.
    pub(crate) fn data_source(&self, id: Uuid) -> Result<&DataSource> {
        self.data_sources
            .get(&id)
            .ok_or_else(|| self.not_found("data_source", id))
    }

    /// Whether a page of this id may be named.
    pub(crate) fn check_page(&self, id: Uuid) -> Result<()> {
        if self.importing {
            Ok(())
        } else {
            self.page(id).map(|_| ())
        }
    }

    /// Whether a database of this id may be named.
    pub(crate) fn check_database(&self, id: Uuid) -> Result<()> {
        if self.importing {
            Ok(())
        } else {
            self.database(id).map(|_| ())
        }
    }

    /// Whether a user of this id may be named.
    pub(crate) fn check_user(&self, id: Uuid) -> Result<()> {
        if self.importing || self.users.contains_key(&id) {
            return Ok(());
        }
        Err(ApiError::user_not_found(id, self.bot))
    }

    /// Where the API can be reached, for the addresses that answers hold: as Notion's, unless the server listens.
    pub(crate) fn api_url(&self) -> &str {
        if self.is_served {
            &self.base_url
        } else {
            "https://api.notion.com"
        }
    }

    /// Adds an upload.
    pub(crate) fn add_upload(&mut self, upload: Upload) {
        self.next_expiry = self.next_expiry.min(upload.expires);
        self.uploads.insert(upload.id, upload);
    }

    /// Gives up the bytes of uploads that have expired: nothing can refer to them any more.
    pub(crate) fn free_expired(&mut self) {
        let now = self.clock.now();
        if now <= self.next_expiry {
            return;
        }
        self.next_expiry = Timestamp::MAX;
        for upload in self.uploads.values_mut().filter(|upload| !upload.attached) {
            if upload.status(now) == "expired" {
                upload.content.free();
            } else {
                self.next_expiry = self.next_expiry.min(upload.expires);
            }
        }
    }

    /// Marks uploads as used: they do not expire any more.
    pub(crate) fn attach(&mut self, uploads: &[Uuid]) {
        for id in uploads {
            if let Some(upload) = self.uploads.get_mut(id) {
                upload.attached = true;
            }
        }
    }

    /// 404 for a thing of this kind that has no UUID.
    pub(crate) fn not_found_text(&self, what: &str, id: &str) -> ApiError {
        ApiError::not_found(what, id, self.bot_name(), self.bot)
    }

    /// 404 for a thing of this kind.
    pub(crate) fn not_found(&self, what: &str, id: Uuid) -> ApiError {
        ApiError::not_found(what, id, self.bot_name(), self.bot)
    }
}
