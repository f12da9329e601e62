//! Writing content.

use notion_session::content::{Block as Content, paragraph, toggle};
use notion_session::model::{BlockKind, plain_text};
use notion_session::{Error, Page};

use super::super::judge::{Reported, created};
use super::super::report::Finding;
use super::{Case, text};

/// A document that takes several requests, each of whose blocks has a text of its own.
fn document(case: &mut Case<'_>) -> Vec<Content> {
    let blocks = 20 + case.random.below(230);
    (0..blocks)
        .map(|n| match n % 40 {
            7 => {
                toggle(format!("b{n}")).children((0..3).map(|m| {
                    toggle(format!("b{n}.{m}")).children([paragraph(format!("b{n}.{m}.0"))])
                }))
            }
            _ => paragraph(format!("b{n}")),
        })
        .collect()
}

/// The texts of a tree, each after those that it stands in.
fn texts(blocks: &[Content], depth: usize, into: &mut Vec<(usize, String)>) {
    for block in blocks {
        let runs = match &block.kind {
            BlockKind::Paragraph(text) => &text.rich_text,
            BlockKind::Toggle(text) => &text.rich_text,
            _ => continue,
        };
        into.push((depth, plain_text(runs)));
        texts(&block.children, depth + 1, into);
    }
}

fn all(blocks: &[Content]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    texts(blocks, 0, &mut found);
    found
}

/// What is on the page, against what should be and what was reported of it.
async fn judge<T>(
    case: &mut Case<'_>,
    page: &Page,
    document: &[Content],
    result: &Result<T, Error>,
    comes_with_page: bool,
) -> Result<(), String> {
    let fresh = case
        .truth
        .session
        .get_page(page.id())
        .fresh()
        .await
        .map_err(text)?;
    let (there, wanted) = (all(&fresh.content().await.map_err(text)?), all(document));
    for (at, block) in there.iter().enumerate() {
        if there[..at].contains(block) {
            case.find(Some(Finding::Doubled(format!("the block {}", block.1))));
            return Ok(());
        }
    }
    let top = |blocks: &[(usize, String)]| -> Vec<String> {
        let top = blocks.iter().filter(|(depth, _)| *depth == 0);
        top.map(|(_, text)| text.clone()).collect()
    };
    let (top_there, top_wanted) = (top(&there), top(&wanted));
    if !top_wanted.starts_with(&top_there) {
        case.wrong(format!(
            "the blocks on the page are not the beginning: {top_there:?}"
        ));
    }
    match result {
        Ok(_) if there != wanted => {
            let text = format!(
                "{} of {} blocks, reported as written",
                there.len(),
                wanted.len()
            );
            case.find(Some(Finding::Lost(text)));
        }
        Err(Error::PartlyWritten(error)) => {
            let (named, found) = (error.blocks.len(), top_there.len());
            if found < named {
                case.find(Some(Finding::Lost(format!(
                    "{found} blocks of {named} that were named"
                ))));
            }
            // A page that is created brings blocks that no answer names.
            if found > named && !comes_with_page && !error.source.is_outcome_unknown() {
                case.wrong(format!("{found} blocks, {named} named: {error}"));
            }
        }
        Err(error) if !error.is_outcome_unknown() && !there.is_empty() => {
            case.wrong(format!(
                "{} blocks, reported as not written: {error}",
                there.len()
            ));
        }
        _ => {}
    }
    Ok(())
}

pub(super) async fn append(case: &mut Case<'_>) -> Result<(), String> {
    let created = case
        .truth
        .session
        .create_page(&case.truth.home, "page")
        .await;
    let created = created.map_err(text)?;
    let document = document(case);
    let mut open = case.open().await?;
    let page = open.session.get_page(created.id()).await.map_err(text)?;
    open.begin(5, case.random);
    let result = page.append(document.clone()).await;
    case.faults = open.end();
    judge(case, &created, &document, &result, false).await
}

pub(super) async fn create_page(case: &mut Case<'_>) -> Result<(), String> {
    let document = document(case);
    let mut open = case.open().await?;
    let home = open
        .session
        .get_page(case.truth.home.id())
        .await
        .map_err(text)?;
    open.begin(5, case.random);
    let result = open
        .session
        .create_page(&home, "new")
        .content(document.clone())
        .await;
    case.faults = open.end();
    let home = case
        .truth
        .session
        .get_page(case.truth.home.id())
        .fresh()
        .await
        .map_err(text)?;
    let pages = home.subpages().await.map_err(text)?;
    let reported = match &result {
        Err(Error::PartlyWritten(_)) => Reported::Done,
        result => Reported::of(result),
    };
    case.find(created("the page", reported, pages.len()));
    match pages.first() {
        Some(page) => judge(case, page, &document, &result, true).await,
        None => Ok(()),
    }
}
