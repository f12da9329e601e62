//! What exists at a moment of a plan, and what could come next.

use notion_formula::{Formula, Reach, Reference};

use super::{Existing, Held, Pending, State};
use crate::schema::{NodeKind, SchemaGraph, Target};

/// A property of the graph: the places of its schema and of itself.
pub(super) type Place = (usize, usize);

/// What exists so far.
#[derive(Clone)]
pub(super) struct World<'g> {
    pub(super) graph: &'g SchemaGraph,
    schemas: Vec<bool>,
    properties: Vec<Vec<State>>,
    /// The names that are taken in each data source, as far as they matter.
    held: Vec<Vec<Held>>,
    /// The properties of each data source that get a temporary name first.
    parked: Vec<Vec<usize>>,
}

/// Something that has to exist before a property can.
#[derive(Debug, Clone, Copy)]
pub(super) enum Need {
    Schema(usize),
    Property(Place),
    /// The name of this property, which no other one may have.
    Name(Place),
}

impl<'g> World<'g> {
    pub(super) fn new(graph: &'g SchemaGraph, existing: &Existing) -> World<'g> {
        let there = |schema: usize| existing.get(schema).and_then(Option::as_ref);
        let state = |schema: usize, property: usize| match there(schema)
            .and_then(|properties| properties.get(property))
        {
            Some(state) => *state,
            None => State::Lacking,
        };
        World {
            graph,
            schemas: (0..graph.schemas.len())
                .map(|schema| there(schema).is_some())
                .collect(),
            properties: graph
                .schemas
                .iter()
                .enumerate()
                .map(|(schema, node)| {
                    (0..node.properties.len())
                        .map(|property| state(schema, property))
                        .collect()
                })
                .collect(),
            held: vec![Vec::new(); graph.schemas.len()],
            parked: vec![Vec::new(); graph.schemas.len()],
        }
    }

    /// With the names that properties have now. Properties that pass their names round in a circle are to be parked
    /// under temporary names.
    pub(super) fn with_names(mut self, held: Vec<Vec<Held>>) -> World<'g> {
        self.parked = held
            .iter()
            .enumerate()
            .map(|(schema, held)| self.circle(schema, held))
            .collect();
        self.held = held;
        self
    }

    /// The properties of a data source each of which waits for a name that another one of them has.
    fn circle(&self, schema: usize, held: &[Held]) -> Vec<usize> {
        let properties = &self.graph.schemas[schema].properties;
        // The property that has the name that this one is to get.
        let next = |property: usize| {
            let name = &properties[property].name;
            let held = held.iter().find(|held| held.name == *name)?;
            held.property.filter(|holder| *holder != property)
        };
        let returns = |start: &usize| {
            let steps = std::iter::successors(next(*start), |at| next(*at));
            steps.take(properties.len()).any(|at| at == *start)
        };
        (0..properties.len()).filter(returns).collect()
    }

    /// Takes the properties of a data source that get temporary names now, which frees those that they have.
    pub(super) fn park(&mut self, schema: usize) -> Vec<usize> {
        let parked = std::mem::take(&mut self.parked[schema]);
        let is_parked = |held: &Held| held.property.is_some_and(|at| parked.contains(&at));
        self.held[schema].retain(|held| !is_parked(held));
        parked
    }

    /// Returns true if an update of a data source has something to do now.
    pub(super) fn can_update(&self, schema: usize) -> bool {
        !self.parked[schema].is_empty() || !self.possible(schema).is_empty()
    }

    /// The schemas that have no database yet.
    pub(super) fn waiting(&self) -> Vec<usize> {
        (0..self.schemas.len())
            .filter(|schema| !self.schemas[*schema])
            .collect()
    }

