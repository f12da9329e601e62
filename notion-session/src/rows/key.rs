//! The columns that identify a row.

use crate::column::{Column, Filter};
use crate::schema::{Codec, Field, NotionSchema, Visit};

/// One column of a schema, or a tuple of up to four, whose values identify a row.
#[diagnostic::on_unimplemented(
    message = "this does not identify rows of `{S}`: it is not a column or a tuple of up to 4 columns of `{S}`",
    label = "not a column of `{S}`, and not a tuple of up to 4",
    note = "pass a column, or several as a tuple: `|t| (t.name, t.day)`"
)]
pub trait KeyColumns<S> {
    /// Returns the names of the properties.
    #[doc(hidden)]
    fn names(&self) -> Vec<&'static str>;
}

#[diagnostic::do_not_recommend]
impl<S: NotionSchema, V: Codec> KeyColumns<S> for Column<S, V> {
    fn names(&self) -> Vec<&'static str> {
        vec![self.name()]
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt)+))*) => {$(
        #[diagnostic::do_not_recommend]
        impl<S: NotionSchema, $($name: Codec),+> KeyColumns<S> for ($(Column<S, $name>,)+) {
            fn names(&self) -> Vec<&'static str> {
                vec![$(self.$index.name()),+]
            }
        }
    )*};
}
tuples! {
    (A 0)
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
}

/// The properties that identify a row, by name.
#[derive(Debug, Clone)]
pub(crate) struct Key(Vec<&'static str>);

impl Key {
    pub(crate) fn of<S>(columns: &impl KeyColumns<S>) -> Key {
        Key(columns.names())
    }

    /// Returns the name of the key in errors.
    pub(crate) fn name(&self) -> String {
        self.0.join("`, `")
    }

    /// Returns the key of a row: the content of the columns, or the values that Notion computed for them.
    ///
    /// # Errors
    ///
    /// The name of the empty column.
    pub(crate) fn value<S: NotionSchema>(&self, row: &S) -> Result<String, &'static str> {
        let mut parts = Vec::with_capacity(self.0.len());
        for column in &self.0 {
            let part = part(row, column).ok_or(*column)?;
            parts.push(part.value);
        }
        Ok(match <[String; 1]>::try_from(parts) {
            Ok([single]) => single,
            Err(several) => serde_json::Value::from(several).to_string(),
        })
    }

    /// Returns a filter that all rows with the same key pass, and possibly others: it uses the columns that Notion can compare.
    pub(crate) fn filter<S: NotionSchema>(&self, row: &S) -> Option<Filter<S>> {
        let parts = self.0.iter().filter_map(|column| part(row, column)?.filter);
        Filter::all(parts)
    }
}

/// A column of a row.
struct Part<S> {
    value: String,
    filter: Option<Filter<S>>,
}

fn part<S: NotionSchema>(row: &S, column: &'static str) -> Option<Part<S>> {
    struct Look<S> {
        column: &'static str,
        part: Option<Part<S>>,
    }
    impl<S> Visit for Look<S> {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            if field.property.name != self.column {
                return;
            }
            self.part = if field.is_computed {
                let value = (field.text)(value);
                (!value.is_empty()).then_some(Part {
                    value,
                    filter: None,
                })
            } else if (field.is_empty)(value) {
                None
            } else {
                let content = (field.content)(value).ok();
                content.map(|content| {
                    let text = || (field.text)(value);
                    let wire = field.property.config.wire();
                    let operand = match wire {
                        "title" | "rich_text" | "url" | "email" | "phone_number" => {
                            Some(("rich_text", text().into()))
                        }
                        "number" => Some(("number", content.clone())),
                        "select" | "status" => Some((wire, content["name"].clone())),
                        _ => None,
                    };
                    Part {
                        value: content.to_string(),
                        filter: operand
                            .map(|(kind, operand)| Filter::equals(self.column, kind, operand)),
                    }
                })
            };
        }
    }
    let mut look = Look { column, part: None };
    row.visit(&mut look);
    look.part
}
