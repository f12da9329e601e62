//! `view(board, name = "By status", group_by = status)`.

use darling::ast::NestedMeta;
use darling::error::Accumulator;
use darling::{Error, FromMeta, Result};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Ident, Meta};

use super::{Text, Word};
use crate::suggest::did_you_mean;

/// A view as it is written.
#[derive(Clone)]
pub(crate) struct View {
    /// `board`: one of Notion's types of views.
    pub(crate) kind: Ident,
    pub(crate) name: Text,
    /// The field by which rows are grouped, or lie along the axis of a chart.
    pub(crate) group_by: Option<Ident>,
    pub(crate) sub_group_by: Option<Ident>,
    /// The field by which rows are placed in time, and that by which they end.
    pub(crate) date: Option<Ident>,
    pub(crate) end: Option<Ident>,
    /// The field by which rows are placed on a map.
    pub(crate) place: Option<Ident>,
    /// `bar`: one of Notion's types of charts.
    pub(crate) chart: Option<Ident>,
    /// A closure from the columns to a filter.
    pub(crate) filter: Option<Expr>,
    pub(crate) sorts: Vec<ViewSort>,
    pub(crate) show: Vec<Ident>,
    pub(crate) hide: Vec<Ident>,
}

/// `due` or `due.desc()`.
#[derive(Clone)]
pub(crate) struct ViewSort {
    pub(crate) field: Ident,
    /// `asc` or `desc`.
    pub(crate) direction: Ident,
}

/// The types of views, each with the settings that it needs and those that it takes in addition.
const KINDS: [(&str, &[&str], &[&str]); 10] = [
    ("table", &[], &["group_by"]),
    ("board", &["group_by"], &["sub_group_by"]),
    ("list", &[], &[]),
    ("gallery", &[], &[]),
    ("calendar", &["date"], &[]),
    ("timeline", &["date"], &["end"]),
    ("map", &["place"], &[]),
    ("form", &[], &[]),
    ("chart", &["chart"], &["group_by"]),
    ("dashboard", &[], &[]),
];

/// The types of charts.
const CHARTS: [&str; 5] = ["column", "bar", "line", "donut", "number"];

/// The settings that depend on the type of the view.
const SPECIAL: [&str; 6] = ["group_by", "sub_group_by", "date", "end", "place", "chart"];

/// What every view takes.
const COMMON: [&str; 5] = ["name", "filter", "sort", "show", "hide"];

impl FromMeta for View {
    fn from_list(items: &[NestedMeta]) -> Result<View> {
        let Some((NestedMeta::Meta(Meta::Path(kind)), settings)) = items.split_first() else {
            return Err(Error::custom(
                "a view begins with its type: `view(board, name = \"By status\", group_by = status)`",
            ));
        };
        let Some(kind) = kind.get_ident().cloned() else {
            return Err(Error::custom("expected the type of the view").with_span(&kind.span()));
        };
        let known = KINDS.iter().find(|(name, ..)| kind == name);
        let Some((_, needed, more)) = known else {
            return Err(unknown("type of view", &kind, KINDS.map(|(name, ..)| name)));
        };
        // Not before: an accumulator that an early return drops panics.
        let mut errors = Error::accumulator();
        let mut view = Draft::default();
        for setting in settings {
            let NestedMeta::Meta(setting) = setting else {
                errors.push(Error::custom("expected `setting = value`").with_span(setting));
                continue;
            };
            let Some(key) = setting.path().get_ident() else {
                errors.push(Error::custom("expected a setting").with_span(setting));
                continue;
            };
            let is_special = SPECIAL.iter().any(|name| key == name);
            let is_taken = needed.iter().chain(*more).any(|name| key == name);
            if is_special && !is_taken {
                errors.push(
                    Error::custom(format!("a view of the type `{kind}` does not take `{key}`"))
                        .with_span(&key.span()),
                );
                continue;
            }
            view.set(key, setting, &mut errors);
        }
        for needed in *needed {
            if !view.has(needed) {
                errors.push(
                    Error::custom(format!(
                        "a {kind} needs `{needed}`: `view({kind}, name = \"..\", {needed} = {})`",
                        if *needed == "chart" { "bar" } else { "field" }
                    ))
                    .with_span(&kind.span()),
                );
            }
        }
        if let Some(chart) = &view.chart {
            if !CHARTS.iter().any(|name| chart == name) {
                errors.push(unknown("type of chart", chart, CHARTS));
            } else if (chart == "number") == view.group_by.is_some() {
                let text = match view.group_by {
                    Some(_) => "a chart of one number has no groups: take `group_by` away",
                    None => "a chart needs groups: `group_by = field`",
                };
                errors.push(Error::custom(text).with_span(&chart.span()));
            }
        }
        if view.name.is_none() {
            errors.push(
                Error::custom("a view needs a name: `name = \"..\"`").with_span(&kind.span()),
            );
        }
        let (errors, name) = (errors.finish(), view.name);
        errors?;
        Ok(View {
            kind,
            name: name.ok_or_else(|| Error::custom("a view needs a name"))?,
            group_by: view.group_by,
            sub_group_by: view.sub_group_by,
            date: view.date,
            end: view.end,
            place: view.place,
            chart: view.chart,
            filter: view.filter,
            sorts: view.sorts,
            show: view.show,
            hide: view.hide,
        })
    }
}

