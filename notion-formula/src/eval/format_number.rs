//! `formatNumber`: numbers with separators, as percent, with a unit or a currency.

use notion_vocabulary::NumberFormat;

use super::decimal::{fixed, tidy};
use crate::print::number_to_text;

/// How many places may be asked for.
pub(crate) const MAX_PLACES: usize = 12;

/// The number in that format; `None` if there is no such format. Without `places` as many as it has, up to twelve.
///
/// Whatever the currency, separators are those of English, as Notion was seen to do.
pub(crate) fn format_number(number: f64, format: &str, places: Option<usize>) -> Option<String> {
    let format = format.to_ascii_lowercase();
    Some(match format.as_str() {
        "commas" | "number_with_commas" => commas(number, places),
        "number" => match places {
            Some(places) => fixed(number, places),
            None => number_to_text(tidy(number)),
        },
        "percent" => {
            let percent = tidy(number * 100.0);
            match places {
                Some(places) => format!("{}%", fixed(percent, places)),
                None => format!("{}%", number_to_text(percent)),
            }
        }
        "humanize" | "compact" => scaled(
            number,
            1000.0,
            &["", "K", "M", "B", "T"],
            "",
            places.or(Some(1)),
        ),
        "bytes" | "bytes_decimal" => scaled(
            number,
            1000.0,
            &["B", "kB", "MB", "GB", "TB", "PB"],
            " ",
            places.or(Some(2)),
        ),
        "bytes_binary" => scaled(
            number,
            1024.0,
            &["B", "KiB", "MiB", "GiB", "TiB", "PiB"],
            " ",
            places.or(Some(2)),
        ),
        currency => {
            let symbol = symbol(currency)?;
            let amount = commas(number.abs(), places);
            let sign = if number < 0.0 { "-" } else { "" };
            format!("{sign}{symbol}{amount}")
        }
    })
}

fn commas(number: f64, places: Option<usize>) -> String {
    let text = match places {
        Some(places) => fixed(number, places),
        None => number_to_text(tidy(number)),
    };
    if text.contains('e') {
        return text;
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = match digits.find('.') {
        Some(point) => digits.split_at(point),
        None => (digits, ""),
    };
    let mut grouped = String::with_capacity(text.len() * 4 / 3 + 1);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

/// The number in the largest unit that leaves at least one, without zeros at the end.
fn scaled(
    number: f64,
    base: f64,
    units: &[&str],
    separator: &str,
    places: Option<usize>,
) -> String {
    let places = places.unwrap_or_default();
    let mut value = number;
    let mut unit = 0;
    // What would be rounded up to a whole base is one of the next unit.
    while unit + 1 < units.len()
        && fixed(value.abs(), places)
            .parse::<f64>()
            .unwrap_or_default()
            >= base
    {
        value /= base;
        unit += 1;
    }
    let text = fixed(value, places);
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    format!(
        "{text}{separator}{}",
        units.get(unit).copied().unwrap_or_default()
    )
}

/// The symbol of a currency, by its code or by the name that Notion's number properties give it, in lower case.
fn symbol(currency: &str) -> Option<&'static str> {
    let code = NumberFormat::parse(currency)
        .and_then(NumberFormat::currency)
        .map(str::to_ascii_lowercase);
    Some(match code.as_deref().unwrap_or(currency) {
        "usd" => "$",
        "eur" => "€",
        "gbp" => "£",
        "jpy" => "¥",
        "cny" => "CN¥",
        "inr" => "₹",
        "krw" => "₩",
        "brl" => "R$",
        "cad" => "CA$",
        "aud" => "A$",
        "nzd" => "NZ$",
        "hkd" => "HK$",
        "twd" => "NT$",
        "mxn" => "MX$",
        "ils" => "₪",
        "php" => "₱",
        "vnd" => "₫",
        "chf" => "CHF ",
        "rub" => "RUB ",
        "try" => "TRY ",
        "sek" => "SEK ",
        "nok" => "NOK ",
        "dkk" => "DKK ",
        "pln" => "PLN ",
        "huf" => "HUF ",
        "czk" => "CZK ",
        "ron" => "RON ",
        "zar" => "ZAR ",
        "sgd" | "singapore_dollar" => "SGD ",
        "thb" => "THB ",
        "idr" => "IDR ",
        "myr" => "MYR ",
        "sar" => "SAR ",
        "aed" => "AED ",
        "qar" | "qatari_riyal" => "QAR ",
        "clp" => "CLP ",
        "cop" => "COP ",
        "ars" => "ARS ",
        "uyu" => "UYU ",
        "pen" | "peruvian_sol" => "PEN ",
        "uah" | "hryvnia" => "UAH ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_of_a_number_property_has_a_symbol() {
        for format in NumberFormat::ALL {
            let by_name = symbol(format.as_str());
            let by_code = format.currency().map(str::to_ascii_lowercase);
            assert_eq!(by_name, by_code.as_deref().and_then(symbol), "{format}");
            assert_eq!(by_name.is_some(), format.currency().is_some(), "{format}");
            assert!(
                format_number(1.0, format.as_str(), None).is_some(),
                "{format}"
            );
        }
    }
}
