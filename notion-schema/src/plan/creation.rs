//! Chooses the order in which related databases are created that needs the fewest requests.
//!
//! Properties are ordered, not databases alone. A relation can be created with its database if the database that it points
//! to exists. One side of a two-way relation is created, and Notion creates the other. A rollup needs its relation and the
//! property that it rolls up, and a formula needs the properties that it names. A database that is created before all of
//! these exist is completed by one update, as soon as they do.
//!
//! So each database costs one request, and one more if it has to be created too early. The cost of an order is the number of
//! these *incomplete* databases, and the search looks for an order with none of them, then with one, with two, and so on
//! (iterative deepening), so that the first order that it finds is the best:
//!
//! ```text
//! with_at_most(k):
//!     create every database that can be created complete    // it makes nothing else harder, so no choice is lost
//!     none left?  found
//!     k = 0?      give up
//!     for each database that is left: create it incomplete, then with_at_most(k - 1)
//! ```
//!
//! An update is sent as soon as it can complete a database, because that may complete others. The search is exponential in k,
//! and real sets of schemas have small ones; after 2,000 attempts a greedy choice takes over, which always creates the
//! database that lacks the least. Ties follow the order of the graph, so that the same schemas give the same plan.
//!
//! `World` is the state of the search: what exists, and what could be created next. Requests are made later (`request.rs`).

mod explain;
mod sound;
#[cfg(test)]
mod tests;
mod world;

use crate::error::{PropertyCycle, Result};
use crate::schema::SchemaGraph;
use world::{Place, World};

/// The order of requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creation {
    /// The requests, in their order.
    pub steps: Vec<Step>,
    /// Why each step stands where it stands.
    pub(super) reasons: Vec<Vec<String>>,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Creates the database of a schema with these of its properties, by their places.
    Create {
        /// The place of the schema in the graph.
        schema: usize,
        /// The properties that it begins with.
        properties: Vec<usize>,
    },
    /// Completes the data source of a schema that exists.
    Update {
        /// The place of the schema in the graph.
        schema: usize,
        /// The properties that it gets.
        properties: Vec<usize>,
        /// The properties that came as the other side of a relation, and get their description.
        describe: Vec<usize>,
        /// The properties that get a temporary name, as others are to have the names that they have.
        park: Vec<usize>,
    },
}

/// What is there already: of each schema the properties that its data source has, `None` if there
/// is no data source.
pub type Existing = Vec<Option<Vec<State>>>;

/// How far a property is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not there.
    Lacking,
    /// There, as the other side of a relation, but without its description.
    Undescribed,
    /// There.
    There,
    /// There, and an update is to change it.
    Changing(Pending),
}

/// What an update is to change of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pending {
    /// Settings that no other property goes by, such as options and descriptions.
    Settings,
    /// What it computes or where it leads, which goes by other properties.
    Definition,
    /// Its name or its type, which others go by.
    Identity,
}

/// A name that a data source has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    /// The name.
    pub(super) name: String,
    /// The property of the schema that has it; `None` if the schema does not have such a property.
    pub(super) property: Option<usize>,
}

/// The order in which the schemas of a graph come to be, where `existing` is there.
///
/// Where several orders cost the same, the one that follows the graph's is taken, so that the same
/// schemas give the same order.
///
/// # Errors
///
/// [`Error::PropertyCycle`](crate::Error::PropertyCycle), where properties need each other, so that none can be the first;
/// [`Error::Refused`](crate::Error::Refused), where the schemas do not hold together.
pub fn plan_creation(graph: &SchemaGraph, existing: &Existing) -> Result<Creation> {
    sound::check(graph, existing)?;
    plan_steps(World::new(graph, existing))
}

/// The same where properties change, too: `held` are the names that each data source has.
///
/// # Errors
///
/// As [`plan_creation`].
pub(super) fn plan_changes(
    graph: &SchemaGraph,
    existing: &Existing,
    held: Vec<Vec<Held>>,
) -> Result<Creation> {
    sound::check(graph, existing)?;
    plan_steps(World::new(graph, existing).with_names(held))
}

fn plan_steps(mut world: World<'_>) -> Result<Creation> {
    let mut creation = Creation {
        steps: Vec::new(),
        reasons: Vec::new(),
    };
    for step in order(&world) {
        match step {
            Move::Create(schema) => creation.create(&mut world, schema),
            Move::Complete(schema) => creation.update(&mut world, schema),
        }
    }
    while let Some(schema) = next_update(&world) {
        creation.update(&mut world, schema);
    }
    match world.missing() {
        None => Ok(creation),
        Some(first) => Err(PropertyCycle::new(cycle(&world, first)).into()),
    }
}

