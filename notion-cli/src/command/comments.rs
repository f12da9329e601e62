//! `notion comments` and `notion comment`.

use std::process::ExitCode;

use notion_session::session::{Comment, Discussion};
use notion_session::{Block, Error, Page, Session};
use serde_json::json;

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::names;
use crate::output::{Format, Listing};
use crate::show::print;

/// Print the open comments of a page, discussion by discussion.
#[derive(clap::Args)]
pub(crate) struct List {
    /// The id, URL or title of the page, or the id or URL of a block.
    page: String,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    connection: Connection,
}

/// Comment on a page, or answer in a discussion.
#[derive(clap::Args)]
pub(crate) struct New {
    /// The id, URL or title of the page, or the id or URL of a block.
    page: String,
    /// The text, with Markdown's emphasis and links.
    text: String,
    /// The id of the discussion to answer in, which `notion comments --json` prints.
    #[arg(long, value_name = "DISCUSSION")]
    reply_to: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

/// What comments are about.
enum Subject {
    Page(Page),
    Block(Block),
}

impl Subject {
    async fn discussions(&self) -> notion_session::Result<Vec<Discussion>> {
        match self {
            Subject::Page(page) => page.discussions().await,
            Subject::Block(block) => block.discussions().await,
        }
    }
}

/// A page by its id, URL or title, or a block by its id or URL.
async fn subject(session: &Session, word: &str) -> Result<Subject> {
    if !names::is_id(word) {
        return Ok(Subject::Page(names::page(session, word).await?));
    }
    let block = async || {
        let block = session.get_block(names::block(word)?).await?;
        Ok(Subject::Block(block))
    };
    // The link to a block is that of its page, with the block after the sign.
    if word.contains('#') {
        return block().await;
    }
    match session.get_page(word).await {
        Ok(page) => Ok(Subject::Page(page)),
        Err(Error::WrongKind(wrong)) if wrong.found == "block" => block().await,
        Err(error) => Err(error.into()),
    }
}

/// One request for the page, and one for each 100 comments.
pub(crate) async fn list(arguments: List) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let subject = subject(&session, &arguments.page).await?;
    let users = session.all_users().await;
    let name = |comment: &Comment| {
        let id = comment.created_by()?;
        let users = users.as_ref().ok()?;
        let user = users.iter().find(|user| user.id() == id)?;
        Some(user.name().to_owned())
    };
    let values = ["id", "discussion_id", "author", "created_time", "text"];
    let mut listing = Listing::new(arguments.format, &values);
    for (number, discussion) in subject.discussions().await?.iter().enumerate() {
        for (place, comment) in discussion.comments().iter().enumerate() {
            let author = name(comment).or_else(|| comment.created_by().map(|id| id.to_string()));
            let text = comment.text();
            let time = comment
                .created_time()
                .map(notion_session::model::Timestamp::as_str);
            if !arguments.format.is_plain() {
                let values = [
                    json!(comment.id()),
                    json!(discussion.id()),
                    json!(author),
                    json!(time),
                    json!(text),
                ];
                listing.object("", &values)?;
                continue;
            }
            let gap = if number > 0 && place == 0 { "\n" } else { "" };
            let indent = if place > 0 { "  " } else { "" };
            let text = text.replace('\n', &format!("\n{indent}  "));
            print(&format!(
                "{gap}{indent}{} {}: {text}\n",
                time.unwrap_or_default(),
                author.unwrap_or_default()
            ))?;
        }
    }
    listing.end()?;
    Ok(ExitCode::SUCCESS)
}

/// One request for the page, and one for the comment.
pub(crate) async fn new(arguments: New) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let subject = subject(&session, &arguments.page).await?;
    let text = notion_session::content::markdown::read(&arguments.text);
    let text = match &text.blocks[..] {
        [block] if text.lost.is_empty() => block.text(),
        _ => None,
    };
    let text = text.unwrap_or_else(|| arguments.text.as_str().into());
    let comment = match &arguments.reply_to {
        None => match &subject {
            Subject::Page(page) => page.comment(text).await?,
            Subject::Block(block) => block.comment(text).await?,
        },
        Some(id) => {
            let discussions = subject.discussions().await?;
            let found = discussions.iter().find(|it| it.id().to_string() == *id);
            let found = found.ok_or_else(|| {
                Failure::new(format!(
                    "--reply-to {id}: there is no open discussion with this id"
                ))
            })?;
            found.reply(text).await?
        }
    };
    print(&format!("{}\n", comment.id()))?;
    Ok(ExitCode::SUCCESS)
}
