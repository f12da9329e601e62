//! How a property differs from what a schema says of it: the one comparison that binding and plans share.

use std::fmt;

use notion_formula::{Formula, Reach, Reference};
use notion_model::{SchemaKind, SelectOption};

use crate::schema::{NodeKind, PropertyNode, SchemaNode, Target};

/// One thing in which a property differs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Drift {
    /// It is of another type.
    Type { found: String, wanted: String },
    /// A setting says something else.
    Setting {
        setting: Setting,
        found: String,
        wanted: String,
    },
    /// It has not this option.
    LacksOption(SelectOption),
    /// An option has another colour.
    OptionColor {
        option: String,
        found: String,
        wanted: String,
    },
    /// An option of a status is in another group.
    OptionGroup {
        option: String,
        found: String,
        wanted: String,
    },
}

/// A setting of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Format,
    Prefix,
    Target,
    /// Whether a relation has another side, and what that is called.
    Sides,
    Rollup,
    Formula,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Setting::Format => "format",
            Setting::Prefix => "prefix",
            Setting::Target => "target",
            Setting::Sides => "relation",
            Setting::Rollup => "rollup",
            Setting::Formula => "formula",
        })
    }
}

/// The property of a data source that a schema means: by its id where the schema says one, else by its name.
pub(super) fn find<'l>(live: &'l SchemaNode, wanted: &PropertyNode) -> Option<&'l PropertyNode> {
    match &wanted.id {
        Some(id) => {
            let mut properties = live.properties.iter();
            properties.find(|live| live.id.as_ref() == Some(id))
        }
        None => live.property(&wanted.name),
    }
}

/// In what a property differs. What Notion has in addition is no difference: people add options.
pub(super) fn compare(wanted: &PropertyNode, found: &PropertyNode) -> Vec<Drift> {
    let (wanted_wire, found_wire) = (wanted.kind.wire(), found.kind.wire());
    if wanted_wire != found_wire {
        return vec![Drift::Type {
            found: found_wire.to_owned(),
            wanted: wanted_wire.to_owned(),
        }];
    }
    match (&wanted.kind, &found.kind) {
        (NodeKind::Plain(SchemaKind::Select(one)), NodeKind::Plain(SchemaKind::Select(other)))
        | (
            NodeKind::Plain(SchemaKind::MultiSelect(one)),
            NodeKind::Plain(SchemaKind::MultiSelect(other)),
        ) => options(&one.options, &other.options),
        (NodeKind::Plain(SchemaKind::Status(one)), NodeKind::Plain(SchemaKind::Status(other))) => {
            let mut drifts = options(&one.options, &other.options);
            drifts.extend(groups(&wanted.groups, &found.groups));
            drifts
        }
        _ => setting(wanted, found).into_iter().collect(),
    }
}

/// The setting that differs, of the types that have one.
fn setting(wanted: &PropertyNode, found: &PropertyNode) -> Option<Drift> {
    // A property of another schema may go by its id, too, whatever it is called there.
    let refers_to_same = wanted.refers_to.is_some() && wanted.refers_to == found.refers_to;
    let differ = |setting: Setting, found: &str, wanted: &str| {
        (found != wanted).then(|| Drift::Setting {
            setting,
            found: found.to_owned(),
            wanted: wanted.to_owned(),
        })
    };
    match (&wanted.kind, &found.kind) {
        (NodeKind::Plain(wanted), NodeKind::Plain(found)) => match (wanted, found) {
            (SchemaKind::Number(wanted), SchemaKind::Number(found)) => {
                let (wanted, found) = (wanted.format.as_ref()?, found.format.as_ref()?);
                differ(Setting::Format, found.as_str(), wanted.as_str())
            }
            (SchemaKind::UniqueId(wanted), SchemaKind::UniqueId(found)) => {
                let wanted = wanted.prefix.as_deref()?;
                let found = found.prefix.as_deref().unwrap_or("none");
                differ(Setting::Prefix, found, wanted)
            }
            _ => None,
        },
        (
            NodeKind::Relation {
                target: wanted,
                back: wanted_back,
            },
            NodeKind::Relation {
                target: found,
                back: found_back,
            },
        ) => match (wanted, found) {
            (Target::DataSource(wanted), Target::DataSource(found)) if wanted != found => {
                differ(Setting::Target, &found.to_string(), &wanted.to_string())
            }
            _ if refers_to_same => None,
            _ => differ(
                Setting::Sides,
                &side(found_back.as_deref()),
                &side(wanted_back.as_deref()),
            ),
        },
        (
            NodeKind::Rollup {
                function: f,
                relation: r,
                property: p,
            },
            NodeKind::Rollup {
                function,
                relation,
                property,
            },
        ) => {
            let found = if refers_to_same { p } else { property };
            differ(
                Setting::Rollup,
                &format!("{function}({relation}.{found})"),
                &format!("{f}({r}.{p})"),
            )
        }
        (NodeKind::Formula { expression: wanted }, NodeKind::Formula { expression: found }) => {
            if same_formula(wanted, found) {
                return None;
            }
            differ(Setting::Formula, found, wanted)
        }
        _ => None,
    }
}

