//! From checked JSON to blocks.

use notion_vocabulary::BlockType;
use notion_vocabulary::limits::MAX_REQUEST_BLOCKS;
use serde_json::Value;
use uuid::Uuid;

use super::MAX_DEPTH;
use super::kinds::{FieldKind, FieldSpec, Kind, kind};
use crate::error::{ApiError, Result};
use crate::parse;
use crate::state::id;
use crate::state::{FieldValue, FileSource, Icon, Workspace};

/// A block that is to be made, with what is in it.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) kind: &'static str,
    pub(crate) fields: Vec<(&'static str, FieldValue)>,
    pub(crate) children: Vec<Draft>,
}

/// Reads a list of blocks whose shape has been checked. `in_tab` says whether they go straight into a tab block.
pub(crate) fn drafts(
    value: Option<&Value>,
    workspace: &Workspace,
    in_tab: bool,
) -> Result<Vec<Draft>> {
    let mut count = 0;
    all(value, workspace, in_tab, &mut count)
}

fn all(
    value: Option<&Value>,
    workspace: &Workspace,
    in_tab: bool,
    count: &mut usize,
) -> Result<Vec<Draft>> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|block| {
            *count += 1;
            if *count > MAX_REQUEST_BLOCKS {
                // Choice: no source has the text.
                return Err(ApiError::validation(format!(
                    "The request holds too many blocks: at most {MAX_REQUEST_BLOCKS} can be created at once."
                )));
            }
            one(block, workspace, in_tab, count)
        })
        .collect()
}

fn one(block: &Value, workspace: &Workspace, in_tab: bool, count: &mut usize) -> Result<Draft> {
    let found = block
        .as_object()
        .into_iter()
        .flatten()
        .find_map(|(key, value)| Some((kind(key)?, value)));
    let Some((kind, payload)) = found else {
        return Err(ApiError::validation("A block should name its type."));
    };
    let fields = fields(kind, payload, workspace, in_tab)?;
    let children = all(
        payload.get("children"),
        workspace,
        kind.block == BlockType::Tab,
        count,
    )?;
    if kind.block == BlockType::Table {
        check_width(payload, &children)?;
    }
    Ok(Draft {
        kind: kind.name,
        fields,
        children,
    })
}

fn fields(
    kind: &'static Kind,
    payload: &Value,
    workspace: &Workspace,
    in_tab: bool,
) -> Result<Vec<(&'static str, FieldValue)>> {
    let mut fields = Vec::with_capacity(kind.fields.len());
    for spec in kind.fields {
        let value = match read(spec, payload, workspace)? {
            Some(value) if leads_nowhere(&value, spec, workspace) => {
                return Err(ApiError::invalid_address(kind.name));
            }
            Some(value) => value,
            None => default(spec),
        };
        if kind.block == BlockType::Paragraph
            && !in_tab
            && matches!(value, FieldValue::Icon(Some(_)))
        {
            return Err(ApiError::icon_outside_of_tab());
        }
        fields.push((spec.key, value));
    }
    if let Some(at) = fields.iter().position(|(key, _)| *key == "name") {
        let source = fields.iter().find_map(|(_, value)| match value {
            FieldValue::File(source) => Some(source.clone()),
            _ => None,
        });
        if let (Some((_, FieldValue::Word(name))), Some(source)) = (fields.get_mut(at), source)
            && name.is_empty()
        {
            *name = parse::file_name(&source, workspace);
        }
    }
    Ok(fields)
}

/// Returns true if an address is not one of the web: Notion takes no other.
pub(super) fn leads_nowhere(value: &FieldValue, spec: &FieldSpec, workspace: &Workspace) -> bool {
    let address = match value {
        FieldValue::Word(word) if spec.kind == FieldKind::Url => word,
        FieldValue::File(FileSource::External(url)) => url,
        _ => return false,
    };
    !workspace.importing && !parse::is_web_address(address)
}

