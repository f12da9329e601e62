//! Each property as a field, or the reason why it is none.

use std::cell::RefCell;
use std::collections::HashMap;

use notion_session::model::{
    DataSource, File, FileKind, Icon, IconColor, IconKind, NumberFormat, PropertyId,
    PropertySchema, SchemaKind, SelectOption,
};
use notion_session::schema::{NodeKind, PropertyNode, SchemaNode, Target};

use super::field::Field;
use super::names::{Taken, bare, in_notion};
use super::write::{Item, Member, comment, description, literal};
use super::{Style, formula, options, relate};

/// Data sources on their way to structs: what everything is called, and what has been settled of it.
pub(super) struct Settling {
    sources: Vec<DataSource>,
    style: Style,
    nodes: Vec<SchemaNode>,
    schemas: Vec<String>,
    fields: Vec<Vec<String>>,
    /// The enums of options, by the places of the source and the property.
    enums: HashMap<(usize, usize), String>,
    settled: RefCell<HashMap<(usize, usize), Option<Settled>>>,
}

/// What has become of a property.
#[derive(Debug, Clone)]
pub(super) enum Settled {
    Field(Field),
    /// It is left out, for this reason.
    Left(String),
}

impl Settling {
    pub(super) fn new(sources: &[DataSource], style: Style) -> Settling {
        let sources: Vec<_> = sources.iter().map(sorted).collect();
        let nodes: Vec<_> = sources.iter().map(SchemaNode::live).collect();
        let mut types = Taken::default();
        let schemas: Vec<_> = nodes.iter().map(|node| types.schema(&node.title)).collect();
        let mut enums = HashMap::new();
        let mut fields = Vec::new();
        for (source, node) in nodes.iter().enumerate() {
            let mut taken = Taken::default();
            for (at, property) in node.properties.iter().enumerate() {
                if options_of(property).is_some() {
                    enums.insert(
                        (source, at),
                        types.options(&schemas[source], &property.name),
                    );
                }
            }
            let names = node
                .properties
                .iter()
                .map(|property| taken.field(&property.name));
            fields.push(names.collect());
        }
        Settling {
            sources,
            style,
            nodes,
            schemas,
            fields,
            enums,
            settled: RefCell::default(),
        }
    }

    /// The struct of a data source, and its enums.
    pub(super) fn items(&self, source: usize) -> Vec<Item> {
        let node = &self.nodes[source];
        let (doc, described) = description(&node.description);
        let mut schema = Item {
            doc,
            derives: "NotionSchema, Clone, Debug, Default",
            attributes: self.database(source, described),
            keyword: "struct",
            ident: self.schemas[source].clone(),
            ..Item::default()
        };
        let mut enums = Vec::new();
        for (at, property) in node.properties.iter().enumerate() {
            schema.members.push(self.member(source, at));
            if let (Some(options), Some(ident), true) = (
                options_of(property),
                self.enums.get(&(source, at)),
                self.is_field(source, at),
            ) {
                let field = format!("[`{}::{}`]", schema.ident, bare(&self.fields[source][at]));
                enums.push(options::item(ident, &field, property, options));
            }
        }
        std::iter::once(schema).chain(enums).collect()
    }

    pub(super) fn node(&self, source: usize) -> &SchemaNode {
        &self.nodes[source]
    }

    /// The struct's name.
    pub(super) fn schema(&self, source: usize) -> &str {
        &self.schemas[source]
    }

    /// The field's name.
    pub(super) fn field(&self, source: usize, property: usize) -> &str {
        &self.fields[source][property]
    }

    /// Where a relation leads, among the data sources at hand.
    pub(super) fn place(&self, target: &Target) -> Option<usize> {
        let Target::DataSource(id) = target else {
            return None;
        };
        self.sources.iter().position(|source| source.id == *id)
    }

    /// What to call where a relation leads.
    pub(super) fn name_of(&self, target: &Target) -> String {
        match target {
            Target::DataSource(id) => format!("the data source {id}"),
            _ => "another database".to_owned(),
        }
    }

    /// The name of the property that a stored formula has a token for:
    /// `notion:block_property:<id>:<data source>:<workspace>`.
    pub(super) fn named(&self, token: &str) -> Option<String> {
        let mut parts = token.split(':').skip(2);
        let (id, source) = (PropertyId::from(parts.next()?), parts.next()?);
        let mut sources = self.sources.iter();
        let source = sources.find(|it| it.id.to_string() == source)?;
        let mut properties = source.properties.values();
        let found = properties.find(|property| property.id == id)?;
        Some(found.name.clone())
    }

