//! Pages.

use serde_json::{Map, Value, json};

use super::{BASE_URL, Object, cover, icon, partial_user};
use crate::compute::Computing;
use crate::exchange::Version;
use crate::property::{self, PropertyKind, relation};
use crate::state::clock::minute;
use crate::state::id::encode_property;
use crate::state::{Content, Page, PageParent, Property, Run, TITLE, Workspace};

/// A page with all its properties.
pub(crate) fn page(computing: &Computing<'_>, page: &Page, version: Version) -> Object {
    page_of_properties(computing, page, version, |_| true)
}

/// A page with those properties that are asked for.
pub(crate) fn page_of_properties(
    computing: &Computing<'_>,
    page: &Page,
    version: Version,
    wanted: impl Fn(&Property) -> bool,
) -> Object {
    let workspace = computing.workspace;
    let in_trash = workspace.in_trash(page.id);
    Object::new()
        .put("object", "page")
        .put("id", page.id.to_string())
        .put("created_time", minute(page.history.created))
        .put("last_edited_time", minute(page.history.edited))
        .put("created_by", partial_user(page.history.created_by))
        .put("last_edited_by", partial_user(page.history.edited_by))
        .put("cover", cover(workspace, page.face.cover.as_ref()))
        .put("icon", icon(workspace, page.face.icon.as_ref()))
        .put("parent", parent(workspace, page.parent))
        .put("in_trash", in_trash)
        .put("is_archived", false)
        .put("is_locked", page.face.is_locked)
        .put("properties", properties(computing, page, wanted))
        .put("url", url(page))
        .put("public_url", Value::Null)
        .put_archived(version, in_trash)
}

fn properties(
    computing: &Computing<'_>,
    page: &Page,
    wanted: impl Fn(&Property) -> bool,
) -> Map<String, Value> {
    let workspace = computing.workspace;
    let source = page
        .data_source()
        .and_then(|id| workspace.data_sources.get(&id));
    let Some(source) = source else {
        let title = Property {
            id: TITLE.into(),
            name: TITLE.into(),
            description: None,
            kind: PropertyKind::Title,
        };
        let value = one_property(computing, page, &title);
        return [(title.name, value)].into_iter().collect();
    };
    source
        .schema
        .in_order()
        .into_iter()
        .filter(|property| wanted(property))
        .map(|property| {
            (
                property.name.clone(),
                one_property(computing, page, property),
            )
        })
        .collect()
}

/// `{id, type, <type>}`, and `has_more` for relations.
fn one_property(computing: &Computing<'_>, page: &Page, property: &Property) -> Value {
    let kind = property.kind.name();
    let object = Object::new()
        .put("id", encode_property(&property.id))
        .put("type", kind)
        .put(kind, property::render(computing, page, property));
    match property.kind {
        PropertyKind::Relation(_) => object.put(
            "has_more",
            relation::has_more(computing.workspace, page.cells.get(&property.id)),
        ),
        _ => object,
    }
    .into()
}

fn parent(workspace: &Workspace, parent: PageParent) -> Value {
    match parent {
        PageParent::Workspace => json!({ "type": "workspace", "workspace": true }),
        PageParent::Page(id) => json!({ "type": "page_id", "page_id": id }),
        PageParent::Block(id) => json!({ "type": "block_id", "block_id": id }),
        PageParent::DataSource(id) => {
            let database = workspace
                .data_sources
                .get(&id)
                .map(|source| source.database);
            json!({ "type": "data_source_id", "data_source_id": id, "database_id": database })
        }
    }
}

/// The base, the title's words, the id.
fn url(page: &Page) -> String {
    let slug = slug(page.title());
    let dash = if slug.is_empty() { "" } else { "-" };
    format!("{BASE_URL}{slug}{dash}{}", page.id.simple())
}

/// The title's text (mentions and equations add nothing), with a dash for all that is no letter, digit or `_`.
/// Choice: letters beyond ASCII become dashes too; no recording shows them.
fn slug(title: &[Run]) -> String {
    let mut slug = String::new();
    for run in title {
        let Content::Text { content, .. } = &run.content else {
            continue;
        };
        for c in content.chars() {
            if c.is_ascii_alphanumeric() || c == '_' {
                slug.push(c);
            } else if !slug.ends_with('-') {
                slug.push('-');
            }
        }
    }
    slug.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_words_and_put_dashes_between() {
        assert_eq!(
            slug(&[Run::text("  Item DB: max (relation) items!")]),
            "Item-DB-max-relation-items"
        );
        assert_eq!(slug(&[Run::text("a_b"), Run::text(" & c")]), "a_b-c");
        assert_eq!(slug(&[Run::text("✨")]), "");
    }
}
