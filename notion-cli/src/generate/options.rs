//! The options of a select, multi-select or status as an enum.

use notion_session::model::{SelectColor, SelectOption};
use notion_session::schema::PropertyNode;
use notion_vocabulary::StatusGroup;
use notion_vocabulary::limits::MAX_OPTIONS;

use super::names::{Taken, in_notion};
use super::write::{Item, Member, comment, literal};

/// The enum of that name for these options of a property.
///
/// `field` is what to call the property in the enum's comment.
pub(super) fn item(
    ident: &str,
    field: &str,
    property: &PropertyNode,
    options: &[SelectOption],
) -> Item {
    let mut taken = Taken::default();
    let mut seen: Vec<String> = Vec::new();
    let mut members = Vec::new();
    let mut too_many = 0;
    for option in options {
        let name = option.name.to_lowercase();
        let reason = if option.name.trim().is_empty() {
            Some("it has no name")
        } else if option.name.contains(',') {
            Some("the derive takes no commas in names")
        } else if seen.contains(&name) {
            Some("its name differs from another one's in its letter case alone")
        } else if seen.len() == MAX_OPTIONS {
            too_many += 1;
            continue;
        } else {
            None
        };
        members.push(match reason {
            Some(reason) => Member {
                notes: vec![comment(&format!(
                    "{:?} is read as another option: {reason}.",
                    option.name
                ))],
                ..Member::default()
            },
            None => {
                seen.push(name);
                variant(&mut taken, property, option)
            }
        });
    }
    if too_many > 0 {
        members.push(Member {
            notes: vec![format!(
                "{too_many} more are read as another option: the derive takes {MAX_OPTIONS}."
            )],
            ..Member::default()
        });
    }
    members.push(Member {
        doc: Some("What is added in Notion.".to_owned()),
        attributes: vec!["other".to_owned()],
        declaration: Some(format!("{}(String)", taken.variant("Other"))),
        ..Member::default()
    });
    Item {
        doc: Some(format!("The options of {field}.")),
        derives: "NotionOptions, Clone, Debug, PartialEq",
        keyword: "enum",
        ident: ident.to_owned(),
        members,
        ..Item::default()
    }
}

fn variant(taken: &mut Taken, property: &PropertyNode, option: &SelectOption) -> Member {
    let ident = taken.variant(&option.name);
    let mut attributes = Vec::new();
    if in_notion(&ident) != option.name {
        attributes.push(format!("name = {}", literal(&option.name)));
    }
    if let Some(color) = option.color.as_ref().and_then(SelectColor::known) {
        attributes.push(format!("color = {color}"));
    }
    let group = property
        .groups
        .iter()
        .find(|(name, _)| *name == option.name);
    let group = group.and_then(|(_, group)| StatusGroup::from_name(group));
    // Notion puts options into the first group by itself: naming that says nothing.
    if let Some(group) = group.filter(|group| *group != StatusGroup::FIRST) {
        attributes.push(format!("group = {group}"));
    }
    let doc = option.description.as_ref().map(|text| comment(text.trim()));
    Member {
        doc: doc.filter(|text| !text.is_empty()),
        attributes,
        declaration: Some(ident),
        ..Member::default()
    }
}