    pub(super) fn is_two_way(&self, source: usize, property: usize) -> bool {
        let property = self.sources[source].properties.values().nth(property);
        property.is_some_and(|property| relate::is_two_way(&property.kind))
    }

    pub(super) fn is_field(&self, source: usize, property: usize) -> bool {
        self.settled_field(source, property).is_some()
    }

    pub(super) fn settled_field(&self, source: usize, property: usize) -> Option<Field> {
        match self.settle(source, property) {
            Settled::Field(field) => Some(field),
            Settled::Left(_) => None,
        }
    }

    fn settle(&self, source: usize, property: usize) -> Settled {
        let place = (source, property);
        let known = self.settled.borrow().get(&place).cloned();
        match known {
            Some(Some(settled)) => return settled,
            Some(None) => return Settled::Left("it needs its own result".to_owned()),
            None => {}
        }
        self.settled.borrow_mut().insert(place, None);
        let settled = self.decide(source, property);
        self.settled
            .borrow_mut()
            .insert(place, Some(settled.clone()));
        settled
    }

    fn decide(&self, source: usize, at: usize) -> Settled {
        let property = &self.nodes[source].properties[at];
        if property.name.trim().is_empty() {
            return Settled::Left("it has no name".to_owned());
        }
        let once = ["title", "unique_id"].contains(&property.kind.wire());
        let before = &self.nodes[source].properties[..at];
        if once
            && before
                .iter()
                .any(|it| it.kind.wire() == property.kind.wire())
        {
            return Settled::Left(format!("a database has one {}", property.kind.wire()));
        }
        match &property.kind {
            NodeKind::Plain(kind) => self.plain(source, at, kind),
            NodeKind::Relation { .. } => relate::settle(self, source, at),
            NodeKind::Rollup { .. } => relate::rollup(self, source, at),
            NodeKind::Formula { expression } => formula::settle(self, source, at, expression),
            NodeKind::Undefined(wire) => {
                Settled::Left(format!("Notion does not say what the {wire} computes"))
            }
        }
    }

    fn plain(&self, source: usize, at: usize, kind: &SchemaKind) -> Settled {
        let options = || self.enums.get(&(source, at)).cloned().unwrap_or_default();
        let text = |attribute: &str, plain| Field {
            plain: Some(plain),
            ..Field::of("Option<String>").attribute(attribute)
        };
        Settled::Field(match kind {
            SchemaKind::Title(_) => Field {
                plain: Some("Title"),
                ..Field::of("String").attribute("title")
            },
            SchemaKind::RichText(_) => Field::of("String"),
            SchemaKind::Number(number) => {
                let field = Field::of("Option<f64>");
                match &number.format {
                    None | Some(NumberFormat::Number) => field,
                    Some(NumberFormat::Unknown(format)) => {
                        field.note(format!("Its format, {format:?}, is not known here."))
                    }
                    Some(format) => field.attribute(format!("number = {format}")),
                }
            }
            SchemaKind::Select(_) => Field::of(format!("Option<{}>", options())),
            SchemaKind::MultiSelect(_) => Field::of(format!("Vec<{}>", options())),
            SchemaKind::Status(_) => Field {
                plain: Some("Status"),
                ..Field::of(format!("Option<{}>", options())).attribute("status")
            },
            SchemaKind::Date(_) => Field::of("Option<DateRange>"),
            SchemaKind::People(_) => Field::of("People"),
            SchemaKind::Files(_) => Field::of("Files"),
            SchemaKind::Checkbox(_) => Field::of("bool"),
            SchemaKind::Url(_) => text("url", "Option<notion_session::schema::Url>"),
            SchemaKind::Email(_) => text("email", "Option<notion_session::schema::Email>"),
            SchemaKind::PhoneNumber(_) => text(
                "phone_number",
                "Option<notion_session::schema::PhoneNumber>",
            ),
            SchemaKind::CreatedTime(_) => Field::of("CreatedTime"),
            SchemaKind::CreatedBy(_) => Field::of("CreatedBy"),
            SchemaKind::LastEditedTime(_) => Field::of("LastEditedTime"),
            SchemaKind::LastEditedBy(_) => Field::of("LastEditedBy"),
            SchemaKind::UniqueId(id) => {
                let field = Field::of("UniqueId");
                match id.prefix.as_deref() {
                    Some(prefix) if !prefix.is_empty() => {
                        field.attribute(format!("prefix = {}", literal(prefix)))
                    }
                    _ => field,
                }
            }
            SchemaKind::Place(_) => Field::of("Option<Place>"),
            SchemaKind::Verification(_) => Field::of("Option<Verification>"),
            other => {
                let wire = other.type_name();
                return Settled::Left(match wire {
                    "button" => "Notion's API neither creates buttons nor reads them".to_owned(),
                    wire => format!("properties of the type {wire:?} are not known here"),
                });
            }
        })
    }

