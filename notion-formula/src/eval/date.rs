//! Functions on dates.

use jiff::civil::DateTime;

use super::Host;
use super::arguments::Call;
use super::calendar::{self, UNITS, Unit};
use super::format_date;
use super::moment::{Date, Moment};
use super::parse_date::parse_date;
use super::value::Value;
use crate::error::Result;
use crate::function::Function;
use crate::lexer::shorten;
use crate::suggest;

impl<H: Host> Call<'_, H> {
    pub(crate) fn date_function(&mut self) -> Result<Value<H::Page>> {
        match self.function {
            // Without its seconds, as Notion was seen to tell it.
            Function::Now => Ok(Value::Date(
                Moment::at(self.host.now(), &self.zone()).into(),
            )),
            Function::Today => Ok(Value::Date(Date::day(
                self.zone().to_datetime(self.host.now()).date(),
            ))),
            Function::Minute => self.part(|local| local.minute().into()),
            Function::Hour => self.part(|local| local.hour().into()),
            // From Monday, 1, to Sunday, 7.
            Function::Day => self.part(|local| local.weekday().to_monday_one_offset().into()),
            Function::Date => self.part(|local| local.day().into()),
            Function::Week => self.part(|local| local.date().iso_week_date().week().into()),
            Function::Month => self.part(|local| local.month().into()),
            Function::Year => self.part(|local| local.year().into()),
            Function::DateAdd => self.move_date(1.0),
            Function::DateSubtract => self.move_date(-1.0),
            Function::DateBetween => self.time_between(),
            Function::DateRange => self.date_range(),
            Function::DateStart => Ok(self.date(0)?.map(|date| Date::from(date.start)).into()),
            Function::DateEnd => Ok(self
                .date(0)?
                .map(|date| Date::from(date.end.unwrap_or(date.start)))
                .into()),
            Function::Timestamp => {
                let zone = self.zone();
                Ok(self
                    .date(0)?
                    .and_then(|date| calendar::milliseconds(date.start, &zone))
                    .into())
            }
            Function::FromTimestamp => {
                let zone = self.zone();
                let moment = self
                    .number(0)?
                    .and_then(|number| calendar::from_milliseconds(number, &zone));
                Ok(moment.map(Date::from).into())
            }
            Function::ParseDate => {
                let zone = self.zone();
                let moment = self.text(0)?.and_then(|text| parse_date(&text, &zone));
                Ok(moment.map(Date::from).into())
            }
            _ => self.format_date(),
        }
    }

    /// A part of what calendar and clock show at the start of the date.
    fn part(&self, part: impl Fn(DateTime) -> i64) -> Result<Value<H::Page>> {
        let zone = self.zone();
        Ok(self
            .date(0)?
            .map(|date| part(date.start.local(&zone)) as f64)
            .into())
    }

    fn unit(&self, index: usize) -> Result<Option<Unit>> {
        let Some(name) = self.text(index)? else {
            return Ok(None);
        };
        if let Some(unit) = Unit::named(&name) {
            return Ok(Some(unit));
        }
        let error = self.fail(index, format!("there is no unit `{}`", shorten(&name)));
        Err(match suggest(&name, UNITS) {
            Some(unit) => error.with_help(format!("did you mean `{unit}`?")),
            None => error.with_help("write \"years\", \"quarters\", \"months\", \"weeks\", \"days\", \"hours\" or \"minutes\""),
        })
    }

    /// The start of the date moved; a range does not stay one.
    fn move_date(&self, sign: f64) -> Result<Value<H::Page>> {
        let (date, amount, unit) = (self.date(0)?, self.number(1)?, self.unit(2)?);
        let (Some(date), Some(unit)) = (date, unit) else {
            return Ok(Value::Empty);
        };
        let moved = calendar::add(date.start, sign * amount.unwrap_or(0.0), unit, &self.zone());
        Ok(moved.map(Date::from).into())
    }

    fn time_between(&self) -> Result<Value<H::Page>> {
        let (a, b, unit) = (self.date(0)?, self.date(1)?, self.unit(2)?);
        let (Some(a), Some(b), Some(unit)) = (a, b, unit) else {
            return Ok(Value::Empty);
        };
        let count = calendar::between(a.start, b.start, unit, &self.zone());
        Ok(count.map(|count| count as f64).into())
    }

    /// From the start of one date to the end of another, or its start if it has none.
    fn date_range(&self) -> Result<Value<H::Page>> {
        let Some(start) = self.date(0)? else {
            return Ok(Value::Empty);
        };
        let end = self.date(1)?.map(|end| end.end.unwrap_or(end.start));
        Ok(Value::Date(Date {
            start: start.start,
            end,
        }))
    }

    fn format_date(&mut self) -> Result<Value<H::Page>> {
        let (date, pattern) = (self.date(0)?, self.text(1)?);
        let (Some(date), Some(pattern)) = (date, pattern) else {
            return Ok(Value::Empty);
        };
        // The longest forms are written with few letters.
        self.budget.spend(pattern.len() as u64, self.span)?;
        self.made(format_date::format_date(
            &date.start,
            &pattern,
            &self.zone(),
        ))
    }
}
