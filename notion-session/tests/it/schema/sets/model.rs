//! Notion's rules for schemas as a pure model, as strict as the recordings leave them: what a request asks for must fit
//! what was there before the request. A new database, and the properties that an update adds, may name each other.

use std::collections::BTreeMap;

use notion_session::model::{
    DataSource, DataSourceId, PropertySchemaRequest, PropertySchemaRequests, RelationKind,
    SchemaKind,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Data sources with their schemas. Each request either fits, or is an error that says why not.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// Whether the other side of a new two-way relation gets the name that is asked for, which is not on record.
    names_sides: bool,
    sources: Vec<Source>,
    made: u32,
}

#[derive(Clone, Debug)]
struct Source {
    title: String,
    properties: Vec<Property>,
}

#[derive(Clone, Debug)]
struct Property {
    id: String,
    name: String,
    description: Option<String>,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Plain(Value),
    Relation {
        target: usize,
        synced: Option<String>,
    },
    Rollup {
        relation: String,
        over: String,
        function: String,
    },
    /// The property that it reads, and the rest of the expression.
    Formula {
        reads: String,
        rest: String,
    },
}

impl Property {
    /// Whether two properties are of the same type.
    fn is_like(&self, other: &Property) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Plain(one), Kind::Plain(other)) => one["type"] == other["type"],
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

pub(super) type Fits<T = ()> = Result<T, String>;

fn source_id(at: usize) -> DataSourceId {
    DataSourceId::from(Uuid::from_u128(
        0x38c9_ce7b_60a4_8100_8000_0000_0000_0000 + at as u128,
    ))
}

impl Model {
    pub(super) fn new(names_sides: bool) -> Model {
        Model {
            names_sides,
            ..Model::default()
        }
    }

    /// The data source of this title, if there is one, and where it is.
    pub(super) fn titled(&self, title: &str) -> Option<(usize, DataSource)> {
        let at = self.sources.iter().position(|it| it.title == title)?;
        Some((at, self.shown(at)))
    }

    pub(super) fn id(at: usize) -> DataSourceId {
        source_id(at)
    }

    /// A data source as Notion shows it.
    pub(super) fn shown(&self, at: usize) -> DataSource {
        let source = &self.sources[at];
        let properties = source.properties.iter().map(|property| {
            let mut shown = self.kind_of(at, &property.kind);
            shown["id"] = json!(property.id);
            shown["name"] = json!(property.name);
            shown["description"] = json!(property.description);
            (property.name.clone(), shown)
        });
        let properties: serde_json::Map<_, _> = properties.collect();
        serde_json::from_value(json!({
            "object": "data_source", "id": source_id(at), "properties": properties,
            "title": [{ "type": "text", "text": { "content": source.title }, "plain_text": source.title }],
        }))
        .unwrap()
    }

    fn kind_of(&self, at: usize, kind: &Kind) -> Value {
        match kind {
            Kind::Plain(settings) => settings.clone(),
            Kind::Relation { target, synced } => match synced {
                None => json!({ "type": "relation", "relation": {
                    "data_source_id": source_id(*target), "type": "single_property", "single_property": {},
                }}),
                Some(synced) => json!({ "type": "relation", "relation": {
                    "data_source_id": source_id(*target), "type": "dual_property", "dual_property": {
                        "synced_property_id": synced, "synced_property_name": self.name(*target, synced),
                    },
                }}),
            },
            Kind::Rollup {
                relation,
                over,
                function,
            } => {
                let target = self.target(at, relation);
                json!({ "type": "rollup", "rollup": {
                    "function": function, "relation_property_id": relation, "rollup_property_id": over,
                    "relation_property_name": self.name(at, relation),
                    "rollup_property_name": target.and_then(|target| self.name(target, over)),
                }})
            }
            Kind::Formula { reads, rest } => {
                let token = format!("{{{{notion:block_property:{reads}:{}:w}}}}", source_id(at));
                json!({ "type": "formula", "formula": { "expression": format!("{token}{rest}") } })
            }
        }
    }

    fn name(&self, at: usize, id: &str) -> Option<&str> {
        let mut properties = self.sources[at].properties.iter();
        properties.find(|it| it.id == id).map(|it| it.name.as_str())
    }

    fn target(&self, at: usize, relation: &str) -> Option<usize> {
        let mut properties = self.sources[at].properties.iter();
        match properties.find(|it| it.id == relation)?.kind {
            Kind::Relation { target, .. } => Some(target),
            _ => None,
        }
    }

    /// Creates a data source. The other sides that did not get their names are given: where, which, and the name.
    pub(super) fn create(
        &mut self,
        title: &str,
        properties: &PropertySchemaRequests,
    ) -> Fits<(usize, Vec<Unnamed>)> {
        let at = self.sources.len();
        self.sources.push(Source {
            title: title.to_owned(),
            properties: Vec::new(),
        });
        let requests: Vec<_> = properties
            .iter()
            .map(|(name, request)| (name.as_str(), request.as_ref().unwrap()))
            .collect();
        if !requests
            .iter()
            .any(|(_, it)| matches!(it.kind, SchemaKind::Title(_)))
        {
            return Err(format!("{title} has no title property"));
        }
        // A database that does not exist yet is no target.
        for (name, request) in &requests {
            if leads(request) == Some(source_id(at)) {
                return Err(format!("{name} of {title} leads to what does not exist"));
            }
        }
        let before = self.clone();
        let unnamed = self.add_all(at, requests, &before)?;
        Ok((at, unnamed))
    }

