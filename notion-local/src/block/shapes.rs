//! Shapes of blocks in requests, out of the table of types.

use std::sync::LazyLock;

use notion_vocabulary::limits::{MAX_ARRAY_ELEMENTS, MAX_TABLE_COLUMNS};
use notion_vocabulary::{BlockType, Color};
use serde_json::Value;

use super::build::{Draft, drafts};
use super::kinds::{Children, FieldKind, FieldSpec, KINDS, Kind, LANGUAGES, Need, kind};
use crate::error::Result;
use crate::exchange::Version;
use crate::state::Workspace;
use crate::validate::common::{
    expression, external, icon, reference, rich_text, tagged_only, type_name, url,
};
use crate::validate::{Body, Field, Shape, only_in, optional, required};

/// Blocks with nothing in them, with one level in them, and with two: the most that a request may hold.
static FLAT: LazyLock<Shape> = LazyLock::new(|| Shape::Union(arms(0)));
static ONE: LazyLock<Shape> = LazyLock::new(|| Shape::Union(arms(1)));
static TWO: LazyLock<Shape> = LazyLock::new(|| Shape::Union(arms(2)));

/// The new blocks of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BlocksBody<'a>(&'a Value);

impl<'a> Body<'a> for BlocksBody<'a> {
    fn shape() -> Shape {
        Shape::list_up_to(MAX_ARRAY_ELEMENTS, Shape::Shared(&TWO))
    }

    fn read(value: &'a Value) -> Option<Self> {
        Some(Self(value))
    }
}

impl<'a> BlocksBody<'a> {
    /// The blocks with all that is in them. `in_tab` says whether they go straight into a tab block.
    pub(crate) fn drafts(self, workspace: &Workspace, in_tab: bool) -> Result<Vec<Draft>> {
        drafts(Some(self.0), workspace, in_tab)
    }

    /// The names of their types.
    pub(crate) fn types(self) -> impl Iterator<Item = &'a str> {
        let blocks = self.0.as_array().into_iter().flatten();
        blocks.filter_map(|block| {
            let mut keys = block.as_object()?.keys();
            keys.find(|key| kind(key).is_some()).map(String::as_str)
        })
    }
}

/// The body of a change of a block.
pub(crate) fn update_shape() -> Shape {
    let trash = || {
        vec![
            optional("in_trash", Shape::Bool),
            only_in(Version::V2025, "archived", Shape::Bool),
        ]
    };
    let mut arms: Vec<Shape> = KINDS
        .iter()
        .filter(|kind| kind.block != BlockType::ColumnList)
        .map(|kind| {
            let mut fields = vec![
                required(kind.name, update_payload(kind)),
                optional("type", type_name(kind.name)),
            ];
            fields.extend(trash());
            Shape::Object(fields)
        })
        .collect();
    arms.push(Shape::Object(trash()));
    Shape::Union(arms)
}

fn arms(levels: u8) -> Vec<Shape> {
    KINDS
        .iter()
        .filter(|kind| allowed(kind, levels))
        .map(|kind| arm(kind, levels))
        .collect()
}

/// Columns need a level in them, lists of columns two, and tables one.
fn allowed(kind: &Kind, levels: u8) -> bool {
    match kind.name {
        "table" => levels > 0,
        "column_list" | "column" => levels > 1,
        _ => true,
    }
}

fn arm(kind: &'static Kind, levels: u8) -> Shape {
    Shape::Object(vec![
        required(kind.name, payload(kind, levels)),
        optional("type", type_name(kind.name)),
        optional("object", type_name("block")),
    ])
}