    /// Those properties of a schema that one request can bring, given what is there and what else
    /// the request brings; those that it can describe among them.
    pub(super) fn possible(&self, schema: usize) -> Vec<usize> {
        let mut now: Vec<usize> = Vec::new();
        loop {
            let next = (0..self.properties[schema].len()).find(|&property| {
                let place = (schema, property);
                !now.contains(&property)
                    && !self.parked[schema].contains(&property)
                    && match self.properties[schema][property] {
                        State::There => false,
                        State::Undescribed | State::Changing(Pending::Settings) => true,
                        State::Lacking => {
                            let mut needs = self.needs(place).into_iter();
                            !self.is_brought(place)
                                && needs.all(|need| {
                                    self.has(need) || self.is_within(need, schema, &now)
                                })
                        }
                        // Whether Notion adds properties before it changes others is not on record.
                        State::Changing(Pending::Definition | Pending::Identity) => {
                            self.needs(place).into_iter().all(|need| self.has(need))
                        }
                    }
            });
            let Some(property) = next else { break };
            now.push(property);
        }
        now.sort_unstable();
        now
    }

    /// Returns true if the request for a schema adds what is needed itself. What it gives another name or type does not count:
    /// no recording shows that Notion takes the new name in the same request.
    fn is_within(&self, need: Need, schema: usize, now: &[usize]) -> bool {
        matches!(need, Need::Property((of, property))
            if of == schema && now.contains(&property) && self.state((of, property)) == State::Lacking)
    }

    /// How many properties of a schema would be left for a later request, if there were one for it
    /// now.
    pub(super) fn left_out(&self, schema: usize) -> usize {
        let now = self.possible(schema);
        let states = self.properties[schema].iter().enumerate();
        states
            .filter(|(property, state)| {
                **state != State::There
                    && !now.contains(property)
                    && !self.comes_later((schema, *property))
            })
            .count()
    }

    /// The first database that waits for something, and can have all of it now. What comes by itself
    /// is not waited for.
    pub(super) fn completable(&self) -> Option<usize> {
        (0..self.schemas.len()).find(|&schema| {
            self.schemas[schema] && self.left_out(schema) == 0 && !self.possible(schema).is_empty()
        })
    }

    /// Returns true if a property is a side of a two-way relation whose other side will bring it, with a change of a property
    /// that exists.
    pub(super) fn is_brought(&self, place: Place) -> bool {
        self.state(place) == State::Lacking
            && self
                .other_side(place)
                .is_some_and(|other| matches!(self.state(other), State::Changing(_)))
    }

    /// Returns true if a property is a side of a two-way relation whose other side will bring it, with the
    /// creation of a database that does not exist yet.
    pub(super) fn comes_later(&self, (schema, property): Place) -> bool {
        if self.is_brought((schema, property)) {
            return self.graph.schemas[schema].properties[property]
                .description
                .is_empty();
        }
        let node = &self.graph.schemas[schema].properties[property];
        match &node.kind {
            // A description would have to be written by an update.
            NodeKind::Relation {
                target: Target::Schema(target),
                back: Some(_),
            } => *target != schema && !self.schemas[*target] && node.description.is_empty(),
            _ => false,
        }
    }

    pub(super) fn create(&mut self, schema: usize, properties: &[usize]) {
        self.schemas[schema] = true;
        self.add(schema, properties);
    }

    /// Adds properties, and the other sides of those that are two-way.
    pub(super) fn add(&mut self, schema: usize, properties: &[usize]) {
        for &property in properties {
            if !matches!(
                self.properties[schema][property],
                State::Lacking | State::Changing(_)
            ) {
                continue;
            }
            self.properties[schema][property] = State::There;
            self.rename((schema, property));
            if let Some((other, back)) = self.other_side((schema, property))
                && self.properties[other][back] == State::Lacking
            {
                self.rename((other, back));
                // The name comes with the relation, a description does not.
                let described = !self.graph.schemas[other].properties[back]
                    .description
                    .is_empty();
                self.properties[other][back] = if described {
                    State::Undescribed
                } else {
                    State::There
                };
            }
        }
    }

