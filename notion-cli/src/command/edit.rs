//! `notion edit`.

use std::path::Path;
use std::process::{Command, ExitCode};

use notion_session::content::edit::{BlockChange, Conflict, Editable, conflicts};
use notion_session::{Page, Session};

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::files::read_text;
use crate::show::{print, report};
use crate::{front, names};

/// Edit the content of a page as Markdown, in the editor of $VISUAL or $EDITOR.
///
/// Blocks whose text stays keep their ids, comments and children. A block that Markdown cannot express stands as a marked line,
/// ⟦…⟧, which has to be kept. If somebody else has changed the same blocks in between, nothing is written, and both versions are
/// shown.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of the page.
    page: String,
    /// Take the text from this Markdown file, or from the standard input for `-`, and open no editor.
    #[arg(long, value_name = "FILE")]
    md: Option<String>,
    /// Print the changes and make none.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connection: Connection,
}

/// One request for each 100 blocks that are side by side, twice, and one for each block that changes or goes; new blocks go in as
/// few requests as Notion takes.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let text = arguments.md.as_deref().map(read_text).transpose()?;
    let session = arguments.connection.open()?;
    let page = names::page(&session, &arguments.page).await?;
    let read = page.content().await?;
    let editable = Editable::new(&read);
    let edited = match text {
        Some(text) => front::strip(&text).to_owned(),
        None => in_editor(&page, editable.text())?,
    };
    let kept = |failure: Failure| keep(&page, &edited, &failure);
    let changes = editable
        .changes(&edited)
        .map_err(|error| kept(Failure::new(error.to_string())))?;
    for loss in editable.lost(&edited) {
        report(&format!("not in Notion: {loss}"));
    }
    if changes.is_empty() {
        print("nothing has changed\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    for change in &changes {
        print(&format!("{change}\n"))?;
    }
    if arguments.dry_run {
        return Ok(ExitCode::SUCCESS);
    }
    let now = page.content().await?;
    let found = conflicts(&read, &now, &changes);
    if !found.is_empty() {
        return Err(kept(conflict(&found)));
    }
    for (done, change) in changes.iter().enumerate() {
        if let Err(error) = apply(&session, &page, change).await {
            let failure = format!(
                "{error}; {done} of {} changes were made before",
                changes.len()
            );
            return Err(kept(Failure::new(failure)));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The text after the editor was closed.
fn in_editor(page: &Page, text: &str) -> Result<String> {
    let about = |error| Failure::about("the file for the editor", error);
    let file = tempfile::Builder::new()
        .prefix("notion-")
        .suffix(".md")
        .tempfile()
        .map_err(about)?;
    std::fs::write(file.path(), text).map_err(about)?;
    let variable = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.trim().is_empty())
    };
    let Some(editor) = variable("VISUAL").or_else(|| variable("EDITOR")) else {
        return Err(Failure::new(format!(
            "no editor for {:?}: set the environment variable EDITOR to one, or pass the text with --md FILE",
            page.title()
        )));
    };
    let ended = command(&editor, file.path()).status().map_err(|error| {
        Failure::about(format!("the editor {editor:?} cannot be started"), error)
    })?;
    if !ended.success() {
        return Err(Failure::new(format!(
            "the editor {editor:?} failed, so nothing was changed"
        )));
    }
    std::fs::read_to_string(file.path()).map_err(about)
}

/// An editor may have arguments, `code --wait`, as a shell reads them.
#[cfg(unix)]
fn command(editor: &str, path: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{editor} \"$@\""), editor])
        .arg(path);
    command
}

#[cfg(not(unix))]
fn command(editor: &str, path: &Path) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or(editor));
    command.args(words).arg(path);
    command
}

/// Keeps the edited text in a file, and names it in the failure: no work is lost.
fn keep(page: &Page, edited: &str, failure: &Failure) -> Failure {
    let path = std::env::temp_dir().join(format!("notion-{}.md", page.id()));
    match crate::files::write_whole(&path, edited.as_bytes()) {
        Ok(()) => Failure::new(format!("{failure}\nyour text is in {}", path.display())),
        Err(error) => Failure::new(format!("{failure}\nyour text could not be kept: {error}")),
    }
}

pub(super) fn conflict(found: &[Conflict]) -> Failure {
    let mut text =
        "somebody else has changed the same blocks in between, so nothing was changed:".to_owned();
    for conflict in found {
        let now = conflict.now.as_deref().unwrap_or("(deleted)");
        text += &format!(
            "\n  {}\n    was  {}\n    is   {now}",
            conflict.id, conflict.before
        );
    }
    Failure::new(text)
}

/// Sends one change.
pub(super) async fn apply(
    session: &Session,
    page: &Page,
    change: &BlockChange,
) -> notion_session::Result<()> {
    match change {
        BlockChange::Update { id, block } => {
            session
                .get_block(*id)
                .await?
                .update()
                .content((**block).clone())
                .await?;
        }
        BlockChange::Delete { id } => session.get_block(*id).await?.trash().await?,
        BlockChange::Insert {
            parent,
            after,
            blocks,
        } => {
            let append = match parent {
                None => page.append(blocks.clone()),
                Some(parent) => session.get_block(*parent).await?.append(blocks.clone()),
            };
            match after {
                Some(after) => append.after(*after).await?,
                None => append.at_start().await?,
            };
        }
        _ => {}
    }
    Ok(())
}