fn payload(kind: &'static Kind, levels: u8) -> Shape {
    if let [
        FieldSpec {
            kind: FieldKind::Link,
            ..
        },
    ] = kind.fields
    {
        return link();
    }
    if let Some(file) = kind
        .fields
        .iter()
        .find(|field| field.kind == FieldKind::File)
    {
        return files(kind, file);
    }
    let mut fields = fields(kind, |field| field.create);
    match kind.children {
        Children::None => {}
        Children::Any if levels == 0 => fields.push(optional("children", Shape::NoItems)),
        Children::Any => {
            let inner = if levels == 1 { &FLAT } else { &ONE };
            let children = Shape::list_up_to(MAX_ARRAY_ELEMENTS, Shape::Shared(inner));
            fields.push(if kind.block == BlockType::Column {
                required("children", children)
            } else {
                optional("children", children)
            });
        }
        Children::Only("paragraph") => {
            let inner = levels.saturating_sub(1);
            let paragraph = KINDS
                .iter()
                .find(|kind| kind.block == BlockType::Paragraph)
                .map(|kind| arm(kind, inner));
            let children = Shape::list_up_to(MAX_ARRAY_ELEMENTS, paragraph.unwrap_or(Shape::Any));
            fields.push(if levels == 0 {
                optional("children", Shape::NoItems)
            } else {
                required("children", children)
            });
        }
        Children::Only(name) => {
            let only = KINDS
                .iter()
                .find(|kind| kind.name == name)
                .map(|kind| arm(kind, levels));
            fields.push(required(
                "children",
                Shape::list_up_to(MAX_ARRAY_ELEMENTS, only.unwrap_or(Shape::Any)),
            ));
        }
    }
    Shape::Object(fields)
}

fn update_payload(kind: &'static Kind) -> Shape {
    if let [
        FieldSpec {
            kind: FieldKind::Link,
            ..
        },
    ] = kind.fields
    {
        return link();
    }
    let mut fields = fields(kind, |field| field.update);
    if kind
        .fields
        .iter()
        .any(|field| field.kind == FieldKind::File)
    {
        fields.push(optional("external", external()));
        fields.push(optional("file_upload", reference()));
    }
    if kind.children != Children::None {
        // Clients send the empty list that they read.
        fields.push(optional("children", Shape::NoItems));
    }
    Shape::Object(fields)
}

fn fields(kind: &'static Kind, need: impl Fn(&FieldSpec) -> Need) -> Vec<Field> {
    kind.fields
        .iter()
        .filter(|field| field.kind != FieldKind::File)
        .filter_map(|field| match need(field) {
            Need::Required => Some(required(field.key, shape(field.kind))),
            Need::Optional => Some(optional(field.key, shape(field.kind))),
            Need::No => None,
        })
        .collect()
}

fn shape(kind: FieldKind) -> Shape {
    match kind {
        FieldKind::Text => rich_text(),
        FieldKind::Color => Shape::OneOf(Color::WORDS),
        FieldKind::Flag => Shape::Bool,
        FieldKind::Icon(_) => icon(),
        FieldKind::Language => Shape::OneOf(LANGUAGES),
        FieldKind::Url => url(),
        FieldKind::Expression => expression(),
        FieldKind::Cells => Shape::list_up_to(MAX_ARRAY_ELEMENTS, rich_text()),
        FieldKind::Ratio => Shape::NUMBER,
        FieldKind::Width => Shape::Number {
            min: Some(1),
            max: Some(MAX_TABLE_COLUMNS as i64),
        },
        FieldKind::Name => Shape::TEXT,
        FieldKind::SyncedFrom => Shape::nullable(Shape::Object(vec![
            required("block_id", Shape::Uuid),
            optional("type", type_name("block_id")),
        ])),
        FieldKind::File | FieldKind::Link => Shape::Any,
    }
}

fn link() -> Shape {
    tagged_only(vec![
        ("page_id", Shape::Uuid),
        ("database_id", Shape::Uuid),
        ("comment_id", Shape::Uuid),
    ])
}

/// A file is external or an upload.
fn files(kind: &'static Kind, file: &FieldSpec) -> Shape {
    debug_assert_eq!(file.create, Need::Required);
    let arm = |key: &'static str, shape: Shape| {
        let mut all = vec![required(key, shape), optional("type", type_name(key))];
        all.extend(fields(kind, |field| field.create));
        Shape::Object(all)
    };
    Shape::Union(vec![
        arm("external", external()),
        arm("file_upload", reference()),
    ])
}
