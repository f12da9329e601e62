//! `notion export`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use notion_session::content::{Block, markdown};
use notion_session::model::{BlockKind, File, PageId};
use notion_session::session::FileLink;
use notion_session::{Database, Page, Session};
use serde_json::json;
use uuid::Uuid;

use super::transfer::file_name;
use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::files::{check_free, write_whole};
use crate::front;
use crate::names::{self, Object};
use crate::progress::Progress;
use crate::query;
use crate::show::{print, report};

/// The list of the files that an export wrote, so that the next one removes those that are gone.
const MANIFEST: &str = ".notion-export";

/// Write a page or a database, with all that is in it, as a tree of Markdown files.
///
/// Properties are front matter, files are downloaded, and links between exported pages are relative. The same content gives the
/// same files, so that `git diff` shows what has changed. An export to the same folder removes the files of pages that are gone,
/// and touches no others: where a file of somebody else is in the way, nothing is overwritten without --force.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of a page or database.
    object: String,
    /// The folder.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Overwrite files that no export has written.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    connection: Connection,
}

/// One request for each page, one for each 100 blocks that are side by side, and one for each 100 rows.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let root = names::object(&session, &arguments.object).await?;
    let mut export = Export {
        session: &session,
        out: &arguments.out,
        force: arguments.force,
        earlier: manifest(&arguments.out)?,
        nodes: Vec::new(),
        paths: HashMap::new(),
        taken: HashSet::new(),
        written: BTreeSet::new(),
        progress: Progress::counted("exporting"),
    };
    export.collect(root).await?;
    for index in 0..export.nodes.len() {
        export.write(index).await?;
        export
            .progress
            .at(index as u64 + 1, Some(export.nodes.len() as u64));
    }
    export.progress.end();
    let count = export.nodes.len();
    export.sweep()?;
    print(&format!(
        "{}: {count} pages and databases\n",
        arguments.out.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// A page or a database that becomes a file.
struct Node {
    what: Object,
    /// The file, from the folder of the export.
    path: PathBuf,
    content: Vec<Block>,
}

struct Export<'a> {
    session: &'a Session,
    out: &'a Path,
    nodes: Vec<Node>,
    /// The files of pages and databases, by their ids.
    paths: HashMap<Uuid, PathBuf>,
    /// The paths in use, in small letters: some file systems know no others.
    taken: HashSet<String>,
    force: bool,
    /// The files that an earlier export to the folder wrote.
    earlier: BTreeSet<String>,
    written: BTreeSet<String>,
    progress: Progress,
}

impl Export<'_> {
    /// Reads the tree and gives each page and database its file.
    async fn collect(&mut self, root: Object) -> Result<()> {
        let mut open = vec![(root, PathBuf::new())];
        while let Some((what, folder)) = open.pop() {
            let (id, title) = match &what {
                Object::Page(page) => (page.id().uuid(), page.title()),
                Object::Database(database) => (database.data_source_id().uuid(), database.title()),
            };
            if self.paths.contains_key(&id) {
                continue;
            }
            let path = self.path(&folder, &title, id);
            self.paths.insert(id, path.clone());
            let folder = path.with_extension("");
            let mut inner = Vec::new();
            let mut content = Vec::new();
            match &what {
                Object::Page(page) => {
                    content = page.content().await?;
                    self.children(&content, &folder, &mut inner).await?;
                }
                Object::Database(database) => {
                    self.paths.insert(database.id().uuid(), path.clone());
                    for row in query::all(database, query::Question::default()).await? {
                        inner.push((Object::Page(row), folder.clone()));
                    }
                    // By title and id: a change of one row must not rename the files of others.
                    inner.sort_by_key(|(row, _)| match row {
                        Object::Page(row) => (row.title(), row.id().uuid()),
                        Object::Database(database) => (database.title(), database.id().uuid()),
                    });
                }
            }
            inner.reverse();
            open.extend(inner);
            self.nodes.push(Node {
                what,
                path,
                content,
            });
        }
        Ok(())
    }

    /// The pages and databases in a content.
    async fn children(
        &self,
        content: &[Block],
        folder: &Path,
        found: &mut Vec<(Object, PathBuf)>,
    ) -> Result<()> {
        let mut blocks: Vec<&Block> = content.iter().rev().collect();
        while let Some(block) = blocks.pop() {
            blocks.extend(block.children.iter().rev());
            let Some(id) = block.id else { continue };
            match block.kind {
                BlockKind::ChildPage(_) => {
                    let page = self.session.get_page(id.uuid()).await?;
                    found.push((Object::Page(page), folder.to_owned()));
                }
                BlockKind::ChildDatabase(_) => {
                    // A linked view has no data source of its own.
                    match self.session.get_db(id.uuid()).await {
                        Ok(database) => {
                            let sources = database.data_sources().await?;
                            found.extend(
                                sources
                                    .into_iter()
                                    .map(|it| (Object::Database(it), folder.to_owned())),
                            );
                        }
                        Err(error) => report(&format!("not exported: the database {id}: {error}")),
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A path for a title that no other has.
    fn path(&mut self, folder: &Path, title: &str, id: Uuid) -> PathBuf {
        let name = slug(title);
        let short = &id.as_simple().to_string()[..8];
        let candidates = [
            name.clone(),
            format!("{name}-{short}"),
            format!("{name}-{}", id.as_simple()),
        ];
        for candidate in candidates {
            let path = folder.join(format!("{candidate}.md"));
            if self.taken.insert(path.to_string_lossy().to_lowercase()) {
                return path;
            }
        }
        folder.join(format!("{}.md", id.as_simple()))
    }

    async fn write(&mut self, index: usize) -> Result<()> {
        let node = &mut self.nodes[index];
        let path = node.path.clone();
        let mut content = std::mem::take(&mut node.content);
        let text = match &self.nodes[index].what {
            Object::Page(page) => {
                let page = page.clone();
                self.page(&page, &path, &mut content).await?
            }
            Object::Database(database) => self.database(&database.clone(), &path).await?,
        };
        self.file(&path, text.as_bytes())
    }

    async fn page(&mut self, page: &Page, path: &Path, content: &mut [Block]) -> Result<String> {
        let mut values = query::values(self.session, page.data()).await?;
        for (name, value) in &mut values {
            for (place, link) in page.files(name).into_iter().enumerate() {
                if let Some(saved) = self.attachment(&link, path).await? {
                    value["files"][place] = json!({ "name": link.name(), "type": "external", "external": { "url": saved } });
                }
            }
        }
        let mut saved = Vec::new();
        self.attachments(content, path, &mut saved).await?;
        let written = markdown::write(content);
        let mut text = written.text;
        for (at, saved) in saved.iter().enumerate() {
            text = text.replace(&placeholder(at), saved);
        }
        for loss in written.lost {
            // A child has its own file.
            let is_child = loss_is_child(content, &loss.place);
            if !is_child {
                report(&format!("{}: not in the Markdown: {loss}", path.display()));
            }
        }
        let front = front::write(page.data(), &values);
        let text = self.relative_links(&text, path);
        Ok(match text.is_empty() {
            true => front,
            false => format!("{front}\n{text}"),
        })
    }

    /// Downloads what Notion holds, and puts an address in its place that is replaced once the Markdown is written.
    async fn attachments(
        &mut self,
        content: &mut [Block],
        path: &Path,
        saved: &mut Vec<String>,
    ) -> Result<()> {
        let mut blocks: Vec<&mut Block> = content.iter_mut().rev().collect();
        while let Some(block) = blocks.pop() {
            if let (Some(id), Some(file)) = (block.id, hosted(&mut block.kind)) {
                let link = self.session.get_block(id).await?.file();
                if let Some(link) = link
                    && let Some(to) = self.attachment(&link, path).await?
                {
                    file.kind = File::external(placeholder(saved.len())).kind;
                    saved.push(to);
                }
            }
            blocks.extend(block.children.iter_mut().rev());
        }
        Ok(())
    }

    /// Downloads a file that Notion holds, and returns the link to it from a page's file.
    async fn attachment(&mut self, link: &FileLink, page: &Path) -> Result<Option<String>> {
        if !link.is_hosted() {
            return Ok(None);
        }
        let folder = page.with_extension("files");
        let name = file_name(link);
        let (stem, extension) = match name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => {
                (slug(stem), format!(".{}", slug(extension)))
            }
            _ => (slug(&name), String::new()),
        };
        let mut path = folder.join(format!("{stem}{extension}"));
        let mut number = 2;
        while !self.taken.insert(path.to_string_lossy().to_lowercase()) {
            path = folder.join(format!("{stem}-{number}{extension}"));
            number += 1;
        }
        match link.bytes().await {
            Ok(bytes) => self.file(&path, &bytes)?,
            Err(error) => {
                report(&format!(
                    "{}: the file {name:?} is missing: {error}",
                    page.display()
                ));
                return Ok(None);
            }
        }
        Ok(Some(relative(page, &path)))
    }

    async fn database(&self, database: &Database, path: &Path) -> Result<String> {
        let source = database.data_source().await?;
        let mut text = format!("---\nid: {}\n", database.data_source_id());
        if let Some(url) = database.url() {
            text += &format!("url: {}\n", json!(url));
        }
        text += &format!("title: {}\nproperties:\n", json!(database.title()));
        let mut properties: Vec<_> = source.properties.iter().collect();
        properties.sort_by_key(|(name, _)| name.as_str());
        for (name, property) in properties {
            text += &format!("  {}: {}\n", json!(name), json!(property.kind.type_name()));
        }
        text += "---\n";
        let folder = path.with_extension("");
        let mut rows: Vec<(&PathBuf, String)> = Vec::new();
        for node in &self.nodes {
            if let Object::Page(page) = &node.what
                && node.path.parent() == Some(&folder)
            {
                rows.push((&node.path, page.title()));
            }
        }
        for (position, (row, title)) in rows.into_iter().enumerate() {
            let gap = if position == 0 { "\n" } else { "" };
            text += &format!("{gap}- [{}]({})\n", escaped(&title), relative(path, row));
        }
        Ok(text)
    }

    /// Makes links and mentions of exported pages lead to their files.
    fn relative_links(&self, text: &str, from: &Path) -> String {
        let mut linked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("https://") {
            let (before, url) = rest.split_at(at);
            linked += before;
            let end = url
                .find(|one: char| one.is_whitespace() || ")>\"<]".contains(one))
                .unwrap_or(url.len());
            let (url, after) = url.split_at(end);
            let target = url
                .parse::<PageId>()
                .ok()
                .and_then(|id| self.paths.get(&id.uuid()));
            match target {
                Some(path) => linked += &relative(from, path),
                None => linked += url,
            }
            rest = after;
        }
        linked += rest;
        let linked = self.mentions(&linked, "page", from);
        self.mentions(&linked, "database", from)
    }

    /// `<mention-page id="…">Title</mention-page>` is a link in a file.
    fn mentions(&self, text: &str, tag: &str, from: &Path) -> String {
        let (open, close) = (format!("<mention-{tag} id=\""), format!("</mention-{tag}>"));
        let mut linked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(open.as_str()) {
            linked += before;
            let parts = after.split_once("\">").and_then(|(id, after)| {
                let (title, after) = after.split_once(close.as_str())?;
                let path = self.paths.get(&id.parse::<Uuid>().ok()?)?;
                Some((path, title, after))
            });
            match parts {
                Some((path, title, after)) => {
                    linked += &format!("[{title}]({})", relative(from, path));
                    rest = after;
                }
                None => {
                    linked += &open;
                    rest = after;
                }
            }
        }
        linked + rest
    }

    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        let whole = self.out.join(path);
        let folder = whole.parent().unwrap_or(self.out);
        std::fs::create_dir_all(folder).map_err(|error| Failure::about(folder.display(), error))?;
        let name = slashed(path);
        let is_same = std::fs::read(&whole).is_ok_and(|old| old == bytes);
        if !is_same {
            check_free(&whole, self.force || self.earlier.contains(&name))?;
            write_whole(&whole, bytes)?;
        }
        self.written.insert(name);
        Ok(())
    }

    /// Removes the files of an earlier export that this one has not written.
    fn sweep(&self) -> Result<()> {
        for name in self.earlier.difference(&self.written) {
            let is_inside = Path::new(name)
                .components()
                .all(|part| matches!(part, std::path::Component::Normal(_)));
            if is_inside {
                let path = self.out.join(name);
                let _gone = std::fs::remove_file(&path);
                // Folders that are empty now, from the inside out.
                for folder in path
                    .ancestors()
                    .skip(1)
                    .take_while(|folder| *folder != self.out)
                {
                    if std::fs::remove_dir(folder).is_err() {
                        break;
                    }
                }
            }
        }
        let names: String = self
            .written
            .iter()
            .map(|name| format!("{name}\n"))
            .collect();
        write_whole(&self.out.join(MANIFEST), names.as_bytes())
    }
}

/// The files that an earlier export to a folder wrote.
fn manifest(folder: &Path) -> Result<BTreeSet<String>> {
    let path = folder.join(MANIFEST);
    match std::fs::read_to_string(&path) {
        Ok(names) => Ok(names.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(Failure::about(path.display(), error)),
    }
}

/// The file of a block, if Notion holds it.
fn hosted(kind: &mut BlockKind) -> Option<&mut File> {
    let file = match kind {
        BlockKind::Image(file)
        | BlockKind::Video(file)
        | BlockKind::Pdf(file)
        | BlockKind::File(file)
        | BlockKind::Audio(file) => file,
        _ => return None,
    };
    matches!(file.kind, notion_session::model::FileKind::Hosted(_)).then_some(file)
}

fn placeholder(at: usize) -> String {
    format!("https://notion-export.invalid/{at}/")
}

/// Whether what is lost at a place is a page or database, which has a file of its own.
fn loss_is_child(content: &[Block], place: &str) -> bool {
    let mut numbers = place
        .split(|one: char| !one.is_ascii_digit())
        .filter_map(|part| part.parse::<usize>().ok());
    let Some(mut block) = numbers.next().and_then(|at| content.get(at)) else {
        return false;
    };
    for at in numbers {
        match block.children.get(at) {
            Some(child) => block = child,
            None => return false,
        }
    }
    matches!(
        block.kind,
        BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_)
    )
}

/// A title as the name of a file that every system takes.
fn slug(title: &str) -> String {
    /// Characters; file systems take 255 bytes.
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for one in title.chars().take(LONGEST) {
        match one {
            one if one.is_alphanumeric() || one == '_' => slug.push(one),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug.is_empty() {
        true => "untitled".to_owned(),
        false => slug.to_owned(),
    }
}

/// The link from one file to another.
fn relative(from: &Path, to: &Path) -> String {
    let from: Vec<_> = from
        .parent()
        .into_iter()
        .flat_map(Path::components)
        .collect();
    let to: Vec<_> = to.components().collect();
    let shared = from
        .iter()
        .zip(&to)
        .take_while(|(one, other)| one == other)
        .count();
    let mut parts = vec!["..".to_owned(); from.len() - shared];
    parts.extend(
        to[shared..]
            .iter()
            .map(|part| part.as_os_str().to_string_lossy().into_owned()),
    );
    parts.join("/")
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// A title in the text of a link.
fn escaped(title: &str) -> String {
    title
        .replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
        .replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_names_of_files() {
        for (title, name) in [
            ("Plans for 2026", "Plans-for-2026"),
            ("a/b: c?", "a-b-c"),
            ("../..", "untitled"),
            ("漢字", "漢字"),
            ("", "untitled"),
        ] {
            assert_eq!(slug(title), name);
        }
        assert_eq!(slug(&"x".repeat(100)).len(), 60);
    }

    #[test]
    fn links_are_relative_to_the_file_that_has_them() {
        for (from, to, link) in [
            ("a.md", "a/b.md", "a/b.md"),
            ("a/b.md", "a.md", "../a.md"),
            ("a/b/c.md", "a/d/e.md", "../d/e.md"),
            ("a/b.md", "a/c.md", "c.md"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), link);
        }
    }
}
