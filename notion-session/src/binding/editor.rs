//! Who changed a data source, for plans that are out of date.

use notion_model::{DataSource, User};

/// Who changed a data source last, and when, with what else is known of the user.
pub(super) fn editor(source: &DataSource, known: Option<&User>) -> Option<String> {
    let user = source.last_edited_by.as_ref()?;
    let name = known
        .and_then(|known| known.name.as_ref())
        .or(user.name.as_ref());
    let name = name.map_or_else(
        || format!("the user {}", user.id),
        |name| format!("\"{name}\""),
    );
    Some(match &source.last_edited_time {
        Some(time) => format!("{name} at {time}"),
        None => name,
    })
}