impl Creation {
    fn create(&mut self, world: &mut World<'_>, schema: usize) {
        let properties = world.possible(schema);
        self.reasons
            .push(explain::create(world, schema, &properties));
        world.create(schema, &properties);
        self.steps.push(Step::Create { schema, properties });
    }

    /// Everything that a data source lacks and can have now.
    fn update(&mut self, world: &mut World<'_>, schema: usize) {
        let now = world.possible(schema);
        self.reasons.push(explain::update(world, schema, &now));
        let (describe, properties): (Vec<_>, Vec<_>) = now
            .into_iter()
            .partition(|property| world.state((schema, *property)) == State::Undescribed);
        let park = world.park(schema);
        world.add(schema, &properties);
        world.describe(schema, &describe);
        self.steps.push(Step::Update {
            schema,
            properties,
            describe,
            park,
        });
    }
}

/// A move of the search. The properties that it adds are computed later.
#[derive(Debug, Clone, Copy)]
enum Move {
    Create(usize),
    Complete(usize),
}

/// Returns the order in which the schemas are created, with as few as possible left to complete.
fn order(world: &World<'_>) -> Vec<Move> {
    /// How many orders to look at before the best guess is taken.
    const PATIENCE: usize = 2_000;
    let mut patience = PATIENCE;
    let mut world = world.clone();
    let mut moves = complete(&mut world);
    let waiting = world.waiting();
    // With no database to complete, with one, with two, ..: the first order that is found is the
    // best.
    for incomplete in 0..=waiting.len() {
        if let Some(order) = with_at_most(&world, &waiting, incomplete, &mut patience) {
            moves.extend(order);
            return moves;
        }
        if patience == 0 {
            break;
        }
    }
    moves.extend(guess(world, waiting));
    moves
}

/// Searches an order in which at most `incomplete` schemas have to be completed afterwards.
fn with_at_most(
    world: &World<'_>,
    waiting: &[usize],
    incomplete: usize,
    patience: &mut usize,
) -> Option<Vec<Move>> {
    *patience = patience.checked_sub(1)?;
    let (mut world, mut waiting, mut order) = (world.clone(), waiting.to_vec(), Vec::new());
    // What can be created complete is created first: it makes nothing else harder.
    while let Some(at) = waiting
        .iter()
        .position(|schema| world.left_out(*schema) == 0)
    {
        order.extend(create(&mut world, waiting.remove(at)));
    }
    if waiting.is_empty() {
        return Some(order);
    }
    let incomplete = incomplete.checked_sub(1)?;
    for at in 0..waiting.len() {
        let (mut world, mut rest) = (world.clone(), waiting.clone());
        let next = create(&mut world, rest.remove(at));
        if let Some(after) = with_at_most(&world, &rest, incomplete, patience) {
            return Some([order, next, after].concat());
        }
    }
    None
}

/// Returns an order for sets that are too large for the search: next is always the schema that lacks the least.
fn guess(mut world: World<'_>, mut waiting: Vec<usize>) -> Vec<Move> {
    let mut order = Vec::new();
    while let Some(at) = (0..waiting.len()).min_by_key(|at| (world.left_out(waiting[*at]), *at)) {
        order.extend(create(&mut world, waiting.remove(at)));
    }
    order
}

/// Creates a schema, and completes those that can be completed then.
fn create(world: &mut World<'_>, schema: usize) -> Vec<Move> {
    world.create(schema, &world.possible(schema));
    let mut moves = vec![Move::Create(schema)];
    moves.extend(complete(world));
    moves
}

/// Completes the databases that wait for nothing else. They cost an update anyway, and the sooner it is sent, the fewer
/// others have to wait.
fn complete(world: &mut World<'_>) -> Vec<Move> {
    let mut moves = Vec::new();
    while let Some(schema) = world.completable() {
        world.add(schema, &world.possible(schema));
        world.describe(schema, &world.possible(schema));
        moves.push(Move::Complete(schema));
    }
    moves
}

/// Returns the schema that can get some of its missing properties, and that lacks the fewest afterwards.
fn next_update(world: &World<'_>) -> Option<usize> {
    (0..world.graph.schemas.len())
        .filter(|schema| world.can_update(*schema))
        .min_by_key(|schema| (world.left_out(*schema), *schema))
}

/// Returns a cycle: from a property that cannot be created, through what it needs, back to itself.
fn cycle(world: &World<'_>, first: Place) -> Vec<String> {
    let mut path = vec![first];
    while let Some(next) = path.last().and_then(|last| world.first_lacking(*last)) {
        let start = path.iter().position(|place| *place == next);
        path.push(next);
        if let Some(start) = start {
            path.drain(..start);
            break;
        }
    }
    path.into_iter().map(|place| world.name(place)).collect()
}
