//! `formula`.

use serde_json::{Value, json};

use crate::compute::{Computing, Read};
use crate::state::Page;

/// The configuration of a formula.
#[derive(Debug, Clone)]
pub(crate) struct Formula {
    /// The expression as Notion shows it: printed anew, with tokens in place of names.
    pub(crate) stored: String,
}

impl Formula {
    /// A formula whose properties are named by tokens.
    pub(crate) fn of(expression: &notion_formula::Formula) -> Self {
        Self {
            stored: expression.to_string(),
        }
    }

    /// A formula as it was stored somewhere else.
    pub(crate) fn stored(expression: &str) -> Self {
        Self {
            stored: expression.to_owned(),
        }
    }

    /// `{type, <type>}`.
    pub(super) fn render(&self, _computing: &Computing<'_>, _page: &Page) -> Value {
        json!({ "type": "string", "string": null })
    }

    pub(super) fn read<'a>(&'a self, _computing: &Computing<'a>, _page: &'a Page) -> Read<'a> {
        Read::Nothing
    }
}
