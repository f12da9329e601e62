//! A field of a struct, on its way to being written.

/// A property as a field.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    pub(super) ty: String,
    pub(super) attributes: Vec<String>,
    pub(super) notes: Vec<String>,
    /// The type that says the kind without an attribute, where that is another one.
    pub(super) plain: Option<&'static str>,
}

impl Field {
    pub(super) fn of(ty: impl Into<String>) -> Field {
        Field {
            ty: ty.into(),
            ..Field::default()
        }
    }

    pub(super) fn attribute(mut self, attribute: impl Into<String>) -> Field {
        self.attributes.push(attribute.into());
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Field {
        self.notes.push(note.into());
        self
    }

    /// Whether it holds values of a type, as they are or computed.
    pub(super) fn holds(&self, of: &str) -> bool {
        let around = ["Option", "Formula", "Rollup"].map(|around| format!("{around}<{of}>"));
        self.ty == of || around.contains(&self.ty)
    }

    /// The type of such a property without an attribute.
    pub(super) fn plain(&self) -> String {
        match self.plain {
            Some("Status") => {
                self.ty
                    .replacen("Option<", "Option<notion_session::schema::Status<", 1)
                    + ">"
            }
            Some(plain) => plain.to_owned(),
            None => self.ty.clone(),
        }
    }
}
