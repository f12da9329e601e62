//! Functions for any value, for pages and people.

use std::sync::Arc;

use super::Host;
use super::arguments::Call;
use super::convert::{self, to_text};
use super::value::{Person, Value};
use crate::error::{Error, ErrorKind, Result};
use crate::function::Function;

impl<H: Host> Call<'_, H> {
    pub(crate) fn general_function(&mut self) -> Result<Value<H::Page>> {
        match self.function {
            Function::Empty if self.values.is_empty() => Ok(Value::Empty),
            Function::Empty => Ok((!self.value(0).is_truthy()).into()),
            Function::Not => Ok((!self.value(0).is_truthy()).into()),
            Function::Length => self.length(),
            Function::Equal => self.equal().map(Into::into),
            Function::Unequal => self.equal().map(|equal| (!equal).into()),
            Function::Id => self.id(),
            Function::Name => Ok(self
                .person()?
                .and_then(|person| person.name.clone())
                .map_or(Value::Empty, Value::from)),
            Function::Email => Ok(self
                .person()?
                .and_then(|person| person.email.clone())
                .map_or(Value::Empty, Value::from)),
            _ => self.format(),
        }
    }

    fn format(&mut self) -> Result<Value<H::Page>> {
        self.budget
            .spend_bytes(convert::text_size(self.value(0)), self.span)?;
        let text = to_text(self.value(0), self.host);
        self.budget.new_text(text.len(), self.span)?;
        Ok(Value::Text(text))
    }

    /// The characters of a text, the items of a list, 0 for nothing.
    fn length(&mut self) -> Result<Value<H::Page>> {
        let length = match self.value(0) {
            Value::List(items) => items.len(),
            Value::Empty => 0,
            _ => {
                let text = self.text(0)?.unwrap_or_else(|| "".into());
                self.budget.spend_bytes(text.len(), self.span)?;
                text.chars().count()
            }
        };
        Ok(Value::Number(length as f64))
    }

    fn equal(&mut self) -> Result<bool> {
        let size = convert::text_size(self.value(0)).min(convert::text_size(self.value(1)));
        self.budget.spend_bytes(size, self.span)?;
        Ok(convert::equal(self.value(0), self.value(1), &|| {
            self.host.time_zone()
        }))
    }

    fn id(&self) -> Result<Value<H::Page>> {
        match self.value(0) {
            Value::Empty if self.values.is_empty() => Ok(self.host.id(self.page).into()),
            Value::Empty => Ok(Value::Empty),
            Value::Page(page) => Ok(self.host.id(page).into()),
            other => Err(Error::new(
                ErrorKind::Type,
                self.at(0),
                format!("`id` takes a page, found {}", other.type_name()),
            )),
        }
    }

    fn person(&self) -> Result<Option<Arc<Person>>> {
        match self.value(0) {
            Value::Person(person) => Ok(Some(person.clone())),
            Value::Empty => Ok(None),
            other => {
                let message = format!(
                    "`{}` takes a person, found {}",
                    self.function.name(),
                    other.type_name()
                );
                Err(Error::new(ErrorKind::Type, self.at(0), message))
            }
        }
    }
}
