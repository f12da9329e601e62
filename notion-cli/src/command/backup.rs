//! `notion backup`.

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use notion_session::api::SearchParams;
use notion_session::model::{BlockId, DataSourceId, DatabaseId, Page, PageOrDataSource};
use notion_session::session::FileLink;
use notion_session::{Error, Session};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::files::{check_free, write_whole};
use crate::progress::Progress;
use crate::query;
use crate::show::{print, report};

/// Write everything that the integration sees to one file, which `notion serve --snapshot FILE` opens.
///
/// Pages, databases, rows, content, comments, views, users and files, with their ids. What cannot be read is named.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The file.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Overwrite the file if it exists already.
    #[arg(long)]
    force: bool,
    /// Leave the content of files out.
    #[arg(long)]
    no_files: bool,
    /// Also the comments on blocks, which takes a request for each block; without it those on pages.
    #[arg(long)]
    block_comments: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    check_free(&arguments.out, arguments.force)?;
    let session = arguments.connection.open()?;
    let mut backup = Backup {
        session: &session,
        lists: Lists::default(),
        missing: Vec::new(),
        seen: HashSet::new(),
        has_files: !arguments.no_files,
        has_block_comments: arguments.block_comments,
        progress: Progress::counted("reading"),
    };
    let me = value(&session.api().users().me().await?)?;
    backup.users().await?;
    backup.everything().await?;
    backup.progress.end();
    let Backup { lists, missing, .. } = backup;
    let counts = format!(
        "{} pages, {} databases, {} blocks, {} comments, {} files",
        lists.pages.len(),
        lists.databases.len(),
        lists.blocks.len(),
        lists.comments.len(),
        lists.file_uploads.len()
    );
    let snapshot = lists.into_snapshot(&me);
    let text =
        serde_json::to_vec(&snapshot).map_err(|error| Failure::about("the backup", error))?;
    write_whole(&arguments.out, &text)?;
    print(&format!("{}: {counts}\n", arguments.out.display()))?;
    for missing in &missing {
        report(&format!("not in the backup: {missing}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Notion's own objects, in lists.
#[derive(Default)]
struct Lists {
    users: Vec<Value>,
    databases: Vec<Value>,
    data_sources: Vec<Value>,
    pages: Vec<Value>,
    blocks: Vec<Value>,
    comments: Vec<Value>,
    views: Vec<Value>,
    file_uploads: Vec<Value>,
}

impl Lists {
    fn into_snapshot(self, me: &Value) -> Value {
        let home = self
            .pages
            .iter()
            .find(|page| page["parent"]["type"] == "workspace");
        let home = home.or(self.pages.first()).map(|page| page["id"].clone());
        let mut snapshot = json!({
            "workspace": { "name": me["bot"]["workspace_name"] },
            "bot": me["id"],
            "home": home,
            "users": self.users,
            "databases": self.databases,
            "data_sources": self.data_sources,
            "pages": self.pages,
            "blocks": self.blocks,
            "comments": self.comments,
            "views": self.views,
            "file_uploads": self.file_uploads,
        });
        forget_requests(&mut snapshot);
        snapshot
    }
}

struct Backup<'a> {
    session: &'a Session,
    lists: Lists,
    /// What cannot be read, and why.
    missing: Vec<String>,
    /// The ids of pages, databases and data sources that were read.
    seen: HashSet<String>,
    has_files: bool,
    has_block_comments: bool,
    progress: Progress,
}

/// What is still to be read.
enum Next {
    Page(Box<Page>),
    PageId(String),
    DatabaseId(String),
}

impl Backup<'_> {
    async fn users(&mut self) -> Result<()> {
        match self.session.api().users().list().page_size(100).all().await {
            Ok(users) => self.lists.users = values(&users)?,
            Err(error) => self.missing(&"the users", error.into())?,
        }
        Ok(())
    }

    /// What search lists, and what is in that.
    async fn everything(&mut self) -> Result<()> {
        let mut open = Vec::new();
        for hit in self
            .session
            .api()
            .search(&SearchParams::default())
            .all()
            .await?
        {
            match hit {
                PageOrDataSource::Page(page) => open.push(Next::Page(Box::new(page))),
                PageOrDataSource::DataSource(source) => {
                    let database = source
                        .parent
                        .as_ref()
                        .and_then(notion_session::model::Parent::database_id);
                    open.extend(database.map(|id| Next::DatabaseId(id.to_string())));
                }
                _ => {}
            }
        }
        // What is above comes first: the order of a workspace.
        open.reverse();
        while let Some(next) = open.pop() {
            match next {
                Next::Page(page) => {
                    if self.seen.insert(page.id.to_string()) {
                        self.page(&page, &mut open).await?;
                    }
                }
                Next::PageId(id) => {
                    if self.seen.contains(&id) {
                        continue;
                    }
                    match self.session.get_page(id.as_str()).await {
                        Ok(page) => open.push(Next::Page(Box::new(page.data().clone()))),
                        Err(error) => self.missing(&format!("the page {id}"), error)?,
                    }
                }
                Next::DatabaseId(id) => {
                    if self.seen.insert(id.clone()) {
                        self.database(&id, &mut open).await?;
                    }
                }
            }
            let done = self.lists.pages.len();
            self.progress
                .at(done as u64, Some((done + open.len()) as u64));
        }
        Ok(())
    }

    async fn page(&mut self, page: &Page, open: &mut Vec<Next>) -> Result<()> {
        let about = |error| Failure::about(format!("the page {}", page.id), error);
        let mut object = serde_json::to_value(page).map_err(about)?;
        let values = query::values(self.session, page).await?;
        object["properties"] = values.into_iter().collect::<Map<_, _>>().into();
        let handle = self.session.get_page(page.id).await?;
        let mut links: Vec<FileLink> = Vec::new();
        for name in handle.properties().keys() {
            links.extend(handle.files(name));
        }
        links.extend(handle.cover_file());
        links.extend(handle.icon_file());
        for link in links {
            self.file(&link, &mut object).await?;
        }
        self.lists.pages.push(object);
        self.comments(&page.id.to_string()).await?;
        self.blocks(&page.id.to_string(), open).await
    }

    /// The blocks in a page, and what is in them.
    async fn blocks(&mut self, page: &str, open: &mut Vec<Next>) -> Result<()> {
        let mut parents = vec![page.to_owned()];
        while let Some(parent) = parents.pop() {
            let children = self
                .session
                .api()
                .blocks()
                .children(id_of::<BlockId>(&parent)?);
            let children = match children.page_size(100).all().await {
                Ok(children) => values(&children)?,
                Err(error) => {
                    self.missing(&format!("the blocks in {parent}"), error.into())?;
                    continue;
                }
            };
            let mut inner = Vec::new();
            for mut block in children {
                let id = block["id"].as_str().unwrap_or_default().to_owned();
                match block["type"].as_str() {
                    Some("child_page") => open.push(Next::PageId(id)),
                    Some("child_database") => open.push(Next::DatabaseId(id)),
                    // What a copy of a synced block shows is its original's.
                    Some("synced_block") if !block["synced_block"]["synced_from"].is_null() => {}
                    _ => {
                        if block["has_children"] == true {
                            inner.push(id.clone());
                        }
                        if self.has_block_comments {
                            self.comments(&id).await?;
                        }
                        if let Ok(block_id) = id.parse::<BlockId>()
                            && has_hosted_file(&block)
                            && let Some(link) = self.session.get_block(block_id).await?.file()
                        {
                            self.file(&link, &mut block).await?;
                        }
                    }
                }
                self.lists.blocks.push(block);
            }
            inner.reverse();
            parents.extend(inner);
        }
        Ok(())
    }

    async fn database(&mut self, id: &str, open: &mut Vec<Next>) -> Result<()> {
        let database_id = id_of::<DatabaseId>(id)?;
        let database = match self.session.api().databases().retrieve(database_id).await {
            Ok(database) => value(&database)?,
            Err(error) => return self.missing(&format!("the database {id}"), error.into()),
        };
        let sources = database["data_sources"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        self.lists.databases.push(database);
        for source in sources {
            let id = source["id"].as_str().unwrap_or_default().to_owned();
            let source = id_of::<DataSourceId>(&id)?;
            match self.session.api().data_sources().retrieve(source).await {
                Ok(source) => self.lists.data_sources.push(value(&source)?),
                Err(error) => {
                    self.missing(&format!("the data source {id}"), error.into())?;
                    continue;
                }
            }
            let database = self.session.get_db(id.as_str()).await?;
            let rows = query::all(&database, query::Question::default()).await?;
            open.extend(
                rows.iter()
                    .map(|row| Next::Page(Box::new(row.data().clone()))),
            );
        }
        let views = self.session.api().views().of_database(database_id);
        match views.page_size(100).all().await {
            Ok(views) => {
                for view in views {
                    match self.session.api().views().retrieve(view.id).await {
                        Ok(view) => self.lists.views.push(value(&view)?),
                        Err(error) => {
                            self.missing(&format!("the view {}", view.id), error.into())?;
                        }
                    }
                }
            }
            Err(error) => self.missing(&format!("the views of {id}"), error.into())?,
        }
        Ok(())
    }

    async fn comments(&mut self, id: &str) -> Result<()> {
        let comments = self.session.api().comments().list(id_of::<BlockId>(id)?);
        match comments.page_size(100).all().await {
            Ok(comments) => self.lists.comments.extend(values(&comments)?),
            Err(error) => self.missing(&format!("the comments on {id}"), error.into())?,
        }
        Ok(())
    }

    /// Keeps the content of a file that Notion holds, and makes the object lead to it.
    async fn file(&mut self, link: &FileLink, object: &mut Value) -> Result<()> {
        if !link.is_hosted() {
            return Ok(());
        }
        let Some(url) = link.file().url().map(str::to_owned) else {
            return Ok(());
        };
        // A file of a local server has an id already.
        let own = url
            .split_once("/_local/files/")
            .and_then(|(_, rest)| rest.split(['/', '?']).next());
        let id = own.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
        let name = super::transfer::file_name(link);
        replace(
            object,
            &url,
            &format!("http://127.0.0.1/_local/files/{id}/{name}"),
        );
        if !self.seen.insert(id.clone()) {
            return Ok(());
        }
        let content = match self.has_files {
            false => None,
            true => match link.download().await {
                Ok(download) => {
                    let content_type = download.content_type().map(str::to_owned);
                    Some((link.bytes().await?, content_type))
                }
                Err(error) => {
                    self.missing(&format!("the file {name:?}"), error)?;
                    None
                }
            },
        };
        let mut upload = json!({
            "object": "file_upload", "id": id, "filename": name, "status": "uploaded",
            "created_time": "2026-01-01T00:00:00.000Z", "last_edited_time": "2026-01-01T00:00:00.000Z",
        });
        match content {
            Some((bytes, content_type)) => {
                use base64::Engine as _;
                upload["content"] = base64::engine::general_purpose::STANDARD
                    .encode(&bytes)
                    .into();
                upload["content_length"] = bytes.len().into();
                upload["content_type"] = content_type.into();
            }
            None => upload["is_gone"] = true.into(),
        }
        self.lists.file_uploads.push(upload);
        Ok(())
    }

    /// Notes what the integration may not read; other failures end the backup.
    fn missing(&mut self, what: &dyn std::fmt::Display, error: Error) -> Result<()> {
        if error.is_not_found() || error.is_forbidden() || error.is_validation() {
            self.missing.push(format!("{what}: {error}"));
            return Ok(());
        }
        Err(Failure::about(what, Failure::from(error)))
    }
}

/// An object as Notion sent it: the model loses nothing of it.
fn value(object: &impl Serialize) -> Result<Value> {
    serde_json::to_value(object).map_err(|error| Failure::about("the backup", error))
}

fn values(objects: &[impl Serialize]) -> Result<Vec<Value>> {
    objects.iter().map(value).collect()
}

fn id_of<I: FromStr<Err: std::error::Error + Send + Sync + 'static>>(id: &str) -> Result<I> {
    id.parse()
        .map_err(|error: I::Err| Failure::about(format!("the id {id}"), error))
}

fn has_hosted_file(block: &Value) -> bool {
    let kind = block["type"].as_str().unwrap_or_default();
    block[kind]["type"] == "file"
}

/// Puts an address in place of another one, wherever it stands, whatever its query: the signature of a link to a file at Notion
/// is another one each time that the object is read.
fn replace(value: &mut Value, from: &str, to: &str) {
    let path = |url: &str| url.split('?').next().map(str::to_owned);
    match value {
        Value::String(text) if path(text) == path(from) => to.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, from, to)),
        Value::Object(object) => object
            .values_mut()
            .for_each(|value| replace(value, from, to)),
        _ => {}
    }
}

/// The ids of requests are not the objects'.
fn forget_requests(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(forget_requests),
        Value::Object(object) => {
            object.shift_remove("request_id");
            object.values_mut().for_each(forget_requests);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_replaced_whatever_its_signature() {
        let mut block = json!({ "file": { "url": "https://files.example/a/b.txt?expires=1" }, "name": "b.txt" });
        replace(&mut block, "https://files.example/a/b.txt?expires=2", "to");
        assert_eq!(block, json!({ "file": { "url": "to" }, "name": "b.txt" }));
        let other = json!({ "url": "https://files.example/a/c.txt?expires=2" });
        let mut same = other.clone();
        replace(&mut same, "https://files.example/a/b.txt?expires=2", "to");
        assert_eq!(same, other);
    }
}
