//! Shapes of property values and of property configurations.

use std::sync::LazyLock;

use notion_vocabulary::limits::{
    MAX_ARRAY_ELEMENTS, MAX_CONTACT_CHARACTERS, MAX_DESCRIPTION_CHARACTERS,
    MAX_OPTION_NAME_CHARACTERS, MAX_OPTIONS, MAX_VALUE_ELEMENTS,
};
use notion_vocabulary::{PropertyType, RollupFunction};

use super::common::{self, option_color, reference, rich_text, tagged, type_name};
use super::shape::{Field, Shape, optional, required};

static VALUE: LazyLock<Shape> = LazyLock::new(value);
static CONFIG: LazyLock<Shape> = LazyLock::new(|| Shape::Union(configs(false)));
static CONFIG_UPDATE: LazyLock<Shape> = LazyLock::new(|| {
    let mut arms = configs(true);
    arms.push(Shape::Object(vec![
        required("name", Shape::TEXT),
        optional("id", Shape::TEXT),
        optional("description", description()),
    ]));
    Shape::nullable(Shape::Union(arms))
});

/// The `properties` of a page.
pub(crate) fn values() -> Shape {
    Shape::map(Shape::Shared(&VALUE))
}

/// The `properties` of a new data source.
pub(crate) fn config_map() -> Shape {
    Shape::map(Shape::Shared(&CONFIG))
}

/// The `properties` of a change of a data source: configurations, new names, or null.
pub(crate) fn config_changes() -> Shape {
    Shape::map(Shape::Shared(&CONFIG_UPDATE))
}

fn value() -> Shape {
    let text = |max| Shape::nullable(Shape::Populated { max });
    let place = Shape::Object(vec![
        required("lat", Shape::NUMBER),
        required("lon", Shape::NUMBER),
        optional("name", Shape::nullable(Shape::TEXT)),
        optional("address", Shape::nullable(Shape::TEXT)),
        optional("aws_place_id", Shape::nullable(Shape::TEXT)),
        optional("google_place_id", Shape::nullable(Shape::TEXT)),
    ]);
    let verification = Shape::Union(vec![
        Shape::Object(vec![
            required("state", Shape::OneOf(&["verified"])),
            optional("date", Shape::nullable(common::date())),
            optional("verified_by", Shape::Any),
        ]),
        Shape::Object(vec![
            required("state", Shape::OneOf(&["unverified"])),
            optional("date", Shape::Any),
            optional("verified_by", Shape::Any),
        ]),
    ]);
    let arms = tagged(
        vec![
            ("title", rich_text()),
            ("rich_text", rich_text()),
            ("number", Shape::nullable(Shape::NUMBER)),
            ("url", Shape::nullable(common::address())),
            ("select", Shape::nullable(option_value())),
            (
                "multi_select",
                Shape::list_up_to(MAX_VALUE_ELEMENTS, option_value()),
            ),
            (
                "people",
                Shape::list_up_to(MAX_VALUE_ELEMENTS, common::user()),
            ),
            ("email", text(MAX_CONTACT_CHARACTERS)),
            ("phone_number", text(MAX_CONTACT_CHARACTERS)),
            ("date", Shape::nullable(common::date())),
            ("checkbox", Shape::Bool),
            (
                "relation",
                Shape::list_up_to(MAX_VALUE_ELEMENTS, reference()),
            ),
            ("files", Shape::list_up_to(MAX_ARRAY_ELEMENTS, file())),
            ("status", Shape::nullable(option_value())),
            ("place", Shape::nullable(place)),
            ("verification", verification),
        ],
        || {
            // Parts of what Notion shows, which clients send back.
            vec![
                optional("id", Shape::TEXT),
                optional("has_more", Shape::Bool),
            ]
        },
    );
    let Shape::Union(mut arms) = arms else {
        return arms;
    };
    // A title may be a list of runs without an object around it.
    arms.push(rich_text());
    Shape::Union(arms)
}

fn option_value() -> Shape {
    let fields = |by: &'static str, other: &'static str| {
        Shape::Object(vec![
            required(by, Shape::text_up_to(MAX_OPTION_NAME_CHARACTERS)),
            optional(other, Shape::text_up_to(MAX_OPTION_NAME_CHARACTERS)),
            optional("color", option_color()),
            optional("description", Shape::nullable(Shape::TEXT)),
        ])
    };
    Shape::Union(vec![fields("id", "name"), fields("name", "id")])
}

