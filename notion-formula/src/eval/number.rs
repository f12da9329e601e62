//! Functions on numbers.

use super::Host;
use super::arguments::Call;
use super::convert;
use super::decimal::round_half_up;
use super::format_number::{MAX_PLACES, format_number};
use super::operator;
use super::value::Value;
use crate::ast::BinaryOperator;
use crate::error::{Error, ErrorKind, Result};
use crate::function::Function;

impl<H: Host> Call<'_, H> {
    pub(crate) fn number_function(&mut self) -> Result<Value<H::Page>> {
        match self.function {
            Function::Add => self.operator(BinaryOperator::Add),
            Function::Subtract => self.operator(BinaryOperator::Subtract),
            Function::Multiply => self.operator(BinaryOperator::Multiply),
            Function::Divide => self.operator(BinaryOperator::Divide),
            Function::Mod => self.operator(BinaryOperator::Modulo),
            Function::Pow => self.operator(BinaryOperator::Power),
            Function::Min => self.aggregate(|numbers| numbers.into_iter().reduce(f64::min)),
            Function::Max => self.aggregate(|numbers| numbers.into_iter().reduce(f64::max)),
            Function::Sum => self.aggregate(|numbers| Some(numbers.into_iter().sum())),
            Function::Mean => self.aggregate(mean),
            Function::Median => self.aggregate(median),
            Function::Abs => self.of_number(f64::abs),
            Function::Round => self.round(),
            Function::Ceil => self.of_number(f64::ceil),
            Function::Floor => self.of_number(f64::floor),
            Function::Sqrt => self.of_number(f64::sqrt),
            Function::Cbrt => self.of_number(f64::cbrt),
            Function::Exp => self.of_number(f64::exp),
            Function::Ln => self.of_number(f64::ln),
            Function::Log10 => self.of_number(f64::log10),
            Function::Log2 => self.of_number(f64::log2),
            Function::Sign => {
                self.of_number(|number| if number == 0.0 { 0.0 } else { number.signum() })
            }
            Function::Pi => Ok(Value::Number(std::f64::consts::PI)),
            Function::E => Ok(Value::Number(std::f64::consts::E)),
            Function::ToNumber => Ok(convert::to_number(self.value(0), self.host).into()),
            _ => self.format_number(),
        }
    }

    fn operator(&mut self, operator: BinaryOperator) -> Result<Value<H::Page>> {
        let spans = (self.at(0), self.at(1));
        match self.values {
            [left, right] => operator::arithmetic(
                operator,
                (left, spans.0),
                (right, spans.1),
                self.host,
                self.budget,
            ),
            // The parser sees to it that there are two.
            _ => Ok(Value::Empty),
        }
    }

    /// A number of one number; nothing of nothing.
    fn of_number(&self, function: impl Fn(f64) -> f64) -> Result<Value<H::Page>> {
        Ok(self.number(0)?.map(function).into())
    }

    fn round(&self) -> Result<Value<H::Page>> {
        let places = self.integer(1)?.unwrap_or(0).clamp(-400, 400) as i32;
        self.of_number(|number| round_half_up(number, places))
    }

    /// All numbers in the arguments and in the lists among them; what is empty does not count.
    fn aggregate(&mut self, function: impl Fn(Vec<f64>) -> Option<f64>) -> Result<Value<H::Page>> {
        let mut numbers = Vec::new();
        for index in 0..self.values.len() {
            match self.value(index) {
                Value::Number(number) => numbers.push(*number),
                Value::Empty => {}
                Value::List(items) => {
                    for item in items.iter() {
                        match item {
                            Value::Number(number) => numbers.push(*number),
                            Value::Empty => {}
                            other => {
                                let name = self.function.name();
                                let message = format!(
                                    "`{name}` takes lists of numbers, found {} in one",
                                    other.type_name()
                                );
                                return Err(Error::new(ErrorKind::Type, self.at(index), message));
                            }
                        }
                    }
                }
                _ => {
                    self.number(index)?;
                }
            }
        }
        self.budget.spend(numbers.len() as u64, self.span)?;
        Ok(function(numbers).into())
    }

    fn format_number(&mut self) -> Result<Value<H::Page>> {
        let format = self.text(1)?.unwrap_or_else(|| "commas".into());
        let places = match self.integer(2)? {
            Some(places) => Some(
                usize::try_from(places)
                    .ok()
                    .filter(|places| *places <= MAX_PLACES)
                    .ok_or_else(|| {
                        self.fail(
                            2,
                            format!("a number is formatted with 0 to {MAX_PLACES} places"),
                        )
                    })?,
            ),
            None => None,
        };
        let Some(number) = self.number(0)? else {
            return Ok(Value::Empty);
        };
        match format_number(number, &format, places) {
            Some(text) => self.made(text),
            None => Err(self.fail(
                1,
                format!(
                    "there is no number format `{}`",
                    crate::lexer::shorten(&format)
                ),
            )),
        }
    }
}

fn mean(numbers: Vec<f64>) -> Option<f64> {
    let count = numbers.len();
    let sum: f64 = numbers.into_iter().sum();
    (count > 0).then(|| sum / count as f64)
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)?;
    match numbers.get(middle.wrapping_sub(1)) {
        Some(lower) if numbers.len().is_multiple_of(2) => Some(lower / 2.0 + upper / 2.0),
        _ => Some(upper),
    }
}
