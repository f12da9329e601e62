//! From a page's JSON to a row.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::columns::layout::Bound;
use crate::columns::value::{Cell, Cells, IdView, ValueView, empty};
use crate::plan::fingerprint;
use crate::store::rows::{Page, Row};

/// The parts of a page that the mirror reads.
#[derive(Deserialize)]
pub(crate) struct PageView<'a> {
    #[serde(borrow)]
    pub(crate) id: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(crate) created_time: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(crate) last_edited_time: Cow<'a, str>,
    #[serde(borrow, default)]
    created_by: Option<IdView<'a>>,
    #[serde(borrow, default)]
    last_edited_by: Option<IdView<'a>>,
    #[serde(borrow, default)]
    cover: Option<&'a RawValue>,
    #[serde(borrow, default)]
    icon: Option<&'a RawValue>,
    #[serde(default)]
    pub(crate) in_trash: bool,
    #[serde(borrow, default)]
    pub(crate) parent: ParentView<'a>,
    #[serde(borrow, default)]
    properties: Properties<'a>,
    #[serde(borrow, default)]
    url: Option<Cow<'a, str>>,
}

#[derive(Default, Deserialize)]
pub(crate) struct ParentView<'a> {
    #[serde(borrow, rename = "type", default)]
    pub(crate) parent_type: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(crate) data_source_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    page_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    block_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    database_id: Option<Cow<'a, str>>,
}

impl ParentView<'_> {
    /// The id of the parent, unless it is the workspace.
    pub(crate) fn id(&self) -> Option<String> {
        let ids = [
            &self.data_source_id,
            &self.page_id,
            &self.block_id,
            &self.database_id,
        ];
        ids.into_iter()
            .flatten()
            .next()
            .map(|id| id.clone().into_owned())
    }
}