    /// Changes a data source.
    pub(super) fn update(
        &mut self,
        at: usize,
        properties: &PropertySchemaRequests,
    ) -> Fits<Vec<Unnamed>> {
        let before = self.clone();
        let mut unnamed = Vec::new();
        let mut new = Vec::new();
        for (key, request) in properties {
            let Some(property) = before.find(at, key) else {
                let request = request
                    .as_ref()
                    .ok_or(format!("no property {key} to delete"))?;
                new.push((key.as_str(), request));
                continue;
            };
            let id = property.id.clone();
            let Some(request) = request else {
                self.delete(at, &id);
                continue;
            };
            if let Some(name) = &request.name {
                if before.find(at, name).is_some_and(|it| it.id != id) {
                    return Err(format!("the name {name} was taken before the request"));
                }
                self.slot(at, &id)?.name.clone_from(name);
            }
            if let Some(description) = &request.description {
                self.slot(at, &id)?.description = Some(description.clone());
            }
            if !matches!(request.kind, SchemaKind::Untyped) {
                unnamed.extend(self.define(at, &id, request, &before)?);
            }
        }
        for (name, _) in &new {
            if before.find(at, name).is_some() {
                return Err(format!("the name {name} was taken before the request"));
            }
        }
        unnamed.extend(self.add_all(at, new, &before)?);
        Ok(unnamed)
    }

    /// Renames a property, as the client does with other sides.
    pub(super) fn rename(&mut self, unnamed: &Unnamed) -> Fits {
        if self.find(unnamed.source, &unnamed.name).is_some() {
            return Err(format!("the name {} is taken", unnamed.name));
        }
        self.slot(unnamed.source, &unnamed.id)?
            .name
            .clone_from(&unnamed.name);
        Ok(())
    }

    fn add_all(
        &mut self,
        at: usize,
        requests: Vec<(&str, &PropertySchemaRequest)>,
        before: &Model,
    ) -> Fits<Vec<Unnamed>> {
        let mut unnamed = Vec::new();
        let stage = |kind: &SchemaKind| match kind {
            SchemaKind::Relation(_) => 1,
            SchemaKind::Rollup(_) | SchemaKind::Formula(_) => 2,
            _ => 0,
        };
        let mut waiting = requests;
        waiting.sort_by_key(|(_, request)| stage(&request.kind));
        while !waiting.is_empty() {
            let (count, mut later, mut why) = (waiting.len(), Vec::new(), String::new());
            for (name, request) in waiting {
                let tried = self.clone();
                match self.add(at, name, request, before) {
                    Ok(sides) => unnamed.extend(sides),
                    Err(error) => {
                        *self = tried;
                        why = error;
                        later.push((name, request));
                    }
                }
            }
            if later.len() == count {
                return Err(why);
            }
            waiting = later;
        }
        Ok(unnamed)
    }

    fn add(
        &mut self,
        at: usize,
        name: &str,
        request: &PropertySchemaRequest,
        before: &Model,
    ) -> Fits<Vec<Unnamed>> {
        if self.find(at, name).is_some() {
            return Err(format!("the name {name} is taken"));
        }
        let id = match request.kind {
            SchemaKind::Title(_) => "title".to_owned(),
            _ => self.new_id(),
        };
        self.sources[at].properties.push(Property {
            id: id.clone(),
            name: name.to_owned(),
            description: request.description.clone(),
            kind: Kind::Plain(Value::Null),
        });
        // What the request gives another name or type cannot be named by it.
        let mut now = self.clone();
        for (source, before) in now.sources.iter_mut().zip(&before.sources) {
            source.properties.retain(|it| {
                let known = before.properties.iter().find(|known| known.id == it.id);
                known.is_none_or(|known| known.name == it.name && known.is_like(it))
            });
        }
        self.define(at, &id, request, &now)
    }

