//! Functions on text. Places and lengths count characters.

use std::sync::Arc;

use super::Host;
use super::arguments::Call;
use super::budget::MAX_TEXT;
use super::convert;
use super::pattern::Pattern;
use super::value::Value;
use crate::error::Result;
use crate::function::Function;
use crate::lexer::shorten;

/// How often `repeat` repeats at the most. Notion's own bound.
const MAX_REPEAT: f64 = 10_000.0;

impl<H: Host> Call<'_, H> {
    pub(crate) fn text_function(&mut self) -> Result<Value<H::Page>> {
        if self.function == Function::Join {
            return self.join();
        }
        let text = self.text(0)?;
        if let Some(text) = &text {
            self.budget.spend_bytes(text.len(), self.span)?;
        }
        let Some(text) = text else {
            return self.of_nothing();
        };
        match self.function {
            Function::Substring => self.substring(&text),
            Function::Contains => {
                let Some(search) = self.text(1)? else {
                    return Ok(false.into());
                };
                Ok(text.contains(&*search).into())
            }
            Function::Test => {
                let Some(pattern) = self.pattern(&text)? else {
                    return Ok(false.into());
                };
                Ok(pattern.is_match(&text).into())
            }
            Function::Match => {
                let Some(pattern) = self.pattern(&text)? else {
                    return Ok(Value::Empty);
                };
                let span = self.span;
                let found = pattern.find_all(&text, |steps| self.budget.spend(steps, span))?;
                self.made_list(found.into_iter().map(Value::text).collect())
            }
            Function::Replace => self.replace(&text, false),
            Function::ReplaceAll => self.replace(&text, true),
            Function::Lower => self.made(text.to_lowercase()),
            Function::Upper => self.made(text.to_uppercase()),
            Function::Trim => self.made(text.trim().to_owned()),
            Function::Repeat => self.repeat(&text),
            Function::PadStart => self.pad(&text, true),
            Function::PadEnd => self.pad(&text, false),
            Function::Split => self.split(&text),
            // Styles and links are not part of the text that the API gives.
            _ => Ok(Value::Text(text)),
        }
    }

    /// What a function gives for nothing instead of a text.
    fn of_nothing(&self) -> Result<Value<H::Page>> {
        Ok(match self.function {
            Function::Contains | Function::Test => false.into(),
            _ => Value::Empty,
        })
    }

    /// From one place up to another; places before the beginning are the beginning, and the lesser one comes first.
    fn substring(&mut self, text: &str) -> Result<Value<H::Page>> {
        let start = self.integer(1)?.unwrap_or(0).max(0);
        let end = self.integer(2)?.unwrap_or(i64::MAX).max(0);
        let (start, end) = (start.min(end), start.max(end));
        let count = usize::try_from(end - start).unwrap_or(usize::MAX);
        let skip = usize::try_from(start).unwrap_or(usize::MAX);
        self.made(text.chars().skip(skip).take(count).collect())
    }

    /// The regular expression in the second argument, paid for.
    fn pattern(&mut self, text: &str) -> Result<Option<Arc<Pattern>>> {
        let Some(source) = self.text(1)? else {
            return Ok(None);
        };
        // What it takes to read the expression, if it is a new one.
        self.budget.spend(16 + source.len() as u64, self.span)?;
        match self.budget.patterns.get(&source) {
            Ok(pattern) => {
                self.budget.spend(pattern.cost(text.len()), self.span)?;
                Ok(Some(pattern))
            }
            Err(message) => Err(self.fail(1, format!("{message}: `{}`", shorten(&source)))),
        }
    }

    fn replace(&mut self, text: &Arc<str>, all: bool) -> Result<Value<H::Page>> {
        let Some(pattern) = self.pattern(text)? else {
            return Ok(Value::Text(text.clone()));
        };
        let replacement = self.text(2)?.unwrap_or_else(|| "".into());
        let span = self.span;
        let replaced = pattern.replace(text, &replacement, all, MAX_TEXT, |steps| {
            self.budget.spend(steps, span)
        })?;
        match replaced {
            Some(replaced) => self.made(replaced.into_owned()),
            None => self.made_too_long(),
        }
    }

    /// The error for a text that was given up on.
    fn made_too_long(&mut self) -> Result<Value<H::Page>> {
        self.budget.new_text(MAX_TEXT + 1, self.span)?;
        Ok(Value::Empty)
    }

    /// As Notion was seen to do: parts of a time count as one, at most ten thousand times, and nothing fails.
    fn repeat(&mut self, text: &str) -> Result<Value<H::Page>> {
        let Some(times) = self.number(1)? else {
            return Err(self.fail(1, "`repeat` needs a number, found nothing".to_owned()));
        };
        let times = times.ceil().clamp(0.0, MAX_REPEAT) as usize;
        self.budget
            .new_text(text.len().saturating_mul(times), self.span)?;
        Ok(Value::text(text.repeat(times)))
    }

    fn pad(&mut self, text: &Arc<str>, start: bool) -> Result<Value<H::Page>> {
        let wanted = usize::try_from(self.integer(1)?.unwrap_or(0).max(0)).unwrap_or(usize::MAX);
        let padding = self.text(2)?.unwrap_or_else(|| " ".into());
        let missing = wanted.saturating_sub(text.chars().count());
        if missing == 0 || padding.is_empty() {
            return Ok(Value::Text(text.clone()));
        }
        // At the least a byte each.
        self.budget
            .new_text(text.len().saturating_add(missing), self.span)?;
        let filling: String = padding.chars().cycle().take(missing).collect();
        self.made(if start {
            filling + text
        } else {
            format!("{text}{filling}")
        })
    }

    /// The pieces between separators; between all characters if the separator is an empty text.
    fn split(&mut self, text: &str) -> Result<Value<H::Page>> {
        let separator = self.text(1)?.unwrap_or_else(|| " ".into());
        let pieces: Vec<Value<H::Page>> = if separator.is_empty() {
            text.chars().map(|c| Value::from(c.to_string())).collect()
        } else {
            text.split(&*separator).map(Value::text).collect()
        };
        self.made_list(pieces)
    }

    fn join(&mut self) -> Result<Value<H::Page>> {
        let separator = self.text(1)?.unwrap_or_else(|| "".into());
        let items = self.list(0)?;
        let size: usize = items
            .iter()
            .map(|item| convert::text_size(item) + separator.len())
            .sum();
        let span = self.span;
        self.budget.spend_bytes(size, span)?;
        let joined = convert::join(self.list(0)?, &separator, self.host);
        self.made(joined)
    }
}