fn file() -> Shape {
    let hosted = Shape::Object(vec![
        required("url", Shape::TEXT),
        optional("expiry_time", Shape::TEXT),
    ]);
    let arm = |key, shape, name: Field| {
        Shape::Object(vec![
            required(key, shape),
            name,
            optional("type", type_name(key)),
        ])
    };
    Shape::Union(vec![
        arm("file", hosted, required("name", Shape::TEXT)),
        arm(
            "external",
            common::external(),
            required("name", Shape::TEXT),
        ),
        arm("file_upload", reference(), optional("name", Shape::TEXT)),
    ])
}

fn description() -> Shape {
    Shape::nullable(Shape::text_up_to(MAX_DESCRIPTION_CHARACTERS))
}

fn configs(update: bool) -> Vec<Shape> {
    let mut arms = vec![
        (
            "number",
            Shape::Object(vec![optional("format", Shape::TEXT)]),
        ),
        (
            "formula",
            Shape::Object(vec![optional("expression", Shape::TEXT)]),
        ),
        ("select", options(update)),
        ("multi_select", options(update)),
        ("status", options(update)),
        ("relation", relation()),
        ("rollup", rollup()),
        (
            "unique_id",
            Shape::Object(vec![optional("prefix", Shape::nullable(Shape::TEXT))]),
        ),
    ];
    let plain = PropertyType::ALL
        .iter()
        .filter(|property| !property.has_settings() && (property.is_addable() || !update));
    arms.extend(plain.map(|property| (property.as_str(), Shape::empty())));
    let shared = || {
        let mut fields = vec![optional("description", description())];
        if update {
            fields.push(optional("name", Shape::TEXT));
            fields.push(optional("id", Shape::TEXT));
        }
        fields
    };
    match tagged(arms, shared) {
        Shape::Union(arms) => arms,
        other => vec![other],
    }
}

fn options(update: bool) -> Shape {
    let name = Shape::text_up_to(MAX_OPTION_NAME_CHARACTERS);
    let rest = || {
        vec![
            optional("color", option_color()),
            optional(
                "description",
                Shape::nullable(Shape::text_up_to(MAX_DESCRIPTION_CHARACTERS)),
            ),
        ]
    };
    let by = |mut fields: Vec<Field>| {
        fields.extend(rest());
        Shape::Object(fields)
    };
    let option = if update {
        Shape::Union(vec![
            by(vec![
                required("name", Shape::text_up_to(MAX_OPTION_NAME_CHARACTERS)),
                optional("id", Shape::TEXT),
            ]),
            by(vec![required("id", Shape::TEXT), optional("name", name)]),
        ])
    } else {
        by(vec![required("name", name)])
    };
    Shape::Object(vec![optional(
        "options",
        Shape::list_up_to(MAX_OPTIONS, option),
    )])
}

fn relation() -> Shape {
    let dual = Shape::Object(vec![
        optional("synced_property_id", Shape::TEXT),
        optional("synced_property_name", Shape::TEXT),
    ]);
    tagged(
        vec![("single_property", Shape::empty()), ("dual_property", dual)],
        || vec![required("data_source_id", Shape::Uuid)],
    )
}

fn rollup() -> Shape {
    // One of each pair is needed. Both are what clients send back that have read them.
    let arm = |relation: [&'static str; 2], target: [&'static str; 2]| {
        Shape::Object(vec![
            required(relation[0], Shape::TEXT),
            required(target[0], Shape::TEXT),
            optional(relation[1], Shape::TEXT),
            optional(target[1], Shape::TEXT),
            required("function", Shape::OneOf(RollupFunction::WORDS)),
        ])
    };
    let relation = ["relation_property_name", "relation_property_id"];
    let target = ["rollup_property_name", "rollup_property_id"];
    let turned = |pair: [&'static str; 2]| [pair[1], pair[0]];
    Shape::Union(vec![
        arm(relation, target),
        arm(turned(relation), target),
        arm(relation, turned(target)),
        arm(turned(relation), turned(target)),
    ])
}