/// The value of a key, where the payload has it.
pub(super) fn read(
    spec: &FieldSpec,
    payload: &Value,
    workspace: &Workspace,
) -> Result<Option<FieldValue>> {
    if spec.kind == FieldKind::File {
        let given = ["external", "file_upload", "file"]
            .iter()
            .any(|key| payload.get(key).is_some());
        return if given {
            parse::file(payload, workspace).map(|file| Some(FieldValue::File(file)))
        } else {
            Ok(None)
        };
    }
    if spec.kind == FieldKind::Link {
        return link(payload, workspace).map(Some);
    }
    let Some(value) = payload.get(spec.key) else {
        return Ok(None);
    };
    let word = || FieldValue::Word(value.as_str().unwrap_or_default().to_owned());
    Ok(Some(match spec.kind {
        FieldKind::Text => FieldValue::Text(parse::rich_text(value, workspace)?),
        FieldKind::Flag => FieldValue::Flag(value.as_bool().unwrap_or_default()),
        FieldKind::Icon(_) => FieldValue::Icon(parse::icon(value, workspace)?),
        FieldKind::Ratio | FieldKind::Width => FieldValue::Number(value.as_number().cloned()),
        FieldKind::Cells => {
            let cells: Result<Vec<_>> = value
                .as_array()
                .into_iter()
                .flatten()
                .map(|cell| parse::rich_text(cell, workspace))
                .collect();
            FieldValue::Cells(cells?)
        }
        FieldKind::SyncedFrom => {
            let original = value
                .get("block_id")
                .and_then(Value::as_str)
                .and_then(id::parse);
            if let Some(original) = original
                && !workspace.importing
                && !workspace.blocks.contains_key(&original)
            {
                return Err(workspace.not_found("block", original));
            }
            FieldValue::SyncedFrom(original)
        }
        FieldKind::Color
        | FieldKind::Language
        | FieldKind::Url
        | FieldKind::Expression
        | FieldKind::Name
        | FieldKind::File
        | FieldKind::Link => word(),
    }))
}

/// A block that is there already, with all that is in it, to be made once more. Pages and databases are left out.
pub(crate) fn copy(workspace: &Workspace, id: Uuid) -> Option<Draft> {
    copy_at(workspace, id, 0)
}

fn copy_at(workspace: &Workspace, id: Uuid, depth: usize) -> Option<Draft> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let block = workspace.blocks.get(&id)?;
    let children = workspace.children_of(id).into_iter();
    Some(Draft {
        kind: block.kind,
        fields: block.fields.clone(),
        children: children
            .filter_map(|child| copy_at(workspace, child, depth + 1))
            .collect(),
    })
}

/// A block of a type with these values, and for all else what there is without.
pub(crate) fn draft(name: &'static str, mut given: Vec<(&'static str, FieldValue)>) -> Draft {
    let specs = kind(name).map(|kind| kind.fields).unwrap_or_default();
    let fields = specs
        .iter()
        .map(
            |spec| match given.iter().position(|(key, _)| *key == spec.key) {
                Some(at) => given.swap_remove(at),
                None => (spec.key, default(spec)),
            },
        )
        .collect();
    Draft {
        kind: name,
        fields,
        children: Vec::new(),
    }
}

/// What a key holds that is not given. Choice for tables of contents: `default`, like all others.
fn default(spec: &FieldSpec) -> FieldValue {
    match spec.kind {
        FieldKind::Text => FieldValue::Text(Vec::new()),
        FieldKind::Color => FieldValue::Word("default".into()),
        FieldKind::Flag => FieldValue::Flag(false),
        FieldKind::Icon(emoji) => FieldValue::Icon(emoji.map(|emoji| Icon::Emoji(emoji.into()))),
        FieldKind::Language => FieldValue::Word("plain text".into()),
        FieldKind::Cells => FieldValue::Cells(Vec::new()),
        FieldKind::Ratio | FieldKind::Width => FieldValue::Number(None),
        FieldKind::SyncedFrom => FieldValue::SyncedFrom(None),
        FieldKind::File => FieldValue::File(FileSource::External(String::new())),
        FieldKind::Url | FieldKind::Expression | FieldKind::Name => FieldValue::Word(String::new()),
        FieldKind::Link => FieldValue::Link {
            kind: "page_id",
            id: Uuid::nil(),
        },
    }
}

fn link(payload: &Value, workspace: &Workspace) -> Result<FieldValue> {
    for kind in ["page_id", "database_id", "comment_id"] {
        let Some(id) = payload
            .get(kind)
            .and_then(Value::as_str)
            .and_then(id::parse)
        else {
            continue;
        };
        match kind {
            "page_id" => workspace.check_page(id)?,
            "database_id" => workspace.check_database(id)?,
            _ => {}
        }
        return Ok(FieldValue::Link { kind, id });
    }
    Err(ApiError::validation("A link should name what it leads to."))
}

/// Every row of a table has as many cells as the table has columns.
fn check_width(payload: &Value, rows: &[Draft]) -> Result<()> {
    let width = payload
        .get("table_width")
        .and_then(Value::as_u64)
        .and_then(|w| usize::try_from(w).ok());
    for row in rows {
        if let Some((_, FieldValue::Cells(cells))) = row.fields.first()
            && Some(cells.len()) != width
        {
            return Err(ApiError::table_width());
        }
    }
    Ok(())
}