/// A view whose settings are being read.
#[derive(Default)]
struct Draft {
    name: Option<Text>,
    group_by: Option<Ident>,
    sub_group_by: Option<Ident>,
    date: Option<Ident>,
    end: Option<Ident>,
    place: Option<Ident>,
    chart: Option<Ident>,
    filter: Option<Expr>,
    sorts: Vec<ViewSort>,
    show: Vec<Ident>,
    hide: Vec<Ident>,
}

impl Draft {
    fn has(&self, key: &str) -> bool {
        match key {
            "group_by" => self.group_by.is_some(),
            "date" => self.date.is_some(),
            "place" => self.place.is_some(),
            "chart" => self.chart.is_some(),
            _ => true,
        }
    }

    fn set(&mut self, key: &Ident, setting: &Meta, errors: &mut Accumulator) {
        let word = |errors: &mut Accumulator| {
            let read = Word::from_meta(setting).map_err(|_| {
                Error::custom(format!(
                    "`{key}` takes the name of a field: `{key} = field`"
                ))
                .with_span(&setting.span())
            });
            errors.handle(read).map(|Word(word)| word)
        };
        match key.to_string().as_str() {
            "name" => self.name = errors.handle(Text::from_meta(setting)),
            "group_by" => self.group_by = word(errors),
            "sub_group_by" => self.sub_group_by = word(errors),
            "date" => self.date = word(errors),
            "end" => self.end = word(errors),
            "place" => self.place = word(errors),
            "chart" => self.chart = word(errors),
            "filter" => self.filter = errors.handle(closure(setting)),
            "sort" => self.sorts = errors.handle(sorts(setting)).unwrap_or_default(),
            "show" => self.show = errors.handle(fields(setting)).unwrap_or_default(),
            "hide" => self.hide = errors.handle(fields(setting)).unwrap_or_default(),
            _ => {
                let names = COMMON.iter().chain(&SPECIAL).copied();
                errors.push(unknown("setting of a view", key, names));
            }
        }
    }
}

fn unknown<'a>(what: &str, word: &Ident, known: impl IntoIterator<Item = &'a str>) -> Error {
    let near = did_you_mean(&word.to_string(), known);
    Error::custom(format!("`{word}` is not a {what}{near}")).with_span(&word.span())
}

fn value(setting: &Meta) -> Result<&Expr> {
    match setting {
        Meta::NameValue(value) => Ok(&value.value),
        Meta::Path(_) | Meta::List(_) => {
            Err(Error::custom("expected `setting = value`").with_span(&setting.span()))
        }
    }
}

fn closure(setting: &Meta) -> Result<Expr> {
    match value(setting)? {
        closure @ Expr::Closure(_) => Ok(closure.clone()),
        other => Err(Error::custom(
            "a filter is a closure from the columns: `filter = |t| t.done.eq(false)`",
        )
        .with_span(&other.span())),
    }
}

/// The parts of `(a, b)`, or the only one.
fn parts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Tuple(tuple) => tuple.elems.iter().collect(),
        Expr::Paren(inner) => vec![&inner.expr],
        one => vec![one],
    }
}

fn field(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}

fn fields(setting: &Meta) -> Result<Vec<Ident>> {
    let read = |part: &Expr| {
        field(part)
            .ok_or_else(|| Error::custom("expected fields: `(name, due)`").with_span(&part.span()))
    };
    parts(value(setting)?).into_iter().map(read).collect()
}

fn sorts(setting: &Meta) -> Result<Vec<ViewSort>> {
    let read = |part: &Expr| {
        let sort = match part {
            Expr::MethodCall(call)
                if call.args.is_empty() && (call.method == "asc" || call.method == "desc") =>
            {
                field(&call.receiver).map(|field| ViewSort {
                    field,
                    direction: call.method.clone(),
                })
            }
            other => field(other).map(|field| ViewSort {
                direction: Ident::new("asc", Span::call_site()),
                field,
            }),
        };
        sort.ok_or_else(|| {
            Error::custom("a sort is a field, `due`, or `due.desc()`; several are `(due, name)`")
                .with_span(&part.span())
        })
    };
    parts(value(setting)?).into_iter().map(read).collect()
}
