//! Checks requests against shapes, and says Notion's sentences where they do not fit.
//!
//! The sentences follow the pattern of those seen in public threads: the path, what it should be, what it was.
//! In a union every alternative adds one line, and only the alternatives that got furthest are named.

use std::fmt::Write as _;

use serde_json::Value;

use super::shape::{Field, Shape};
use crate::error::{ApiError, Result};
use crate::exchange::Version;
use crate::state::id;

/// Checks a body.
pub(crate) fn check_body(shape: &Shape, body: &Value, version: Version) -> Result<()> {
    check(shape, body, version, "body")
}

/// Checks the parameters of a query.
pub(crate) fn check_query(shape: &Shape, query: &Value, version: Version) -> Result<()> {
    check(shape, query, version, "query")
}

fn check(shape: &Shape, value: &Value, version: Version, place: &str) -> Result<()> {
    let mut walk = Walk {
        version,
        path: place.to_owned(),
        depth: 0,
    };
    walk.visit(shape, value, false).map_err(|problems| {
        let mut lines: Vec<String> = Vec::new();
        for problem in problems {
            if !lines.contains(&problem.line) {
                lines.push(problem.line);
            }
        }
        match lines.as_slice() {
            [line] => ApiError::validation(format!("{place} failed validation: {line}")),
            lines => ApiError::validation(format!(
                "{place} failed validation. Fix one:\n{}",
                lines.join("\n")
            )),
        }
    })
}

/// One reason for a refusal.
#[derive(Debug)]
struct Problem {
    depth: usize,
    line: String,
}

struct Walk {
    version: Version,
    path: String,
    depth: usize,
}

type Visit = std::result::Result<(), Vec<Problem>>;

impl Walk {
    fn visit(&mut self, shape: &Shape, value: &Value, optional: bool) -> Visit {
        match shape {
            Shape::Any => Ok(()),
            Shape::Shared(shape) => self.visit(shape, value, optional),
            Shape::Bool if value.is_boolean() => Ok(()),
            Shape::True if *value == Value::Bool(true) => Ok(()),
            Shape::Number { min, max } => match value.as_f64() {
                None => self.complain(shape, value, optional),
                #[allow(clippy::cast_precision_loss)]
                Some(n) => match (min, max) {
                    (Some(min), _) if n < *min as f64 => self.bound("≥", *min, value, optional),
                    (_, Some(max)) if n > *max as f64 => self.bound("≤", *max, value, optional),
                    _ => Ok(()),
                },
            },
            Shape::Text { max } => match (value.as_str(), max) {
                (None, _) => self.complain(shape, value, optional),
                (Some(text), Some(max)) if text.len() > *max => {
                    self.length(text.encode_utf16().count(), *max)
                }
                _ => Ok(()),
            },
            Shape::Populated { max } => match value.as_str() {
                Some("") => self.complain(shape, value, false),
                Some(text) => self.length(text.encode_utf16().count(), *max),
                None => self.complain(&Shape::TEXT, value, optional),
            },
            Shape::Emoji if value.as_str().is_some_and(super::emoji::is_emoji) => Ok(()),
            Shape::OneOf(texts) if value.as_str().is_some_and(|text| texts.contains(&text)) => {
                Ok(())
            }
            Shape::Uuid if value.as_str().is_some_and(|text| id::parse(text).is_some()) => Ok(()),
            Shape::Date if value.as_str().is_some_and(crate::state::date::is_date) => Ok(()),
            Shape::List { of, max } => match value.as_array() {
                None => self.complain(shape, value, optional),
                Some(items) => {
                    if let Some(max) = max
                        && items.len() > *max
                    {
                        return self.length(items.len(), *max);
                    }
                    for (index, item) in items.iter().enumerate() {
                        self.enter(&format!("[{index}]"), |walk| walk.visit(of, item, false))?;
                    }
                    Ok(())
                }
            },
            Shape::Map(of) => match value.as_object() {
                None => self.complain(shape, value, optional),
                Some(map) => {
                    for (key, value) in map {
                        self.enter(&format!(".{key}"), |walk| walk.visit(of, value, false))?;
                    }
                    Ok(())
                }
            },
            Shape::Object(fields) => match value.as_object() {
                None => self.complain(shape, value, optional),
                Some(map) => self.object(fields, map),
            },
            Shape::Nullable(_) if value.is_null() => Ok(()),
            Shape::Nullable(inner) => match &**inner {
                Shape::Object(_) | Shape::Union(_) | Shape::Shared(_) if value.is_object() => {
                    self.visit(inner, value, optional)
                }
                Shape::List { .. } if value.is_array() => self.visit(inner, value, optional),
                Shape::Text { .. } | Shape::Populated { .. } if value.is_string() => {
                    self.visit(inner, value, optional)
                }
                inner if self.visit(inner, value, optional).is_ok() => Ok(()),
                _ => self.complain(shape, value, optional),
            },
            Shape::Union(arms) => self.union(arms, value, optional),
            Shape::NoItems if value.as_array().is_some_and(Vec::is_empty) => Ok(()),
            Shape::NoItems => self.fail(&format!(
                "should be not present, instead was `{}`.",
                shown(value)
            )),
            Shape::Bool
            | Shape::True
            | Shape::OneOf(_)
            | Shape::Emoji
            | Shape::Uuid
            | Shape::Date => self.complain(shape, value, optional),
        }
    }

