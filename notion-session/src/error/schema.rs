//! Schemas and their databases.

use std::fmt;

use notion_schema::plan::{Difference, DifferenceKind};

use crate::plan::{Action, Change, Plan};

/// A relation points to a schema that is bound to several databases of this session.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "the relation `{property}` of `{schema}` points to `{target}`, which {} databases of this session are bound to \
     ({}): choose one with `session.prefer(&database)`",
    candidates.len(),
    candidates.join(", ")
)]
#[non_exhaustive]
pub struct AmbiguousTarget {
    /// The schema with the relation.
    pub schema: String,
    /// The relation.
    pub property: String,
    /// The schema that it points to.
    pub target: String,
    /// The data sources to choose from.
    pub candidates: Vec<String>,
}

/// Databases that do not match their schemas. Nothing was changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SchemaMismatch {
    /// The databases that do not match.
    pub databases: Vec<DatabaseMismatch>,
    /// The plan that makes the database match. Set by [`Session::get_or_create_db`](crate::Session::get_or_create_db).
    pub plan: Option<Plan>,
}

/// A database does not match its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DatabaseMismatch {
    /// The struct.
    pub schema: String,
    /// The title and the place of the database.
    pub database: String,
    /// The differences, in the order of the struct.
    pub differences: Vec<Difference>,
    /// Differences that are errors with [`OnDrift::Strict`](crate::session::OnDrift::Strict) only: options of a status that
    /// are in other groups.
    pub notes: Vec<Difference>,
}

impl fmt::Display for SchemaMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, mismatch) in self.databases.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            mismatch.fmt(f)?;
        }
        if let Some(plan) = &self.plan {
            f.write_str("\n`session.plan` changes it, and so does `OnDrift::Additive` where nothing is lost")?;
            // Missing properties are listed above already.
            let adds = |change: &Change| matches!(change.action, Action::Add(_));
            if !plan.changes().iter().all(adds) {
                write!(f, ":\n{plan}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for DatabaseMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            schema,
            database,
            differences,
            notes,
        } = self;
        let all = || differences.iter().chain(notes);
        let count = |kind| all().filter(|one| one.kind == kind).count();
        let counts = [
            (count(DifferenceKind::Lacks), "to add"),
            (count(DifferenceKind::Differs), "to change"),
            (count(DifferenceKind::Noted), "to note"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<_> = counts
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let counts = counts.join(", ");
        write!(
            f,
            "the database {database} does not fit `{schema}`: {counts}"
        )?;
        let width = all().map(|one| one.property.chars().count()).max();
        for Difference {
            kind,
            property,
            what,
            ..
        } in all()
        {
            let mark = match kind {
                DifferenceKind::Lacks => '+',
                DifferenceKind::Differs => '~',
                // `Noted`; the enum can grow in a later version only, together with this match.
                _ => 'i',
            };
            let width = width.unwrap_or_default();
            write!(f, "\n  {mark} {property:width$}  {what}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SchemaMismatch {}

/// A query with [`pushdown_only`](crate::query::Query::pushdown_only) filters by formulas that Notion cannot filter by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnfilterableFormula {
    /// The title of the schema.
    pub schema: String,
    /// The properties that Notion cannot filter by.
    pub properties: Vec<String>,
}

impl fmt::Display for UnfilterableFormula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schema, properties } = self;
        let named: Vec<_> = properties.iter().map(|name| format!("`{name}`")).collect();
        write!(
            f,
            "Notion cannot filter \"{schema}\" by {}: it does not know the type of a formula that was created or changed \
             through its API, nor of one whose branches have different types; open the formula in Notion and save it, \
             write `empty()` for an empty branch, or leave out `pushdown_only` to read more rows and filter them in the \
             session",
            named.join(", ")
        )
    }
}

impl std::error::Error for UnfilterableFormula {}

/// Some databases of a set were created, or may have been created, before a request failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Interrupted {
    /// The databases that exist, each with its title and URL.
    pub created: Vec<String>,
    /// The databases that may exist, each with its title and the page that it would be in: the answer to their creation
    /// was lost.
    pub may_exist: Vec<String>,
    /// The error of the request that failed.
    pub source: super::Error,
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)?;
        let lists = [
            ("these databases were created before", &self.created),
            ("these may have been created too", &self.may_exist),
        ];
        for (what, databases) in lists {
            if !databases.is_empty() {
                write!(f, "; {what}: {}", databases.join(", "))?;
            }
        }
        f.write_str(". `get_or_create_dbs` finds what exists and creates the rest")
    }
}

impl std::error::Error for Interrupted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
