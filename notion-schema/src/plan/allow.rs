//! What a person lets a plan do.

use super::change::{Action, Change, Risk};

/// What `Plan::apply` may do. Whatever else a plan needs, it refuses before the first request;
/// what a schema does not have stays as it is, unless it is named here.
///
/// ```
/// use notion_session::plan::Allow;
///
/// let careful = Allow::additive();
/// let thorough = Allow::additive().convert().drop_unknown().remove_options();
/// assert_ne!(careful, thorough);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Allow {
    convert: bool,
    drop_unknown: bool,
    remove_options: bool,
    retitle: bool,
    strict: bool,
}

impl Allow {
    /// What loses no value: new properties and options, new names, descriptions, formats, formulas, rollups, and a
    /// second side for a relation.
    pub const fn additive() -> Allow {
        Allow {
            convert: false,
            drop_unknown: false,
            remove_options: false,
            retitle: false,
            strict: false,
        }
    }

    /// Also what rewrites values: other types, other targets of relations, relations that lose their other side.
    pub const fn convert(mut self) -> Allow {
        self.convert = true;
        self
    }

    /// Also to drop the properties that the schema does not have, with their values.
    pub const fn drop_unknown(mut self) -> Allow {
        self.drop_unknown = true;
        self
    }

    /// Also to remove the options that the schema does not have, which empties the cells that have them.
    pub const fn remove_options(mut self) -> Allow {
        self.remove_options = true;
        self
    }

    /// Also to give the database the schema's title, where somebody gave it another.
    pub const fn retitle(mut self) -> Allow {
        self.retitle = true;
        self
    }

    /// Refuses what is otherwise only noted: options of a status in other groups than the schema names, which Notion's
    /// API cannot move.
    ///
    /// ```
    /// use notion_session::plan::Allow;
    ///
    /// // New properties are added; a status whose groups differ is an error.
    /// let allow = Allow::additive().strict();
    /// # let _ = allow;
    /// ```
    pub const fn strict(mut self) -> Allow {
        self.strict = true;
        self
    }

    #[doc(hidden)]
    pub fn verdict(self, change: &Change) -> Verdict {
        let kept = |allowed| {
            if allowed { Verdict::Do } else { Verdict::Keep }
        };
        match (&change.action, change.risk) {
            (Action::Drop, _) => kept(self.drop_unknown),
            (Action::RemoveOptions(_), _) => kept(self.remove_options),
            (Action::Retitle(_), _) => kept(self.retitle),
            (Action::Note, _) if self.strict => Verdict::Refuse,
            (Action::Note, _) => Verdict::Keep,
            (_, Risk::Safe) => Verdict::Do,
            (_, Risk::Lossy) if self.convert => Verdict::Do,
            (_, Risk::Lossy | Risk::Impossible) => Verdict::Refuse,
        }
    }
}

/// What becomes of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The change is made.
    Do,
    /// What is there is kept.
    Keep,
    /// The plan is refused.
    Refuse,
}

/// What lets a change happen, where the additive policy alone does not.
pub(super) fn permission(change: &Change) -> Option<&'static str> {
    match (&change.action, change.risk) {
        (Action::Drop, _) => Some("drop_unknown()"),
        (Action::RemoveOptions(_), _) => Some("remove_options()"),
        (Action::Retitle(_), _) => Some("retitle()"),
        (_, Risk::Lossy) => Some("convert()"),
        (_, Risk::Safe | Risk::Impossible) => None,
    }
}
