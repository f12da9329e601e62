//! Reads the property values of a row into the fields of a struct.

use std::sync::Arc;

use serde_json::Error;
use serde_json::error::Category;

use super::Field;
use crate::codec::{Layout, Members, Scan};

/// The property values of a row, read once from beginning to end.
#[derive(Debug)]
pub struct Values<'t, 'v> {
    scan: &'v mut Scan<'t>,
    layout: &'v mut Arc<Layout>,
    /// The name of the struct, for errors.
    reader: &'static str,
    members: Members,
    place: usize,
}

/// A value that does not fit its field; without a property, invalid JSON.
#[derive(Debug)]
pub struct ReadError {
    pub(crate) property: Option<&'static str>,
    pub(crate) source: Error,
}

impl From<Error> for ReadError {
    fn from(source: Error) -> ReadError {
        ReadError {
            property: None,
            source,
        }
    }
}

impl<'t, 'v> Values<'t, 'v> {
    pub(crate) fn new(
        scan: &'v mut Scan<'t>,
        layout: &'v mut Arc<Layout>,
        reader: &'static str,
    ) -> Result<Values<'t, 'v>, Error> {
        let members = scan.open(b'{')?;
        Ok(Values {
            scan,
            layout,
            reader,
            members,
            place: 0,
        })
    }

    /// Goes to the next property that is wanted, and gives its column. What is not wanted is skipped.
    #[doc(hidden)]
    pub fn next_column(&mut self) -> Result<Option<usize>, ReadError> {
        while self.scan.next_property(&mut self.members)? {
            let place = self.place;
            self.place += 1;
            let text = self.scan.rest();
            let column = match self.layout.guess(place, text) {
                Some(guess) if guess.column.is_none() && self.pass_content(guess.content) => {
                    continue;
                }
                Some(guess) => {
                    self.scan.advance(guess.value);
                    guess.column
                }
                None => {
                    let name = self.scan.key()?;
                    self.scan.peek();
                    let value = self.scan.rest();
                    Arc::make_mut(self.layout).column(place, &name, text, value)
                }
            };
            match column {
                Some(column) => return Ok(Some(column)),
                None => self.scan.skip()?,
            }
        }
        Ok(None)
    }

    /// Returns the value that stands here, read as one of a field.
    #[doc(hidden)]
    pub fn value<T>(&mut self, field: &Field<T>) -> Result<T, ReadError> {
        self.decode(field.property.name, field.decode)
    }

    /// Returns the value of a field, once all properties were gone through.
    #[doc(hidden)]
    pub fn found<T>(&self, value: Option<T>, field: &Field<T>) -> Result<T, ReadError> {
        self.require(value, field.property.name)
    }

    /// The value that stands here, read by a function that says where it ends.
    #[doc(hidden)]
    pub fn decode<T>(
        &mut self,
        property: &'static str,
        decode: fn(&str) -> Result<(T, usize), Error>,
    ) -> Result<T, ReadError> {
        match decode(self.scan.rest()) {
            Ok((value, length)) => {
                self.scan.advance(length);
                Ok(value)
            }
            // Where the text ends too early it is no value of a property that is wrong.
            Err(source) if source.classify() == Category::Eof => Err(source.into()),
            Err(source) => Err(ReadError {
                property: Some(property),
                source,
            }),
        }
    }

    #[doc(hidden)]
    pub fn require<T>(&self, value: Option<T>, property: &'static str) -> Result<T, ReadError> {
        value.ok_or_else(|| ReadError {
            property: Some(property),
            source: serde::de::Error::custom(format!(
                "Notion sent no property of this name; is it another data source than that of \
                 `{}`, or was the property renamed or deleted?",
                self.reader
            )),
        })
    }

    /// Passes over a property whose content begins so far from here, if nothing follows the content.
    fn pass_content(&mut self, content: Option<usize>) -> bool {
        let Some(content) = content else {
            return false;
        };
        let start = self.scan.at();
        self.scan.advance(content);
        let passed = self.scan.skip().is_ok() && self.scan.word("}");
        if !passed {
            self.scan.back_to(start);
        }
        passed
    }

    /// Passes over the value that stands here.
    #[doc(hidden)]
    pub fn pass(&mut self) -> Result<(), ReadError> {
        Ok(self.scan.skip()?)
    }
}
