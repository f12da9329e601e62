//! Changes of blocks: the payload is replaced key by key.

use notion_vocabulary::BlockType;
use serde_json::Value;

use super::build::{leads_nowhere, read};
use super::kinds::{FieldKind, kind};
use crate::error::{ApiError, Result};
use crate::state::{Block, FieldValue, Parent, Workspace};

/// The fields of a block after a change, whose shape has been checked.
pub(crate) fn update(
    workspace: &Workspace,
    block: &Block,
    given: &str,
    payload: &Value,
) -> Result<Vec<(&'static str, FieldValue)>> {
    if given != block.kind {
        return Err(ApiError::expected_block_type(block.kind));
    }
    let Some(kind) = kind(block.kind) else {
        return Ok(block.fields.clone());
    };
    let mut fields = block.fields.clone();
    for spec in kind.fields {
        let Some(value) = read_changed(spec, payload, workspace)? else {
            continue;
        };
        if leads_nowhere(&value, spec, workspace) {
            return Err(ApiError::invalid_address(kind.name));
        }
        if kind.block == BlockType::Paragraph
            && matches!(value, FieldValue::Icon(Some(_)))
            && !in_tab(workspace, block)
        {
            return Err(ApiError::icon_outside_of_tab());
        }
        if let FieldValue::Cells(cells) = &value
            && cells.len() != width(workspace, block).unwrap_or(cells.len())
        {
            return Err(ApiError::table_width());
        }
        let value = match (spec.kind, value) {
            (FieldKind::Name, FieldValue::Word(name)) => {
                FieldValue::Word(with_extension(block, name))
            }
            (_, value) => value,
        };
        match fields.iter_mut().find(|(key, _)| *key == spec.key) {
            Some((_, field)) => *field = value,
            None => fields.push((spec.key, value)),
        }
    }
    Ok(fields)
}

fn read_changed(
    spec: &super::kinds::FieldSpec,
    payload: &Value,
    workspace: &Workspace,
) -> Result<Option<FieldValue>> {
    read(spec, payload, workspace)
}

fn in_tab(workspace: &Workspace, block: &Block) -> bool {
    matches!(block.parent, Parent::Block(id) if workspace.blocks.get(&id).is_some_and(|parent| parent.kind == "tab"))
}

/// The number of columns of the table that a row is in.
fn width(workspace: &Workspace, row: &Block) -> Option<usize> {
    let Parent::Block(table) = row.parent else {
        return None;
    };
    match workspace.blocks.get(&table)?.field("table_width")? {
        FieldValue::Number(Some(width)) => {
            width.as_u64().and_then(|width| usize::try_from(width).ok())
        }
        _ => None,
    }
}

/// A file that is renamed keeps its extension.
fn with_extension(block: &Block, name: String) -> String {
    let Some(FieldValue::Word(before)) = block.field("name") else {
        return name;
    };
    match before.rsplit_once('.') {
        Some((_, extension)) if !name.ends_with(&format!(".{extension}")) => {
            format!("{name}.{extension}")
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::id::IdKind;

    #[test]
    fn a_renamed_file_keeps_its_extension() {
        let (mut workspace, home) = Workspace::fresh(0);
        let block = Block {
            id: workspace.ids.made(IdKind::Block),
            parent: Parent::Page(home),
            history: workspace.new_history(),
            in_trash: false,
            kind: "file",
            fields: vec![("name", FieldValue::Word("robots.txt".into()))],
        };
        assert_eq!(with_extension(&block, "my_robot".into()), "my_robot.txt");
        assert_eq!(
            with_extension(&block, "my_robot.txt".into()),
            "my_robot.txt"
        );
    }
}
