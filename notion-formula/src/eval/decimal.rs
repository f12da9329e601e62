//! Rounding by the digits that one sees: 1.005 is a little less in binary, and is rounded to 1.01 all the same.

/// The number with its decimal point moved; `None` if that leaves the range of numbers.
fn shift(number: f64, places: i32) -> Option<f64> {
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e')?;
    let exponent = exponent.parse::<i32>().ok()?.checked_add(places)?;
    let shifted = format!("{digits}e{exponent}").parse::<f64>().ok();
    shifted.filter(|number| number.is_finite())
}

fn round_by(number: f64, places: i32, whole: impl Fn(f64) -> f64) -> f64 {
    if places == 0 {
        return whole(number);
    }
    let shifted = shift(number, places);
    shifted
        .and_then(|large| shift(whole(large), -places))
        .unwrap_or(number)
}

/// To so many places; a half goes up, as in JavaScript: 2.5 to 3, -2.5 to -2.
pub(crate) fn round_half_up(number: f64, places: i32) -> f64 {
    round_by(number, places, |number| {
        let floor = number.floor();
        if number - floor >= 0.5 {
            floor + 1.0
        } else {
            floor
        }
    })
}

/// So many places behind the point, as text; a half goes away from zero.
pub(crate) fn fixed(number: f64, places: usize) -> String {
    let rounded = round_by(
        number,
        i32::try_from(places).unwrap_or(i32::MAX),
        f64::round,
    );
    let text = format!("{rounded:.places$}");
    // `-0.00` is zero.
    match text.strip_prefix('-') {
        Some(positive) if positive.bytes().all(|byte| matches!(byte, b'0' | b'.')) => {
            positive.to_owned()
        }
        _ => text,
    }
}

/// The number to twelve places, as Notion's API gives it: 4.333333333333, and 7 for 7.000000000000001.
pub(crate) fn tidy(number: f64) -> f64 {
    format!("{number:.12}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves() {
        assert_eq!(round_half_up(1.005, 2), 1.01);
        assert_eq!(round_half_up(-2.5, 0), -2.0);
        assert_eq!(round_half_up(0.49999999999999994, 0), 0.0);
        assert_eq!(round_half_up(1e300, 20), 1e300);
        assert_eq!(round_half_up(5e-324, 400), 5e-324);
        assert_eq!(fixed(1234.5, 0), "1235");
        assert_eq!(fixed(-0.001, 2), "0.00");
        assert_eq!(fixed(2.675, 2), "2.68");
        assert_eq!(tidy(0.1 + 0.2), 0.3);
        assert_eq!(tidy(1e300), 1e300);
    }
}
