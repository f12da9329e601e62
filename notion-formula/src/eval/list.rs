//! Functions on lists that need no expression for each item; those that do are in `expr.rs`.

use std::collections::HashSet;
use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Host;
use super::arguments::Call;
use super::convert;
use super::moment::Moment;
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};
use crate::function::Function;

impl<H: Host> Call<'_, H> {
    pub(crate) fn list_function(&mut self) -> Result<Value<H::Page>> {
        match self.function {
            Function::At => self.item_at(),
            Function::First => Ok(self.list(0)?.first().cloned().unwrap_or_default()),
            Function::Last => Ok(self.list(0)?.last().cloned().unwrap_or_default()),
            Function::Slice => self.slice(),
            Function::Splice => self.splice(),
            Function::Concat => self.concat(),
            Function::Sort => self.sort(),
            Function::Reverse => {
                let items = self.list(0)?.iter().rev().cloned().collect();
                self.made_list(items)
            }
            Function::Unique => self.unique(),
            Function::Includes => self.includes(),
            Function::Flat => self.flat(),
            // Without a condition it counts all.
            _ => Ok(Value::Number(self.list(0)?.len() as f64)),
        }
    }

    /// The item at a place, from the end if it is negative.
    fn item_at(&self) -> Result<Value<H::Page>> {
        let items = self.list(0)?;
        let Some(index) = self.integer(1)? else {
            return Ok(Value::Empty);
        };
        let index = if index < 0 {
            index.saturating_add(items.len() as i64)
        } else {
            index
        };
        let item = usize::try_from(index)
            .ok()
            .and_then(|index| items.get(index));
        Ok(item.cloned().unwrap_or_default())
    }

    /// A place in a list of that length: negative ones count from its end, all are kept within it.
    fn place(&self, argument: usize, length: usize, left_out: usize) -> Result<usize> {
        let Some(index) = self.integer(argument)? else {
            return Ok(left_out);
        };
        let index = if index < 0 {
            index.saturating_add(length as i64).max(0)
        } else {
            index
        };
        Ok(usize::try_from(index).unwrap_or(length).min(length))
    }

    fn slice(&mut self) -> Result<Value<H::Page>> {
        let length = self.list(0)?.len();
        let (start, end) = (self.place(1, length, 0)?, self.place(2, length, length)?);
        let items = self.list(0)?.get(start..end).unwrap_or_default().to_vec();
        self.made_list(items)
    }

    fn splice(&mut self) -> Result<Value<H::Page>> {
        let items = self.list(0)?;
        let start = self.place(1, items.len(), 0)?;
        let count = usize::try_from(self.integer(2)?.unwrap_or(0)).unwrap_or(0);
        let end = start.saturating_add(count).min(items.len());
        let mut result = items.get(..start).unwrap_or_default().to_vec();
        result.extend(self.values.iter().skip(3).cloned());
        result.extend(items.get(end..).unwrap_or_default().iter().cloned());
        self.made_list(result)
    }

    fn concat(&mut self) -> Result<Value<H::Page>> {
        let mut length = 0;
        for index in 0..self.values.len() {
            length += self.list(index)?.len();
        }
        self.budget.new_list(length, self.span)?;
        let mut result = Vec::with_capacity(length);
        for index in 0..self.values.len() {
            result.extend(self.list(index)?.iter().cloned());
        }
        self.made_list(result)
    }

    /// In ascending order; what is empty is left out, as Notion was seen to do.
    fn sort(&mut self) -> Result<Value<H::Page>> {
        let mut items: Vec<Value<H::Page>> = self
            .list(0)?
            .iter()
            .filter(|item| !matches!(item, Value::Empty))
            .cloned()
            .collect();
        self.spend_on_sorting(&items)?;
        let zone = self.zone();
        items.sort_by(|a, b| convert::order(a, b, &|| zone.clone()));
        self.made_list(items)
    }

    fn spend_on_sorting(&mut self, items: &[Value<H::Page>]) -> Result<()> {
        let size: usize = items.iter().map(convert::text_size).sum();
        self.budget
            .spend(items.len() as u64 * 2 + size as u64 / 8, self.span)
    }

    fn unique(&mut self) -> Result<Value<H::Page>> {
        let items = self.list(0)?;
        let size: usize = items.iter().map(convert::text_size).sum();
        let (span, count) = (self.span, items.len());
        self.budget.spend(count as u64 + size as u64 / 8, span)?;
        let zone = self.zone();
        let mut seen = HashSet::new();
        let mut result: Vec<Value<H::Page>> = Vec::new();
        let mut pages: Vec<&H::Page> = Vec::new();
        for item in self.list(0)? {
            // A page is only known to be equal or not.
            let new = match item {
                Value::Page(page) => {
                    let new = !pages.contains(&page);
                    pages.push(page);
                    new
                }
                item => seen.insert(key(item, self.host, &zone)),
            };
            if new {
                result.push(item.clone());
            }
        }
        // Pages are compared one by one.
        self.budget.spend((pages.len() as u64).pow(2) / 64, span)?;
        self.made_list(result)
    }

    fn includes(&mut self) -> Result<Value<H::Page>> {
        let size: usize = self.list(0)?.iter().map(convert::text_size).sum();
        let span = self.span;
        self.budget.spend_bytes(size, span)?;
        let (items, wanted) = (self.list(0)?, self.value(1));
        let zone = || self.host.time_zone();
        Ok(items
            .iter()
            .any(|item| convert::equal(item, wanted, &zone))
            .into())
    }

    /// One level; what is empty stays, as Notion was seen to do.
    fn flat(&mut self) -> Result<Value<H::Page>> {
        let mut result = Vec::new();
        for index in 0..self.list(0)?.len() {
            match self.list(0)?.get(index) {
                Some(Value::List(inner)) => {
                    let inner = inner.clone();
                    self.budget
                        .new_list(result.len() + inner.len(), self.span)?;
                    result.extend(inner.iter().cloned());
                }
                Some(item) => result.push(item.clone()),
                None => {}
            }
        }
        self.made_list(result)
    }
}

/// Texts that are equal where values are.
fn key<H: Host>(value: &Value<H::Page>, host: &H, zone: &TimeZone) -> String {
    let mut key = String::new();
    write_key(value, host, zone, &mut key);
    key
}

fn write_key<H: Host>(value: &Value<H::Page>, host: &H, zone: &TimeZone, key: &mut String) {
    let written = match value {
        Value::Empty => write!(key, "empty;"),
        Value::Number(number) => write!(key, "{number};"),
        Value::Boolean(value) => write!(key, "{value};"),
        Value::Text(text) => write!(key, "{text:?};"),
        Value::Date(date) => {
            let at = |moment: &Moment| moment.timestamp(zone).map(Timestamp::as_second);
            write!(
                key,
                "{:?}:{:?};",
                at(&date.start),
                date.end.as_ref().map(at)
            )
        }
        Value::Person(person) => write!(key, "@{:?};", person.id),
        // In a list; by itself it is compared.
        Value::Page(page) => write!(key, "<{:?};", host.id(page)),
        Value::List(items) => {
            key.push('[');
            items
                .iter()
                .for_each(|item| write_key(item, host, zone, key));
            write!(key, "];")
        }
    };
    // Writing into a text does not fail.
    written.unwrap_or_default();
}

/// The error if a list is wanted and there is none.
pub(crate) fn no_list<P>(function: Function, value: &Value<P>, span: crate::error::Span) -> Error {
    let message = format!(
        "`{}` takes a list, found {}",
        function.name(),
        value.type_name()
    );
    Error::new(ErrorKind::Type, span, message)
}
