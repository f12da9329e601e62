//! Shapes that several requests share: rich text, icons, covers, dates, people.

use std::sync::LazyLock;

use notion_vocabulary::limits::{
    MAX_ARRAY_ELEMENTS, MAX_EQUATION_CHARACTERS, MAX_TEXT_CHARACTERS, MAX_URL_CHARACTERS,
};
use notion_vocabulary::{Color, IconColor, OptionColor};

use super::body::Body;
use super::parts::Reference;
use super::shape::{Field, Shape, optional, required};

static RICH_TEXT: LazyLock<Shape> =
    LazyLock::new(|| Shape::list_up_to(MAX_ARRAY_ELEMENTS, rich_text_item()));

/// Rich text.
pub(crate) fn rich_text() -> Shape {
    Shape::Shared(&RICH_TEXT)
}

/// Objects of which each has a key that says what it is, an optional `type` of that name, and shared keys.
pub(crate) fn tagged(arms: Vec<(&'static str, Shape)>, shared: impl Fn() -> Vec<Field>) -> Shape {
    Shape::Union(
        arms.into_iter()
            .map(|(key, shape)| {
                let mut fields = vec![required(key, shape), optional("type", type_name(key))];
                fields.extend(shared());
                Shape::Object(fields)
            })
            .collect(),
    )
}

/// The same without shared keys.
pub(crate) fn tagged_only(arms: Vec<(&'static str, Shape)>) -> Shape {
    tagged(arms, Vec::new)
}

/// One text and no other.
pub(crate) fn type_name(name: &'static str) -> Shape {
    // Shapes are made once, so the list of one may live for ever.
    Shape::OneOf(Box::leak(Box::new([name])))
}

/// `{id}`
pub(crate) fn reference() -> Shape {
    Reference::shape()
}

/// A URL in a text or a file.
pub(crate) fn url() -> Shape {
    Shape::text_up_to(MAX_URL_CHARACTERS)
}

/// An address that is a value of its own. An empty one is null.
pub(crate) fn address() -> Shape {
    Shape::Populated {
        max: MAX_URL_CHARACTERS,
    }
}

/// An equation.
pub(crate) fn expression() -> Shape {
    Shape::text_up_to(MAX_EQUATION_CHARACTERS)
}

fn rich_text_item() -> Shape {
    let link = Shape::Object(vec![
        required("url", url()),
        optional("type", type_name("url")),
    ]);
    let text = Shape::Object(vec![
        required("content", Shape::text_up_to(MAX_TEXT_CHARACTERS)),
        optional("link", Shape::nullable(link)),
    ]);
    let equation = Shape::Object(vec![required("expression", expression())]);
    tagged(
        vec![
            ("text", text),
            ("mention", mention()),
            ("equation", equation),
        ],
        || {
            vec![
                optional("annotations", annotations()),
                // Computed by Notion, and sent back by clients.
                optional("plain_text", Shape::Any),
                optional("href", Shape::Any),
            ]
        },
    )
}

fn mention() -> Shape {
    tagged_only(vec![
        ("user", user()),
        ("date", date()),
        ("page", reference()),
        ("database", reference()),
        (
            "template_mention",
            tagged_only(vec![
                ("template_mention_date", Shape::OneOf(&["today", "now"])),
                ("template_mention_user", Shape::OneOf(&["me"])),
            ]),
        ),
        ("custom_emoji", custom_emoji()),
    ])
}

fn custom_emoji() -> Shape {
    Shape::Object(vec![
        required("id", Shape::Uuid),
        optional("name", Shape::TEXT),
        optional("url", Shape::TEXT),
    ])
}

fn annotations() -> Shape {
    Shape::Object(vec![
        optional("bold", Shape::Bool),
        optional("italic", Shape::Bool),
        optional("strikethrough", Shape::Bool),
        optional("underline", Shape::Bool),
        optional("code", Shape::Bool),
        optional("color", Shape::OneOf(Color::WORDS)),
    ])
}

/// A user of a property or a mention. What else a user object holds may be sent back.
pub(crate) fn user() -> Shape {
    Shape::Object(vec![
        required("id", Shape::Uuid),
        optional("object", Shape::OneOf(&["user", "group"])),
        optional("name", Shape::Any),
        optional("avatar_url", Shape::Any),
        optional("type", Shape::Any),
        optional("person", Shape::Any),
        optional("bot", Shape::Any),
    ])
}

/// A date with an optional end and zone.
pub(crate) fn date() -> Shape {
    Shape::Object(vec![
        required("start", Shape::Date),
        optional("end", Shape::nullable(Shape::Date)),
        optional("time_zone", Shape::nullable(Shape::TEXT)),
    ])
}

/// `{url}`
pub(crate) fn external() -> Shape {
    Shape::Object(vec![required("url", url())])
}

/// An icon.
pub(crate) fn icon() -> Shape {
    let native = Shape::Object(vec![
        required("name", Shape::TEXT),
        optional("color", Shape::OneOf(IconColor::WORDS)),
    ]);
    tagged_only(vec![
        ("file_upload", reference()),
        ("emoji", Shape::Emoji),
        ("external", external()),
        ("custom_emoji", custom_emoji()),
        ("icon", native),
    ])
}

/// A cover.
pub(crate) fn cover() -> Shape {
    tagged_only(vec![("file_upload", reference()), ("external", external())])
}

/// The colour of an option.
pub(crate) fn option_color() -> Shape {
    Shape::OneOf(OptionColor::WORDS)
}