/// What a relation's other side is, in words.
pub(super) fn side(back: Option<&str>) -> String {
    match back {
        Some(back) => format!("two-way with \"{back}\""),
        None => "one-way".to_owned(),
    }
}

/// Options that the schema has and Notion does not, and those of another colour.
fn options(wanted: &[SelectOption], found: &[SelectOption]) -> Vec<Drift> {
    let drift = |option: &SelectOption| {
        let Some(live) = found.iter().find(|live| live.name == option.name) else {
            return Some(Drift::LacksOption(option.clone()));
        };
        let (wanted, found) = (option.color.as_ref()?, live.color.as_ref()?);
        (wanted != found).then(|| Drift::OptionColor {
            option: option.name.clone(),
            found: found.to_string(),
            wanted: wanted.to_string(),
        })
    };
    wanted.iter().filter_map(drift).collect()
}

/// Options that are in another group of a status than the schema says. Those that are not there at
/// all are told as such.
fn groups<'a>(
    wanted: &'a [(String, String)],
    found: &'a [(String, String)],
) -> impl Iterator<Item = Drift> + 'a {
    wanted.iter().filter_map(|(option, wanted)| {
        let (_, found) = found.iter().find(|(live, _)| live == option)?;
        (found != wanted).then(|| Drift::OptionGroup {
            option: option.clone(),
            found: found.clone(),
            wanted: wanted.clone(),
        })
    })
}

/// Returns true if two formulas mean the same, as far as their form tells. Properties of other pages stand
/// in Notion by ids that only the other data source explains; they count as the same.
fn same_formula(wanted: &str, found: &str) -> bool {
    let normal = |text: &str| {
        let formula = Formula::parse(text).ok()?;
        let own = formula.rename(|mention| match mention.reach {
            Reach::Own => None,
            Reach::Other => Some(Reference::Name(String::new())),
        });
        Some(own.normal())
    };
    match (normal(wanted), normal(found)) {
        (Some(wanted), Some(found)) => wanted == found,
        _ => wanted == found,
    }
}

/// A property's kind and settings, in a few words.
pub(super) fn describe(property: &PropertyNode) -> String {
    let options = |options: &[SelectOption]| {
        let names: Vec<_> = options
            .iter()
            .map(|option| format!("\"{}\"", option.name))
            .collect();
        names.join(", ")
    };
    let wire = property.kind.wire();
    let settings = match &property.kind {
        NodeKind::Plain(SchemaKind::Number(number)) => number
            .format
            .as_ref()
            .map(|format| format.as_str().to_owned()),
        NodeKind::Plain(SchemaKind::Select(select) | SchemaKind::MultiSelect(select)) => {
            Some(options(&select.options))
        }
        NodeKind::Plain(SchemaKind::Status(status)) => Some(options(&status.options)),
        NodeKind::Plain(SchemaKind::UniqueId(id)) => id.prefix.clone(),
        NodeKind::Relation {
            back: Some(back), ..
        } => Some(format!("two-way with \"{back}\"")),
        NodeKind::Rollup {
            function,
            relation,
            property,
        } => Some(format!("{function}({relation}.{property})")),
        NodeKind::Formula { expression } => Some(expression.clone()),
        _ => None,
    };
    match settings.filter(|settings| !settings.is_empty()) {
        Some(settings) => format!("{wire}: {settings}"),
        None => wire.to_owned(),
    }
}
