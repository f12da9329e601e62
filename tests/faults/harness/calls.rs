//! The calls that are tried, each with what it reports and what must hold afterwards.

mod content;
mod creation;
mod reading;
mod rows;
mod windows;

use std::future::Future;
use std::pin::Pin;

use notion_local::Server;
use notion_session::prelude::*;

use super::judge::Truth;
use super::random::Random;
use super::report::{Finding, Run};
use super::way::{Open, Way};

#[derive(NotionSchema, Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) name: Title,
    pub(crate) amount: Option<f64>,
    #[notion(two_way = items)]
    pub(crate) owners: Relation<Owner>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
pub(crate) struct Owner {
    pub(crate) name: Title,
    #[notion(two_way = owners)]
    pub(crate) items: Relation<Item>,
}

/// A run of one call.
pub(crate) struct Case<'a> {
    pub(crate) server: Server,
    pub(crate) truth: Truth,
    pub(crate) way: Way,
    pub(crate) random: &'a mut Random,
    pub(crate) faults: Vec<String>,
    pub(crate) findings: Vec<Finding>,
}

impl Case<'_> {
    pub(crate) async fn open(&mut self) -> Result<Open, String> {
        Open::new(self.way, &self.server, self.random).await
    }

    pub(crate) fn find(&mut self, finding: Option<Finding>) {
        self.findings.extend(finding);
    }

    pub(crate) fn wrong(&mut self, what: impl Into<String>) {
        self.findings.push(Finding::Wrong(what.into()));
    }
}

/// What stops a run that is not a fault of its own.
pub(crate) fn text(error: impl std::fmt::Display) -> String {
    format!("without faults: {error}")
}

type Outcome<'c> = Pin<Box<dyn Future<Output = Result<(), String>> + 'c>>;

/// How many calls there are: those that are chosen from, and the windows of long queries.
#[allow(dead_code, reason = "the test asks, the example does not")]
pub(crate) const CALLS: usize = TABLE.len() + 1;

type Tried = for<'c> fn(&'c mut Case<'_>) -> Outcome<'c>;

const TABLE: &[(&str, Tried)] = &[
    ("insert_all", |case| Box::pin(rows::insert_all(case))),
    ("upsert_all", |case| Box::pin(rows::upsert_all(case))),
    ("save of many", |case| Box::pin(rows::save(case))),
    ("trash of many", |case| Box::pin(rows::trash(case))),
    ("create_dbs", |case| Box::pin(creation::create_dbs(case))),
    ("get_or_create_dbs", |case| {
        Box::pin(creation::get_or_create_dbs(case))
    }),
    ("append", |case| Box::pin(content::append(case))),
    ("create_page with content", |case| {
        Box::pin(content::create_page(case))
    }),
    ("query: all", |case| Box::pin(reading::all(case))),
    ("query: stream", |case| Box::pin(reading::stream(case))),
    ("complete and save", |case| {
        Box::pin(reading::complete(case))
    }),
    ("load", |case| Box::pin(reading::load(case))),
];

/// Every so many seeds are windows of long queries, whatever is chosen.
const WINDOWS_EVERY: u64 = 25;

pub(crate) async fn run(seed: u64, random: &mut Random) -> Run {
    let call = random.below(TABLE.len());
    let way = Way::choose(random);
    let (name, tried): (_, Tried) = if seed.is_multiple_of(WINDOWS_EVERY) {
        ("query: windows", |case| Box::pin(windows::all(case)))
    } else {
        TABLE[call]
    };
    let mut run = Run {
        seed,
        call: name,
        way: format!("{way:?}").to_lowercase(),
        faults: Vec::new(),
        findings: Vec::new(),
    };
    let server = Server::new();
    let truth = match Truth::of(&server).await {
        Ok(truth) => truth,
        Err(error) => {
            run.findings.push(Finding::Wrong(text(error)));
            return run;
        }
    };
    let mut case = Case {
        server,
        truth,
        way,
        random,
        faults: Vec::new(),
        findings: Vec::new(),
    };
    if let Err(problem) = tried(&mut case).await {
        case.wrong(problem);
    }
    run.faults = case.faults;
    run.findings = case.findings;
    run
}