    /// Gives a property its type and its settings, which name what `known` has.
    fn define(
        &mut self,
        at: usize,
        id: &str,
        request: &PropertySchemaRequest,
        known: &Model,
    ) -> Fits<Vec<Unnamed>> {
        let mut unnamed = Vec::new();
        let kind = match &request.kind {
            SchemaKind::Relation(relation) => {
                let target = relation.data_source_id.ok_or("a relation leads nowhere")?;
                let target = (0..known.sources.len())
                    .find(|at| source_id(*at) == target)
                    .ok_or("a relation leads to what does not exist")?;
                let before = self.slot(at, id)?.kind.clone();
                let wanted = match &relation.kind {
                    RelationKind::Dual(dual) => Some(dual.synced_property_name.clone().unwrap()),
                    _ => None,
                };
                match (&before, wanted) {
                    // The same is asked for again.
                    (
                        Kind::Relation {
                            target: same,
                            synced: Some(_),
                        },
                        Some(_),
                    ) if *same == target => before,
                    (_, wanted) => {
                        self.detach(&before);
                        let synced = match wanted {
                            None => None,
                            Some(_) if target == at => return Err("two-way with itself".to_owned()),
                            Some(back) => Some(self.attach(at, id, target, &back, &mut unnamed)?),
                        };
                        Kind::Relation { target, synced }
                    }
                }
            }
            SchemaKind::Rollup(rollup) => {
                let relation = rollup.relation_property_name.as_deref().unwrap_or_default();
                let relation = known
                    .find(at, relation)
                    .ok_or(format!("no relation {relation}"))?;
                let Kind::Relation { target, .. } = relation.kind else {
                    return Err(format!("{} is not a relation", relation.name));
                };
                let over = rollup.rollup_property_name.as_deref().unwrap_or_default();
                let found = known
                    .find(target, over)
                    .ok_or(format!("no {over} to roll up"))?;
                Kind::Rollup {
                    relation: relation.id.clone(),
                    over: found.id.clone(),
                    function: rollup.function.clone().unwrap().to_string(),
                }
            }
            SchemaKind::Formula(formula) => match &formula.expression {
                // It stays, as a description alone asks for it.
                None => self.slot(at, id)?.kind.clone(),
                Some(expression) => {
                    let inner = expression.strip_prefix("prop(\"").unwrap();
                    let (name, rest) = inner.split_once("\")").unwrap();
                    let read = known
                        .find(at, name)
                        .ok_or(format!("the formula names {name}"))?;
                    Kind::Formula {
                        reads: read.id.clone(),
                        rest: rest.to_owned(),
                    }
                }
            },
            kind => {
                let wire = kind.type_name();
                let settings = serde_json::to_value(request).unwrap();
                let settings = settings.get(wire).cloned().unwrap_or_else(|| json!({}));
                Kind::Plain(json!({ "type": wire, wire: settings }))
            }
        };
        if !matches!(kind, Kind::Relation { .. }) {
            let before = self.slot(at, id)?.kind.clone();
            self.detach(&before);
        }
        self.slot(at, id)?.kind = kind;
        Ok(unnamed)
    }

    /// The other side of a new two-way relation.
    fn attach(
        &mut self,
        at: usize,
        id: &str,
        target: usize,
        back: &str,
        unnamed: &mut Vec<Unnamed>,
    ) -> Fits<String> {
        let side = self.new_id();
        let usual = format!(
            "Related to {} ({})",
            self.sources[at].title,
            self.name(at, id).unwrap_or_default()
        );
        let name = if self.names_sides {
            back.to_owned()
        } else {
            usual
        };
        if self.find(target, &name).is_some() {
            return Err(format!("the other side's name {name} is taken"));
        }
        self.sources[target].properties.push(Property {
            id: side.clone(),
            name: name.clone(),
            description: None,
            kind: Kind::Relation {
                target: at,
                synced: Some(id.to_owned()),
            },
        });
        if name != back {
            unnamed.push(Unnamed {
                source: target,
                id: side.clone(),
                name: back.to_owned(),
            });
        }
        Ok(side)
    }

    fn delete(&mut self, at: usize, id: &str) {
        let properties = &mut self.sources[at].properties;
        if let Some(place) = properties.iter().position(|it| it.id == id) {
            let gone = properties.remove(place);
            self.detach(&gone.kind);
        }
    }

    /// The other side of a relation that was two-way stays, one-way.
    fn detach(&mut self, kind: &Kind) {
        if let Kind::Relation {
            target,
            synced: Some(side),
        } = kind
            && let Ok(other) = self.slot(*target, side)
            && let Kind::Relation { synced, .. } = &mut other.kind
        {
            *synced = None;
        }
    }

    fn find(&self, at: usize, key: &str) -> Option<&Property> {
        let properties = &self.sources[at].properties;
        let by_id = properties.iter().find(|it| it.id == key);
        by_id.or_else(|| properties.iter().find(|it| it.name == key))
    }

    fn slot(&mut self, at: usize, id: &str) -> Fits<&mut Property> {
        let mut properties = self.sources[at].properties.iter_mut();
        properties
            .find(|it| it.id == id)
            .ok_or(format!("no property {id}"))
    }

    fn new_id(&mut self) -> String {
        self.made += 1;
        format!("p{:03}", self.made)
    }

    /// The names of the properties of each data source, for messages.
    pub(super) fn names(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut names = BTreeMap::new();
        for source in &self.sources {
            let list: Vec<&str> = source
                .properties
                .iter()
                .map(|it| it.name.as_str())
                .collect();
            names.insert(source.title.as_str(), list);
        }
        names
    }
}

/// The other side of a relation that did not get its name.
#[derive(Clone, Debug)]
pub(super) struct Unnamed {
    source: usize,
    id: String,
    name: String,
}

fn leads(request: &PropertySchemaRequest) -> Option<DataSourceId> {
    match &request.kind {
        SchemaKind::Relation(relation) => relation.data_source_id,
        _ => None,
    }
}
