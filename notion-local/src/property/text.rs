//! `title` and `rich_text`.

use std::borrow::Cow;

use serde_json::Value;

use crate::error::Result;
use crate::parse;
use crate::property::context::ValueContext;
use crate::render;
use crate::state::{Cell, Content, Run, Workspace, text};

pub(super) fn parse(value: &Value, context: &mut ValueContext<'_>) -> Result<Option<Cell>> {
    let runs = parse::rich_text(value, context.workspace)?;
    Ok((!runs.is_empty()).then_some(Cell::Text(runs)))
}

pub(super) fn render(workspace: &Workspace, cell: Option<&Cell>) -> Value {
    render::rich_text(workspace, runs(cell))
}

/// The plain text.
pub(super) fn read<'a>(workspace: &Workspace, cell: Option<&'a Cell>) -> Cow<'a, str> {
    match runs(cell) {
        [] => Cow::Borrowed(""),
        [
            Run {
                content: Content::Text { content, .. },
                ..
            },
        ] => Cow::Borrowed(content),
        runs => Cow::Owned(text::plain(workspace, runs)),
    }
}

/// The runs of a cell.
pub(crate) fn runs(cell: Option<&Cell>) -> &[Run] {
    match cell {
        Some(Cell::Text(runs)) => runs,
        _ => &[],
    }
}
