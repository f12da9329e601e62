//! Which of a row's properties the struct asks for.

use crate::schema::PropertyDefinition;

/// Finds the column of a property by its name. The rows of an answer have their properties in one
/// order, so what was found at a place in the first row is the first guess at that place in the
/// next.
pub(super) struct Layout {
    properties: &'static [PropertyDefinition],
    seen: Vec<(Box<str>, Option<usize>)>,
}

impl Layout {
    pub(super) const fn new(properties: &'static [PropertyDefinition]) -> Layout {
        Layout {
            properties,
            seen: Vec::new(),
        }
    }

    /// The column of the property `name`, which stands at `place` in its row.
    pub(super) fn column(&mut self, place: usize, name: &str) -> Option<usize> {
        if let Some((seen, column)) = self.seen.get(place)
            && **seen == *name
        {
            return *column;
        }
        let column = self
            .properties
            .iter()
            .position(|property| property.name == name);
        if place == self.seen.len() {
            self.seen.push((name.into(), column));
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Config;

    const fn property(name: &'static str) -> PropertyDefinition {
        PropertyDefinition {
            field: "",
            name,
            description: "",
            config: Config::Plain { wire: "" },
        }
    }

    #[test]
    fn a_column_is_found_in_any_order() {
        static PROPERTIES: [PropertyDefinition; 2] = [property("A"), property("B")];
        let mut layout = Layout::new(&PROPERTIES);
        assert_eq!(
            [
                layout.column(0, "B"),
                layout.column(1, "X"),
                layout.column(2, "A")
            ],
            [Some(1), None, Some(0)]
        );
        assert_eq!(
            [
                layout.column(0, "B"),
                layout.column(1, "X"),
                layout.column(2, "A")
            ],
            [Some(1), None, Some(0)]
        );
        assert_eq!(
            [layout.column(0, "A"), layout.column(1, "B")],
            [Some(0), Some(1)]
        );
    }
}
