//! What becomes of a value when its property gets another type: it is shown as text and read again.

use crate::property::PropertyKind;
use crate::state::text::plain;
use crate::state::{Cell, DateValue, OptionId, Run, Workspace};

/// The value under the new type, or nothing. Choice: options are only found by name and not made, and what has no
/// text (people, files, relations) is lost; recordings show type changes of empty columns only.
pub(super) fn convert(
    workspace: &Workspace,
    cell: &Cell,
    from: &PropertyKind,
    to: &PropertyKind,
) -> Option<Cell> {
    let text = as_text(workspace, cell, from)?;
    Some(match to {
        PropertyKind::RichText => Cell::Text(vec![Run::text(text)]),
        PropertyKind::Number { .. } => Cell::Number(text.trim().parse().ok()?),
        PropertyKind::Url | PropertyKind::Email | PropertyKind::PhoneNumber => Cell::Plain(text),
        PropertyKind::Checkbox => {
            matches!(text.as_str(), "Yes" | "true").then_some(Cell::Checkbox(true))?
        }
        PropertyKind::Date => Cell::Date(DateValue::parse(&serde_json::json!({ "start": text }))?),
        PropertyKind::Select(choices) => Cell::Option(
            choices
                .iter()
                .find(|choice| choice.name == text)?
                .id
                .clone(),
        ),
        PropertyKind::Status(status) => Cell::Option(
            status
                .choices
                .iter()
                .find(|choice| choice.name == text)?
                .id
                .clone(),
        ),
        PropertyKind::MultiSelect(choices) => {
            let names = text.split(", ");
            let ids: Vec<_> = names
                .filter_map(|name| choices.iter().find(|choice| choice.name == name))
                .map(|c| c.id.clone())
                .collect();
            (!ids.is_empty()).then_some(Cell::MultiSelect(ids))?
        }
        _ => return None,
    })
}

fn as_text(workspace: &Workspace, cell: &Cell, from: &PropertyKind) -> Option<String> {
    let name = |id: &OptionId| {
        from.choices()?
            .iter()
            .find(|choice| choice.id == *id)
            .map(|choice| choice.name.clone())
    };
    match cell {
        Cell::Text(runs) => Some(plain(workspace, runs)),
        Cell::Number(number) => Some(number.to_string()),
        Cell::Checkbox(checked) => Some(if *checked { "Yes" } else { "No" }.to_owned()),
        Cell::Plain(text) => Some(text.clone()),
        Cell::Option(id) => name(id),
        Cell::MultiSelect(ids) => Some(ids.iter().filter_map(name).collect::<Vec<_>>().join(", "))
            .filter(|text| !text.is_empty()),
        Cell::Date(date) => Some(date.start.print()),
        Cell::People(_)
        | Cell::Files(_)
        | Cell::Relation(_)
        | Cell::Place(_)
        | Cell::Verification(_) => None,
    }
}