    fn object(&mut self, fields: &[Field], map: &serde_json::Map<String, Value>) -> Visit {
        for field in fields {
            let allowed = field.only.is_none_or(|version| version == self.version);
            match map.get(field.key) {
                Some(value) if allowed => {
                    self.enter(&format!(".{}", field.key), |walk| {
                        walk.visit(&field.shape, value, !field.required)
                    })?;
                }
                None if field.required => {
                    return self.enter(&format!(".{}", field.key), |walk| {
                        walk.fail("should be defined, instead was `undefined`.")
                    });
                }
                _ => {}
            }
        }
        let version = self.version;
        let known = |key: &str| {
            fields
                .iter()
                .any(|f| f.key == key && f.only.is_none_or(|only| only == version))
        };
        match map.iter().find(|(key, _)| !known(key)) {
            None => Ok(()),
            Some((key, value)) => self.enter(&format!(".{key}"), |walk| {
                walk.fail(&format!(
                    "should be not present, instead was `{}`.",
                    shown(value)
                ))
            }),
        }
    }

    /// Fits if one arm fits. Else every arm gives its first problem, and those that lie deepest are told.
    fn union(&mut self, arms: &[Shape], value: &Value, optional: bool) -> Visit {
        let objects = arms.iter().all(|arm| matches!(arm, Shape::Object(_)));
        if objects && !value.is_object() {
            return self.complain(&Shape::empty(), value, optional);
        }
        for arm in arms.iter().filter(|arm| arm.is_meant_by(value)) {
            if self.visit(arm, value, optional).is_ok() {
                return Ok(());
            }
        }
        let mut problems: Vec<Problem> = Vec::new();
        for arm in arms {
            match self.visit(arm, value, optional) {
                Ok(()) => return Ok(()),
                Err(found) => problems.extend(found),
            }
        }
        let deepest = problems
            .iter()
            .map(|problem| problem.depth)
            .max()
            .unwrap_or_default();
        problems.retain(|problem| problem.depth == deepest);
        Err(problems)
    }

    fn enter(&mut self, step: &str, visit: impl FnOnce(&mut Self) -> Visit) -> Visit {
        let length = self.path.len();
        self.path.push_str(step);
        self.depth += 1;
        let result = visit(self);
        self.depth -= 1;
        self.path.truncate(length);
        result
    }

    fn complain(&self, shape: &Shape, value: &Value, optional: bool) -> Visit {
        let mut names = Vec::new();
        shape.names(&mut names);
        if optional {
            names.push("`undefined`".into());
        }
        self.fail(&format!(
            "should be {}, instead was `{}`.",
            alternatives(&names),
            shown(value)
        ))
    }

    fn bound(&self, sign: &str, bound: i64, value: &Value, optional: bool) -> Visit {
        let or = if optional { " or `undefined`" } else { "" };
        self.fail(&format!(
            "should be {sign} `{bound}`{or}, instead was `{value}`."
        ))
    }

