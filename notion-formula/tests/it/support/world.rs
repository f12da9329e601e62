//! The world that the tables of expressions are computed in: a task, its two subtasks, two people, a clock that stands.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::{Offset, TimeZone};
use notion_formula::{
    Budget, Date, Error, ErrorKind, Host, Moment, PageKind, Person, Reference, Result, Schema,
    Span, Type, Value,
};

/// Pages are told by their number: 0 is the task, 1 and 2 its subtasks.
pub(crate) struct World {
    pub(crate) zone: TimeZone,
    pages: [BTreeMap<&'static str, (Type, Value<usize>)>; 3],
}

const TASKS: PageKind = PageKind(7);

fn person(name: &str, email: Option<&str>) -> Value<usize> {
    Value::Person(
        Person {
            id: format!("id of {name}"),
            name: Some(name.to_owned()),
            email: email.map(str::to_owned),
        }
        .into(),
    )
}

impl World {
    pub(crate) fn new() -> Self {
        let text = |value: &str| (Type::Text, Value::text(value));
        let number = |value: f64| (Type::Number, Value::Number(value));
        let boolean = |value: bool| (Type::Boolean, Value::Boolean(value));
        let day = |year, month, day| Moment::Day(date(year, month, day));
        let meeting = date(2024, 1, 31)
            .at(10, 30, 0, 0)
            .to_zoned(TimeZone::UTC)
            .unwrap()
            .timestamp();
        let tasks = |pages: &[usize]| {
            let list = Type::list(Type::Page(Some(TASKS)));
            (
                list,
                Value::list(pages.iter().map(|page| Value::Page(*page))),
            )
        };
        let (ada, grace) = (
            person("Ada", Some("ada@example.com")),
            person("Grace", None),
        );
        let task = BTreeMap::from([
            ("Name", text("Ship release")),
            ("N", (Type::Number, Value::Empty)),
            ("T", (Type::Text, Value::Empty)),
            ("D", (Type::Date, Value::Empty)),
            ("Number", number(42.0)),
            ("Estimate", number(2.5)),
            ("Status", text("Done")),
            ("Priority", (Type::Text, Value::Empty)),
            (
                "Tags",
                (
                    Type::list(Type::Text),
                    Value::list(["Done", "In Progress"].map(Value::text)),
                ),
            ),
            ("NoTags", (Type::list(Type::Text), Value::list([]))),
            ("Done", boolean(true)),
            ("Due", (Type::Date, Value::Date(day(2024, 1, 31).into()))),
            (
                "Meeting",
                (Type::Date, Value::Date(Date::time(meeting, Offset::UTC))),
            ),
            (
                "Trip",
                (
                    Type::Date,
                    Value::Date(Date::range(day(2022, 6, 23), day(2022, 6, 27))),
                ),
            ),
            (
                "Who",
                (Type::list(Type::Person), Value::list([ada.clone(), grace])),
            ),
            ("By", (Type::Person, ada)),
            ("Tasks", tasks(&[1, 2])),
            ("NoTasks", tasks(&[])),
            ("Task ID", text("TASK-7")),
            ("Pattern", text("[")),
        ]);
        let subtask = |name: &str, estimate: f64, done: bool| {
            let status = if done { "Done" } else { "Backlog" };
            BTreeMap::from([
                ("Name", text(name)),
                ("Estimate", number(estimate)),
                ("Done", boolean(done)),
                ("Status", text(status)),
            ])
        };
        Self {
            zone: TimeZone::UTC,
            pages: [
                task,
                subtask("Write", 1.0, true),
                subtask("Review", 3.0, false),
            ],
        }
    }

    fn find(&self, page: usize, property: &Reference) -> Option<&(Type, Value<usize>)> {
        match property {
            Reference::Name(name) => self.pages.get(page)?.get(name.as_str()),
            _ => None,
        }
    }
}

impl Host for World {
    type Page = usize;

    fn property(&self, page: &usize, property: &Reference, _: &mut Budget) -> Result<Value<usize>> {
        match self.find(*page, property) {
            Some((_, value)) => Ok(value.clone()),
            None => Err(Error::new(
                ErrorKind::UnknownProperty,
                Span::default(),
                format!("no {property}"),
            )),
        }
    }

    fn now(&self) -> Timestamp {
        "2023-08-31T00:55:30Z".parse().unwrap()
    }

    fn time_zone(&self) -> TimeZone {
        self.zone.clone()
    }

    fn title(&self, page: &usize) -> String {
        match self.find(*page, &Reference::Name("Name".into())) {
            Some((_, Value::Text(title))) => title.to_string(),
            _ => String::new(),
        }
    }

    fn id(&self, page: &usize) -> String {
        format!("page{page}")
    }
}

impl Schema for World {
    fn property(&self, of: Option<PageKind>, property: &Reference) -> Option<Type> {
        self.find(usize::from(of.is_some()), property)
            .map(|(known, _)| known.clone())
    }
}
