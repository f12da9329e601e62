//! `created_time`, `created_by`, `last_edited_time`, `last_edited_by` and `unique_id`: read off the page.

use std::borrow::Cow;

use jiff::tz::Offset;
use serde_json::{Value, json};

use super::PropertyKind;
use crate::compute::Read;
use crate::render;
use crate::state::clock;
use crate::state::date::{Point, cut_to_minute};
use crate::state::{DateValue, Page, Workspace};

pub(super) fn render(workspace: &Workspace, page: &Page, kind: &PropertyKind) -> Value {
    match kind {
        PropertyKind::CreatedTime => clock::minute(page.history.created).into(),
        PropertyKind::LastEditedTime => clock::minute(page.history.edited).into(),
        PropertyKind::CreatedBy => render::user_value(workspace, page.history.created_by),
        PropertyKind::LastEditedBy => render::user_value(workspace, page.history.edited_by),
        PropertyKind::UniqueId { prefix } => json!({ "prefix": prefix, "number": page.number }),
        _ => Value::Null,
    }
}

pub(crate) fn read<'a>(page: &Page, kind: &PropertyKind) -> Read<'a> {
    let minute = |at| {
        let start = Point::Minute {
            at: cut_to_minute(at),
            offset: Offset::UTC,
        };
        Read::Date(Some(Cow::Owned(DateValue { start, end: None })))
    };
    match kind {
        PropertyKind::CreatedTime => minute(page.history.created),
        PropertyKind::LastEditedTime => minute(page.history.edited),
        PropertyKind::CreatedBy => Read::Ids(vec![page.history.created_by]),
        PropertyKind::LastEditedBy => Read::Ids(vec![page.history.edited_by]),
        #[allow(clippy::cast_precision_loss)]
        PropertyKind::UniqueId { .. } => Read::Number(Some(page.number as f64)),
        _ => Read::Nothing,
    }
}
