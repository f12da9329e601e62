//! `files`.

use serde_json::Value;

use crate::error::Result;
use crate::parse;
use crate::render;
use crate::state::{Cell, NamedFile, Workspace};

pub(super) fn parse(value: &Value, workspace: &Workspace) -> Result<Option<Cell>> {
    let mut files = Vec::new();
    for file in value.as_array().into_iter().flatten() {
        let source = parse::web_file(file, workspace, "file")?;
        let name = file
            .get("name")
            .and_then(Value::as_str)
            .map_or_else(|| parse::file_name(&source, workspace), str::to_owned);
        files.push(NamedFile { name, source });
    }
    Ok((!files.is_empty()).then_some(Cell::Files(files)))
}

pub(super) fn render(workspace: &Workspace, cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::Files(files)) => files
            .iter()
            .map(|file| render::named_file(workspace, file))
            .collect(),
        _ => Value::Array(Vec::new()),
    }
}
