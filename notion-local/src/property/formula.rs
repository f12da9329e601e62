//! `formula`.

use std::sync::Arc;

use notion_formula::{Answer, Budget, ErrorKind, Formula as Expression, Type, Value as Computed};
use serde_json::Value;
use uuid::Uuid;

use crate::compute::{Computing, Host, Read, answer_to_json, result_type, value_to_read};
use crate::state::{Page, PropertyId, Workspace};

/// The configuration of a formula.
#[derive(Debug, Clone)]
pub(crate) struct Formula {
    /// The expression as Notion shows it: printed anew, with tokens in place of names.
    pub(crate) stored: String,
    /// The same, taken apart. What was made in Notion may be no formula at all: its value is empty text.
    parsed: Option<Arc<Expression>>,
    /// Whether the formula was last saved in Notion's own UI. Notion works out the type of the result there, and not for
    /// formulas that come through the API: without the type it cannot filter.
    pub(crate) is_saved_in_ui: bool,
}

impl Formula {
    /// A formula of a request, whose properties are named by tokens.
    pub(crate) fn of(expression: Expression) -> Self {
        Self {
            stored: expression.to_string(),
            parsed: Some(Arc::new(expression)),
            is_saved_in_ui: false,
        }
    }

    /// A formula of a snapshot.
    pub(crate) fn stored(expression: &str, is_saved_in_ui: bool) -> Self {
        let parsed = Expression::parse(expression).ok().map(Arc::new);
        Self {
            stored: expression.to_owned(),
            parsed,
            is_saved_in_ui,
        }
    }

    /// Returns true if Notion can filter by the formula, which is a property of this data source: it was saved in Notion's own UI,
    /// and all its branches give one type. `empty()` is a value of every type.
    pub(crate) fn is_filterable(&self, workspace: &Workspace, source: Uuid) -> bool {
        self.is_saved_in_ui && self.parsed.is_some() && {
            let types = result_type(workspace, source, self);
            let mut kinds = types.members().iter().filter_map(kind);
            kinds
                .next()
                .is_none_or(|first| kinds.all(|other| other == first))
        }
    }

    /// The expression, where it is one.
    pub(crate) fn parsed(&self) -> Option<&Expression> {
        self.parsed.as_deref()
    }

    /// The value for a page, within the bounds of the formula that asks.
    pub(crate) fn evaluate(
        &self,
        host: &Host<'_>,
        page: Uuid,
        budget: &mut Budget,
    ) -> notion_formula::Result<Computed<Uuid>> {
        match &self.parsed {
            Some(parsed) => parsed.evaluate_within(host, &page, budget),
            None => Ok(Computed::Empty),
        }
    }

    /// `{type, <type>}`.
    pub(super) fn render(
        &self,
        computing: &Computing<'_>,
        page: &Page,
        property: &PropertyId,
    ) -> Value {
        let host = Host::new(computing.clone());
        let result = computing.formula(page, property, self, None);
        let expected = match (&result, page.data_source()) {
            // Only an empty result needs its type to be told.
            (Ok(Computed::Empty) | Err(_), Some(source)) => {
                result_type(computing.workspace, source, self)
            }
            _ => Type::Any,
        };
        answer_to_json(Answer::of(&result, &expected, &host))
    }

    /// The value as filters, sorts and rollups read it.
    ///
    /// # Errors
    /// If a bound is exceeded.
    pub(super) fn read(
        &self,
        computing: &Computing<'_>,
        page: &Page,
        property: &PropertyId,
        budget: Option<&mut Budget>,
    ) -> notion_formula::Result<Read<'static>> {
        let result = computing.formula(page, property, self, budget);
        match result {
            Err(error) if error.kind() == ErrorKind::Limit => Err(error),
            result => Ok(value_to_read(&Host::new(computing.clone()), &result)),
        }
    }
}

/// The type that the API gives to a result: lists, people and pages are shown as text. `None` if every type would do.
const fn kind(of: &Type) -> Option<&'static str> {
    match of {
        Type::Number => Some("number"),
        Type::Boolean => Some("boolean"),
        Type::Date => Some("date"),
        Type::Empty | Type::Any => None,
        _ => Some("string"),
    }
}