    /// Lets a property have its name, and no other one.
    fn rename(&mut self, (schema, property): Place) {
        self.held[schema].retain(|held| held.property != Some(property));
        self.held[schema].push(Held {
            name: self.graph.schemas[schema].properties[property].name.clone(),
            property: Some(property),
        });
    }

    pub(super) fn describe(&mut self, schema: usize, properties: &[usize]) {
        for &property in properties {
            self.properties[schema][property] = State::There;
        }
    }

    /// Returns true if a property is there, with its description or without.
    #[cfg(test)]
    pub(super) fn is_there(&self, place: Place) -> bool {
        self.state(place) != State::Lacking
    }

    /// How far a property is there.
    pub(super) fn state(&self, (schema, property): Place) -> State {
        self.properties[schema][property]
    }

    pub(super) fn missing(&self) -> Option<Place> {
        self.properties
            .iter()
            .enumerate()
            .find_map(|(schema, properties)| {
                let at = properties.iter().position(|state| *state != State::There)?;
                Some((schema, at))
            })
    }

    /// The first property that a property needs and that is not there.
    pub(super) fn first_lacking(&self, place: Place) -> Option<Place> {
        self.needs(place).into_iter().find_map(|need| match need {
            Need::Property(place) if !self.has(need) => Some(place),
            _ => None,
        })
    }

    /// The other side of a two-way relation within the graph.
    pub(super) fn other_side(&self, (schema, property): Place) -> Option<Place> {
        match &self.graph.schemas[schema].properties[property].kind {
            NodeKind::Relation {
                target: Target::Schema(target),
                back: Some(back),
            } => self.place(*target, back),
            _ => None,
        }
    }

    pub(super) fn has(&self, need: Need) -> bool {
        match need {
            Need::Schema(schema) => self.schemas[schema],
            Need::Property(place) => !matches!(
                self.state(place),
                State::Lacking | State::Changing(Pending::Identity)
            ),
            Need::Name((schema, property)) => {
                let name = &self.graph.schemas[schema].properties[property].name;
                let mut held = self.held[schema].iter();
                !held.any(|held| held.name == *name && held.property != Some(property))
            }
        }
    }

    /// What has to exist before a property can, and which names must be free.
    pub(super) fn needs(&self, place: Place) -> Vec<Need> {
        let other = self.other_side(place);
        let brings = other.filter(|other| self.state(*other) == State::Lacking);
        let names = std::iter::once(place).chain(brings).map(Need::Name);
        names.chain(self.needs_of_kind(place)).collect()
    }

    fn needs_of_kind(&self, (schema, property): Place) -> Vec<Need> {
        match &self.graph.schemas[schema].properties[property].kind {
            NodeKind::Relation {
                target: Target::Schema(target),
                ..
            } => vec![Need::Schema(*target)],
            NodeKind::Rollup {
                relation,
                property: rolled,
                ..
            } => {
                let through = self.place(schema, relation);
                let target = through.and_then(|(schema, relation)| {
                    match &self.graph.schemas[schema].properties[relation].kind {
                        NodeKind::Relation {
                            target: Target::Schema(target),
                            ..
                        } => self.place(*target, rolled),
                        _ => None,
                    }
                });
                through
                    .into_iter()
                    .chain(target)
                    .map(Need::Property)
                    .collect()
            }
            NodeKind::Formula { expression } => {
                let Ok(formula) = Formula::parse(expression) else {
                    return Vec::new();
                };
                let mentions = formula.mentions().into_iter();
                let own = mentions.filter_map(|mention| match mention.reference {
                    Reference::Name(name) if mention.reach == Reach::Own => {
                        self.place(schema, name)
                    }
                    _ => None,
                });
                own.map(Need::Property).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn name(&self, (schema, property): Place) -> String {
        let node = &self.graph.schemas[schema];
        format!("{}.{}", node.name, node.properties[property].name)
    }

    fn place(&self, schema: usize, name: &str) -> Option<Place> {
        let properties = &self.graph.schemas[schema].properties;
        properties
            .iter()
            .position(|property| property.name == name)
            .map(|at| (schema, at))
    }
}