    fn member(&self, source: usize, at: usize) -> Member {
        let property = &self.nodes[source].properties[at];
        let field = match self.settle(source, at) {
            Settled::Field(field) => field,
            Settled::Left(why) => {
                return Member {
                    notes: vec![comment(&format!("{:?} is left out: {why}.", property.name))],
                    ..Member::default()
                };
            }
        };
        let ident = &self.fields[source][at];
        let (doc, described) = description(&property.description);
        let name = (in_notion(ident) != property.name)
            .then(|| format!("name = {}", literal(&property.name)));
        let id = property.id.as_ref().filter(|_| self.style.ids);
        let id = id.map(|id| format!("id = {}", literal(id.as_str())));
        let mut attributes = field.attributes;
        let rest = attributes.split_off(usize::from(
            attributes.first().is_some_and(|it| it == "title"),
        ));
        attributes.extend([name, id, described].into_iter().flatten());
        attributes.extend(rest);
        Member {
            notes: field.notes.iter().map(|note| comment(note)).collect(),
            doc,
            attributes,
            declaration: Some(format!("pub {ident}: {}", field.ty)),
        }
    }

    /// What the attributes of the struct say.
    fn database(&self, source: usize, described: Option<String>) -> Vec<String> {
        let node = &self.nodes[source];
        let mut attributes = Vec::new();
        if in_notion(&self.schemas[source]) != node.title {
            attributes.push(format!("title = {}", literal(&node.title)));
        }
        attributes.extend(described);
        let icon = node.icon.as_ref().and_then(icon);
        attributes.extend(icon.map(|icon| format!("icon = {}", literal(&icon))));
        if node.inline {
            attributes.push("inline".to_owned());
        } else if let Some(cover) = node.cover.as_ref().and_then(cover) {
            attributes.push(format!("cover = {}", literal(&cover)));
        }
        attributes
    }
}

/// A data source with its title first, and the other properties by their names. Notion's own order says nothing, and
/// a file that is pulled again should differ by what has changed.
fn sorted(source: &DataSource) -> DataSource {
    let mut source = source.clone();
    let is_title = |property: &PropertySchema| matches!(property.kind, SchemaKind::Title(_));
    source.properties.sort_by(|a, x, b, y| {
        let by_title = is_title(y).cmp(&is_title(x));
        by_title.then_with(|| a.cmp(b))
    });
    source
}

/// The options of a property that has some.
fn options_of(property: &PropertyNode) -> Option<&[SelectOption]> {
    match &property.kind {
        NodeKind::Plain(SchemaKind::Select(select) | SchemaKind::MultiSelect(select)) => {
            Some(&select.options)
        }
        NodeKind::Plain(SchemaKind::Status(status)) => Some(&status.options),
        _ => None,
    }
}

/// An icon as the derive takes it; those that were uploaded it does not.
fn icon(icon: &Icon) -> Option<String> {
    match &icon.kind {
        IconKind::Emoji(emoji) => (!emoji.is_ascii()).then(|| emoji.clone()),
        IconKind::External(file) => is_address(&file.url).then(|| file.url.clone()),
        IconKind::Native(native) => match &native.color {
            _ if native.name.trim().is_empty() || native.name.contains(':') => None,
            None | Some(IconColor::Unknown(_)) => Some(native.name.clone()),
            Some(color) => Some(format!("{}:{color}", native.name)),
        },
        _ => None,
    }
}

fn cover(cover: &File) -> Option<String> {
    match &cover.kind {
        FileKind::External(file) => is_address(&file.url).then(|| file.url.clone()),
        _ => None,
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}