    fn length(&mut self, length: usize, max: usize) -> Visit {
        if length <= max {
            return Ok(());
        }
        self.enter(".length", |walk| {
            walk.fail(&format!("should be ≤ `{max}`, instead was `{length}`."))
        })
    }

    fn fail(&self, text: &str) -> Visit {
        let mut line = self.path.clone();
        let _infallible = write!(line, " {text}");
        Err(vec![Problem {
            depth: self.depth,
            line,
        }])
    }
}

/// `a`, `a or b`, `a, b, or c`.
fn alternatives(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} or {two}"),
        [init @ .., last] => format!("{}, or {last}", init.join(", ")),
    }
}

/// A value as the sentences show it: as JSON, cut where it is long.
pub(crate) fn shown(value: &Value) -> String {
    const LONGEST: usize = 50;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{only_in, optional, required};
    use serde_json::json;

    fn message(shape: &Shape, body: &Value) -> String {
        check_body(shape, body, Version::V2026)
            .map_or_else(|error| error.message, |()| "fits".into())
    }

    fn parent() -> Shape {
        Shape::Object(vec![required(
            "parent",
            Shape::Union(vec![
                Shape::Object(vec![required("page_id", Shape::Uuid)]),
                Shape::Object(vec![required("database_id", Shape::Uuid)]),
                Shape::Object(vec![required("workspace", Shape::True)]),
            ]),
        )])
    }

    #[test]
    fn a_missing_key_should_be_defined() {
        assert_eq!(
            message(&parent(), &json!({})),
            "body failed validation: body.parent should be defined, instead was `undefined`."
        );
    }

    #[test]
    fn a_union_names_every_alternative_at_the_deepest_place() {
        assert_eq!(
            message(&parent(), &json!({ "parent": { "database_id": "no-id" } })),
            "body failed validation. Fix one:\n\
             body.parent.page_id should be defined, instead was `undefined`.\n\
             body.parent.database_id should be a valid uuid, instead was `\"no-id\"`.\n\
             body.parent.workspace should be defined, instead was `undefined`."
        );
        let text = Shape::Union(vec![
            Shape::Object(vec![required(
                "text",
                Shape::Object(vec![required("content", Shape::text_up_to(3))]),
            )]),
            Shape::Object(vec![required("equation", Shape::empty())]),
        ]);
        assert_eq!(
            message(&text, &json!({ "text": { "content": "four" } })),
            "body failed validation: body.text.content.length should be ≤ `3`, instead was `4`."
        );
    }

    #[test]
    fn unknown_keys_and_wrong_types_are_told_with_their_values() {
        let shape = Shape::Object(vec![
            optional("archived", Shape::Bool),
            optional("icon", Shape::nullable(Shape::empty())),
        ]);
        assert_eq!(
            message(&shape, &json!({ "after": "x" })),
            "body failed validation: body.after should be not present, instead was `\"x\"`."
        );
        assert_eq!(
            message(&shape, &json!({ "archived": "yes" })),
            "body failed validation: body.archived should be a boolean or `undefined`, instead was `\"yes\"`."
        );
        assert_eq!(
            message(&shape, &json!({ "icon": 1 })),
            "body failed validation: body.icon should be an object, `null`, or `undefined`, instead was `1`."
        );
        assert_eq!(message(&shape, &json!({ "icon": null })), "fits");
    }

    #[test]
    fn long_values_are_cut() {
        let long = "x".repeat(80);
        assert_eq!(shown(&json!(long)).len(), 53);
        assert!(shown(&json!("short")).ends_with('"'));
    }

    #[test]
    fn keys_of_one_version_are_unknown_in_the_other() {
        let shape = Shape::Object(vec![only_in(Version::V2025, "archived", Shape::Bool)]);
        assert!(check_body(&shape, &json!({ "archived": true }), Version::V2025).is_ok());
        assert_eq!(
            message(&shape, &json!({ "archived": true })),
            "body failed validation: body.archived should be not present, instead was `true`."
        );
    }
}
