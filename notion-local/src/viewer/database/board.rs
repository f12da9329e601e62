//! Boards: rows in columns, grouped by a property with options.

use maud::{Markup, html};
use notion_model::{Icon, PropertyValue, ValueKind};
use uuid::Uuid;

use super::table::{format, in_order, value};
use crate::compute::{Computing, Read};
use crate::property::{self, PropertyKind};
use crate::render;
use crate::state::{DataSource, Page, Property, TITLE, text};
use crate::viewer::icons::{self, Usual};
use crate::viewer::names::{self, Names};
use crate::viewer::{cells, links};

/// The maximum number of cards in a column.
const MAX_CARDS: usize = 40;
/// The maximum number of properties on a card.
const MAX_VALUES: usize = 6;

#[derive(Debug)]
struct Card {
    id: Uuid,
    title: String,
    icon: Option<Icon>,
    values: Vec<Shown>,
}

/// A value on a card.
#[derive(Debug)]
struct Shown {
    name: String,
    /// Whether the name is shown, because the value alone is not clear.
    is_named: bool,
    format: Option<String>,
    value: PropertyValue,
}

/// The rows with one option.
#[derive(Debug)]
struct Group {
    name: String,
    color: String,
    count: usize,
    cards: Vec<Card>,
}

#[derive(Debug)]
pub(super) struct Board {
    groups: Vec<Group>,
    names: Names,
}

/// Groups rows by the options of a property. As in Notion, a row with several options is in several columns.
pub(super) fn gather(
    computing: &Computing<'_>,
    source: &DataSource,
    by: &Property,
    rows: &[Uuid],
) -> Board {
    let choices = by.kind.choices().unwrap_or_default();
    let mut groups: Vec<Group> = choices
        .iter()
        .map(|choice| group(&choice.name, &choice.color))
        .collect();
    let mut without = group(&format!("No {}", by.name), "default");
    let shown = properties(source, by);
    let mut names = Names::default();
    for id in rows {
        let Some(page) = computing.workspace.pages.get(id) else {
            continue;
        };
        let Read::Options(options) = property::read(computing, page, by) else {
            continue;
        };
        let mut is_placed = false;
        for group in &mut groups {
            if options.contains(&group.name.as_str()) {
                group.put(computing, page, &shown, &mut names);
                is_placed = true;
            }
        }
        if !is_placed {
            without.put(computing, page, &shown, &mut names);
        }
    }
    if without.count > 0 {
        groups.insert(0, without);
    }
    Board { groups, names }
}

fn group(name: &str, color: &str) -> Group {
    Group {
        name: name.to_owned(),
        color: color.to_owned(),
        count: 0,
        cards: Vec::new(),
    }
}

/// Returns the properties on cards, without metadata such as the creation time.
fn properties<'a>(source: &'a DataSource, by: &Property) -> Vec<&'a Property> {
    let all = in_order(source).into_iter().filter(|property| {
        let is_meta = matches!(
            property.kind,
            PropertyKind::CreatedTime
                | PropertyKind::CreatedBy
                | PropertyKind::LastEditedTime
                | PropertyKind::LastEditedBy
                | PropertyKind::Button
        );
        &*property.id != TITLE && property.id != by.id && !is_meta
    });
    all.take(MAX_VALUES).collect()
}

impl Group {
    fn put(
        &mut self,
        computing: &Computing<'_>,
        page: &Page,
        shown: &[&Property],
        names: &mut Names,
    ) {
        self.count += 1;
        if self.cards.len() == MAX_CARDS {
            return;
        }
        let workspace = computing.workspace;
        let values = shown.iter().map(|property| {
            let value = value(computing, page, property);
            names::collect(workspace, &value.kind, names);
            Shown {
                name: property.name.clone(),
                is_named: matches!(value.kind, ValueKind::Number(_) | ValueKind::Checkbox(_)),
                format: format(property),
                value,
            }
        });
        let title = text::plain(workspace, page.title());
        self.cards.push(Card {
            id: page.id,
            title: if title.trim().is_empty() {
                "Untitled".into()
            } else {
                title
            },
            icon: names::icon(render::icon(workspace, page.face.icon.as_ref())),
            values: values.collect(),
        });
    }
}

impl Board {
    pub(super) fn show(&self) -> Markup {
        html! {
            div.board tabindex="0" role="region" aria-label="Board" {
                @for group in &self.groups {
                    section aria-label=(group.name) {
                        h2 { (cells::tagged(&group.name, &group.color)) span.count { (group.count) } }
                        @for card in &group.cards { (self.card(card)) }
                        @if group.count > group.cards.len() {
                            p.hint { (group.count - group.cards.len()) " more, in the table" }
                        }
                    }
                }
            }
        }
    }

    fn card(&self, card: &Card) -> Markup {
        html! {
            article {
                a.page href=(links::object(card.id)) {
                    @if card.icon.is_some() { (icons::icon(card.icon.as_ref(), Usual::Page)) }
                    span { (card.title) }
                }
                @for one in &card.values {
                    @let shown = cells::value(&one.value, one.format.as_deref(), &self.names);
                    @if !shown.0.is_empty() {
                        div.value title=(one.name) {
                            @if one.is_named { small { (one.name) } }
                            (shown)
                        }
                    }
                }
            }
        }
    }
}
