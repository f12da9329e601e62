//! One change of a data source, and what it may cost.

use notion_model::{PropertyId, PropertySchemaRequest, SelectOption, ViewId};
use serde::{Deserialize, Serialize};

use crate::view::ViewNode;

/// One thing that a plan would change, or would have a person change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Change {
    /// The property, by its name in the schema, or in Notion where the schema does not have it. Empty where the
    /// change is one of the database itself. Of a view it is the view's name.
    pub property: String,
    /// The property's id in Notion, where it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PropertyId>,
    /// What is to be done.
    pub action: Action,
    /// The same in a few words.
    pub what: String,
    /// What it may cost.
    pub risk: Risk,
    /// Why it has that risk, and what a person can do where the API cannot; empty if nothing is to be said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// The database gets another title.
    Retitle(String),
    /// The database gets another description.
    DescribeDatabase(String),
    /// A property is added.
    Add(PropertySchemaRequest),
    /// A property that has this name gets the schema's.
    Rename(String),
    /// A property gets another description.
    Describe(String),
    /// A property gets more options.
    AddOptions(Vec<SelectOption>),
    /// A property gets other settings.
    Reconfigure(PropertySchemaRequest),
    /// A property becomes one of another type.
    Convert(PropertySchemaRequest),
    /// A property loses the options of these names.
    RemoveOptions(Vec<String>),
    /// A property goes.
    Drop,
    /// A view is added.
    AddView(Box<ViewNode>),
    /// A view gets another filter, order, or settings.
    ChangeView {
        /// The view.
        id: ViewId,
        /// What it is to be.
        view: Box<ViewNode>,
    },
    /// What Notion's API does not do: a person does it in Notion, or the schema changes.
    ByHand,
    /// Nothing: a difference that rows do not depend on and that Notion's API cannot change, such as the group of an
    /// option of a status.
    Note,
}

/// What a change may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Risk {
    /// No value of any row is lost.
    Safe,
    /// Values of rows may be lost.
    Lossy,
    /// Notion's API does not do it.
    Impossible,
}

impl Change {
    pub(super) fn safe(property: &str, action: Action, what: impl Into<String>) -> Change {
        Change {
            property: property.to_owned(),
            id: None,
            action,
            what: what.into(),
            risk: Risk::Safe,
            reason: String::new(),
        }
    }

    pub(super) fn lossy(
        property: &str,
        action: Action,
        what: impl Into<String>,
        reason: impl Into<String>,
    ) -> Change {
        Change {
            risk: Risk::Lossy,
            ..Change::safe(property, action, what).because(reason)
        }
    }

    pub(super) fn by_hand(
        property: &str,
        what: impl Into<String>,
        reason: impl Into<String>,
    ) -> Change {
        Change {
            risk: Risk::Impossible,
            ..Change::safe(property, Action::ByHand, what).because(reason)
        }
    }

    pub(super) fn note(
        property: &str,
        what: impl Into<String>,
        reason: impl Into<String>,
    ) -> Change {
        Change::safe(property, Action::Note, what).because(reason)
    }

    pub(super) fn because(mut self, reason: impl Into<String>) -> Change {
        self.reason = reason.into();
        self
    }

    /// With something else to say.
    pub(super) fn hinting(mut self, hint: String) -> Change {
        match (hint.is_empty(), self.reason.is_empty()) {
            (true, _) => {}
            (false, true) => self.reason = hint,
            (false, false) => self.reason = format!("{}; {hint}", self.reason),
        }
        self
    }

    pub(super) fn of(mut self, id: Option<&PropertyId>) -> Change {
        self.id = id.cloned();
        self
    }

    /// Returns true if it is a change of a view.
    pub fn is_of_view(&self) -> bool {
        matches!(self.action, Action::AddView(_) | Action::ChangeView { .. })
    }

    /// Returns true if it stays as it is unless a policy names it: what the schema does not have, and what is only noted.
    pub fn is_kept(&self) -> bool {
        matches!(
            self.action,
            Action::Drop | Action::RemoveOptions(_) | Action::Retitle(_) | Action::Note
        )
    }
}
