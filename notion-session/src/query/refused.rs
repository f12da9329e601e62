//! The part of a filter that Notion refuses, and that is decided here instead.
//!
//! Notion cannot filter by a formula of unknown type, and does not report which formula of a filter it means. So after a
//! refusal all formulas of the filter count as refused (and if there are none, its rollups, which may roll up a formula), and
//! the session remembers that. The filter is then split in two: the part that Notion gets must let every row pass that the
//! whole filter lets pass, so it may only become weaker, and the rest is decided here for each row:
//!
//! ```text
//! filter            part for Notion     decided here
//! A and F           A                   F
//! (A and F) or B    A or B              the whole filter
//! F or B            nothing             the whole filter
//! ```

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use notion_model::PageId;
use notion_schema::internal::{Decision, FilterProperty, PageValues, PropertyIds, Rest};
use serde_json::Value;

use super::place::{Naming, Place};
use super::run::Run;
use super::select::Ids;
use super::{Query, collect};
use crate::column::{Filter, timestamp};
use crate::error::{Error, Result};
use crate::schema::DateTime;

/// The part of a filter for Notion, and the part that is decided here.
pub(super) struct Refused<S> {
    /// The filter for Notion, which all rows pass that pass the whole filter, and possibly others.
    filter: Option<Filter<S>>,
    /// The filter that is decided here in addition.
    rest: Option<Rest<S>>,
    /// The properties that Notion cannot filter by.
    properties: Vec<FilterProperty>,
    /// Results of conditions that only Notion can decide: the rows that pass, by the condition and the minute of creation.
    asked: HashMap<(String, Timestamp), HashSet<PageId>>,
}

impl<S: Naming> Refused<S> {
    /// What is known to be refused of a filter.
    pub(super) fn of(
        place: &Place<S>,
        ids: &PropertyIds,
        filter: Option<&Filter<S>>,
    ) -> Refused<S> {
        let mut refused = Refused {
            filter: None,
            rest: None,
            properties: Vec::new(),
            asked: HashMap::new(),
        };
        refused.split(place, ids, filter);
        if refused.rest.is_some() {
            tracing::debug!(
                target: "notion_session::query",
                data_source = %place.source,
                formulas = ?names(&refused.properties),
                "the rows are filtered in the session",
            );
        }
        refused
    }

    fn split(&mut self, place: &Place<S>, ids: &PropertyIds, filter: Option<&Filter<S>>) {
        let Some(filter) = filter else {
            return;
        };
        let is_refused = |name: &str| place.session.is_unfilterable(place.source, ids, name);
        (self.filter, self.rest) = filter.split(is_refused);
        let all = ["formula", "rollup"].map(|form| filter.properties_by(form));
        self.properties = all.concat();
        self.properties.retain(|property| is_refused(&property.key));
    }

    /// Removes the formulas of the filter after a refusal, or if there are none, its rollups. Returns false if there are none
    /// either: the refusal has another reason.
    pub(super) fn leave_out(
        &mut self,
        place: &Place<S>,
        ids: &PropertyIds,
        filter: Option<&Filter<S>>,
    ) -> bool {
        let pushed = self.filter.as_ref();
        let of = |form| pushed.map(|filter| filter.properties_by(form));
        let mut found = of("formula").unwrap_or_default();
        if found.is_empty() {
            found = of("rollup").unwrap_or_default();
        }
        if found.is_empty() {
            return false;
        }
        for property in &found {
            place
                .session
                .remember_unfilterable(place.source, ids, &property.key);
        }
        tracing::warn!(
            target: "notion_session::query",
            data_source = %place.source,
            formulas = ?names(&found),
            "Notion cannot filter by these formulas until they are saved in Notion: the rows are filtered in the session",
        );
        self.split(place, ids, filter);
        true
    }

    /// # Errors
    ///
    /// [`Error::UnfilterableFormula`] if something is refused.
    pub(super) fn check(&self, schema: &str) -> Result<()> {
        match self.rest {
            Some(_) => Err(Error::unfilterable_formula(
                schema,
                &names(&self.properties),
            )),
            None => Ok(()),
        }
    }

    pub(super) fn filter(&self) -> Option<&Filter<S>> {
        self.filter.as_ref()
    }

    pub(super) fn rest(&self) -> Option<&Rest<S>> {
        self.rest.as_ref()
    }

    /// The properties that rows need so that the rest can be decided.
    pub(super) fn properties(&self) -> Vec<FilterProperty> {
        self.rest.as_ref().map(Rest::properties).unwrap_or_default()
    }

    /// Returns true if a row passes the part that is decided here. No request, unless a value is truncated: then one for each
    /// such condition and minute of creation.
    pub(super) async fn passes(
        &mut self,
        place: &Place<S>,
        ids: &PropertyIds,
        (id, created): (PageId, Timestamp),
        page: &PageValues<'_>,
        now: Timestamp,
        reader: &str,
    ) -> Result<bool> {
        let Some(rest) = self.rest.clone() else {
            return Ok(true);
        };
        loop {
            let asked = &self.asked;
            let answered = move |condition: &Value| {
                let rows = asked.get(&(condition.to_string(), created))?;
                Some(rows.contains(&id))
            };
            let decision = rest
                .decide(page, ids, now, &answered)
                .map_err(|error| Error::decode_page(reader, id, error))?;
            match decision {
                Decision::Settled(holds) => return Ok(holds),
                Decision::Open(condition) => {
                    let key = (condition.to_json_by(ids)?.to_string(), created);
                    let rows = rows_of_minute(place, condition, created).await?;
                    self.asked.insert(key, rows);
                }
            }
        }
    }
}

fn names(properties: &[FilterProperty]) -> Vec<&str> {
    properties.iter().map(|property| &*property.name).collect()
}

/// Returns the rows that were created in a minute and pass a condition.
async fn rows_of_minute<S: Naming>(
    place: &Place<S>,
    condition: Filter<S>,
    created: Timestamp,
) -> Result<HashSet<PageId>> {
    let at = timestamp::created();
    let end = created.checked_add(SignedDuration::from_mins(1));
    let end = DateTime::utc(end.unwrap_or(Timestamp::MAX));
    let minute = at.on_or_after(DateTime::utc(created)) & at.before(end);
    let query = Query::shaped_as(place.clone(), Ids).with_filter(condition & minute);
    // Boxed, because a query contains another query.
    let rows = Box::pin(collect(Run::new(Arc::new(query)), None)).await?;
    Ok(rows.into_iter().map(|item| item.id).collect())
}