/// The values of a page, in their order.
#[derive(Default)]
struct Properties<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Properties<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Properties<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of property values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                #[derive(Deserialize)]
                struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
                let mut entries = Vec::with_capacity(map.size_hint().unwrap_or(24));
                while let Some((Name(name), value)) =
                    map.next_entry::<Name<'de>, &'de RawValue>()?
                {
                    entries.push((name, value));
                }
                Ok(Properties(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// A page, read, with the values of its properties.
pub(crate) struct Parsed<'a> {
    pub(crate) page: PageView<'a>,
    pub(crate) raw: Cow<'a, str>,
    values: Vec<(Cow<'a, str>, &'a RawValue, Result<ValueView<'a>, String>)>,
}

impl<'a> Parsed<'a> {
    /// Reads a page.
    pub(crate) fn read(json: &'a str) -> Result<Self, serde_json::Error> {
        let mut page: PageView<'a> = serde_json::from_str(json)?;
        let properties = std::mem::take(&mut page.properties);
        let values = properties.0.into_iter().map(|(name, raw)| {
            (
                name,
                raw,
                ValueView::read(raw).map_err(|error| error.to_string()),
            )
        });
        Ok(Self {
            values: values.collect(),
            page,
            raw: Cow::Borrowed(json),
        })
    }

    /// The names and ids of values of which Notion may have sent the beginning only.
    pub(crate) fn truncated(&self) -> Vec<(String, String, String)> {
        let values = self.values.iter().filter_map(|(name, _, view)| {
            let view = view.as_ref().ok()?;
            let (name, id, wire) = (name.clone(), view.id.clone(), view.wire.clone());
            view.may_be_truncated()
                .then(|| (name.into_owned(), id.into_owned(), wire.into_owned()))
        });
        values.collect()
    }

    /// The results of formulas and rollups that are not empty: ids and types.
    pub(crate) fn results(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().filter_map(|(_, _, view)| {
            let view = view.as_ref().ok()?;
            Some((&*view.id, view.result()?))
        })
    }

    /// The title.
    pub(crate) fn title(&self) -> String {
        let title = self
            .values
            .iter()
            .find_map(|(_, _, view)| view.as_ref().ok().filter(|view| view.wire == "title"));
        title.map(ValueView::title).unwrap_or_default()
    }

    /// What the table of pages has of the page.
    pub(crate) fn page(&self, fingerprint: i64, words: String) -> Page {
        let page = &self.page;
        Page {
            source: page.parent.data_source_id.clone().map(Cow::into_owned),
            parent_type: page.parent.parent_type.clone().into_owned(),
            parent_id: page.parent.id(),
            title: self.title(),
            url: page.url.clone().map(Cow::into_owned),
            edited: page.last_edited_time.clone().into_owned(),
            state: if page.in_trash { "trashed" } else { "live" },
            fingerprint,
            raw: None,
            words,
        }
    }

    /// The row of a table with these columns. `failures` are the values that could not be completed, by the name of the
    /// property: the row is read again by the next run.
    pub(crate) fn row(
        &self,
        columns: &[Bound],
        seen_at: &str,
        failures: &[(String, String)],
    ) -> Row {
        let by_id: HashMap<&str, usize> = self
            .values
            .iter()
            .enumerate()
            .filter_map(|(index, (_, _, view))| Some((&*view.as_ref().ok()?.id, index)))
            .collect();
        let mut notes = Map::new();
        let mut cells = Vec::with_capacity(columns.len() + 4);
        let mut links = Vec::new();
        let mut words = String::new();
        for bound in columns.iter().filter(|bound| bound.is_live()) {
            let value = by_id
                .get(bound.id.as_str())
                .and_then(|index| self.values.get(*index));
            let read = match value {
                Some((_, raw, Ok(view))) => view.cells(&bound.kind, raw),
                _ => empty(&bound.kind, None),
            };
            let Cells {
                cells: own,
                links: targets,
                note,
            } = read;
            if let Some(note) = note {
                notes.insert(bound.property.clone(), note.into());
            }
            if bound.kind.is_searched()
                && let Some(Cell::Text(text)) = own.first()
                && !text.is_empty()
            {
                words.push_str(text);
                words.push('\n');
            }
            cells.extend(own);
            if let Some(table) = &bound.links {
                links.push((table.clone(), targets));
            }
        }
        for (name, _, view) in &self.values {
            if let Err(error) = view {
                notes.insert(
                    name.clone().into_owned(),
                    format!("the value cannot be read: {error}").into(),
                );
            }
        }
        for (name, reason) in failures {
            notes.insert(name.clone(), reason.as_str().into());
        }
        let fingerprint = if failures.is_empty() {
            fingerprint::of(&self.raw)
        } else {
            0
        };
        let page = self.page(fingerprint, words);
        Row {
            id: self.page.id.clone().into_owned(),
            cells,
            own: self.own(page.state, seen_at, &notes),
            links,
            page,
        }
    }

    /// The cells of the mirror's own columns.
    fn own(&self, state: &str, seen_at: &str, notes: &Map<String, Value>) -> Vec<Cell> {
        let page = &self.page;
        let time = |text: &Cow<'_, str>| Cell::Time(text.clone().into_owned());
        let user = |user: &Option<IdView<'_>>| match user {
            Some(user) => Cell::Text(user.id.clone().into_owned()),
            None => Cell::Null,
        };
        let json = |raw: Option<&RawValue>| match raw.map(RawValue::get) {
            None | Some("null") => Cell::Null,
            Some(json) => Cell::Json(json.to_owned()),
        };
        vec![
            time(&page.created_time),
            user(&page.created_by),
            time(&page.last_edited_time),
            user(&page.last_edited_by),
            page.url
                .clone()
                .map_or(Cell::Null, |url| Cell::Text(url.into_owned())),
            json(page.icon),
            json(page.cover),
            Cell::Boolean(page.in_trash),
            Cell::Text(state.to_owned()),
            Cell::Time(seen_at.to_owned()),
            if notes.is_empty() {
                Cell::Null
            } else {
                Cell::Json(json!(notes).to_string())
            },
            Cell::Json(self.raw.clone().into_owned()),
        ]
    }
}
