//! Property values as HTML.

use maud::{Markup, html};
use notion_model::{
    DateValue, File, FormulaKind, Place, PropertyValue, RollupKind, SelectOption, UserOrGroup,
    ValueKind, VerificationState,
};
use notion_vocabulary::NumberFormat;
use serde_json::{Number, Value};

use super::icons;
use super::inline::{link, rich};
use super::links::{self, Link};
use super::names::{Named, Names};
use super::time;

/// The maximum number of values of a list that are shown.
const MAX_SHOWN: usize = 25;

/// Renders a value; the result is empty if the value is.
pub(super) fn value(value: &PropertyValue, format: Option<&str>, names: &Names) -> Markup {
    let more = value.has_more == Some(true);
    html! {
        (kind(&value.kind, format, names))
        @if more { span.more { "more" } }
    }
}

fn kind(value: &ValueKind, format: Option<&str>, names: &Names) -> Markup {
    match value {
        ValueKind::Title(runs) | ValueKind::RichText(runs) => rich(runs),
        ValueKind::Number(number) => html! {
            @if let Some(number) = number { span.number { (formatted(number, format)) } }
        },
        ValueKind::Select(option) => html! { @if let Some(option) = option { (tag(option)) } },
        ValueKind::Status(option) => html! { @if let Some(option) = option { (status(option)) } },
        ValueKind::MultiSelect(options) => html! { @for option in options { (tag(option)) } },
        ValueKind::Date(date) => maybe_date(date.as_ref()),
        ValueKind::People(people) => html! {
            @for one in people.iter().take(MAX_SHOWN) { (person(one)) }
        },
        ValueKind::Files(files) => html! { @for one in files { (file(one)) } },
        ValueKind::Checkbox(checked) => check(*checked),
        ValueKind::Url(url) => address(url.as_deref(), ""),
        ValueKind::Email(address) => self::address(address.as_deref(), "mailto:"),
        ValueKind::PhoneNumber(number) => address(number.as_deref(), "tel:"),
        ValueKind::Relation(pages) => html! {
            @for page in pages.iter().take(MAX_SHOWN) {
                @match names.get(&page.id.uuid()) {
                    Some(found) => (named(found)),
                    None => span.missing title=(page.id) { "a page that is not here" },
                }
            }
        },
        ValueKind::Rollup(rollup) => match &rollup.kind {
            RollupKind::Number(number) => html! {
                @if let Some(number) = number { span.number { (formatted(number, None)) } }
            },
            RollupKind::Date(date) => maybe_date(date.as_ref()),
            RollupKind::Array(values) => html! {
                @for one in values.iter().take(MAX_SHOWN) { span.each { (kind(&one.kind, None, names)) } }
                @if values.len() > MAX_SHOWN { span.more { (values.len() - MAX_SHOWN) " more" } }
            },
            _ => html! { span.missing { "not supported by the API" } },
        },
        ValueKind::Formula(formula) => match &formula.kind {
            FormulaKind::String(text) => html! { (text.as_deref().unwrap_or_default()) },
            FormulaKind::Number(number) => html! {
                @if let Some(number) = number { span.number { (formatted(number, None)) } }
            },
            FormulaKind::Boolean(checked) => html! {
                @if let Some(checked) = checked { (check(*checked)) }
            },
            FormulaKind::Date(date) => maybe_date(date.as_ref()),
            _ => html! { span.missing { "not supported by the API" } },
        },
        ValueKind::CreatedTime(at) | ValueKind::LastEditedTime(at) => time::moment(at.as_str()),
        ValueKind::CreatedBy(user) | ValueKind::LastEditedBy(user) => people(user.name.as_deref()),
        ValueKind::UniqueId(id) => html! {
            @if let Some(number) = &id.number {
                @if let Some(prefix) = &id.prefix { (prefix) "-" }
                (number)
            }
        },
        ValueKind::Verification(found) => html! {
            @if let Some(found) = found {
                @match &found.state {
                    Some(VerificationState::Verified) => "Verified",
                    Some(VerificationState::Expired) => "Verification expired",
                    _ => {}
                }
            }
        },
        ValueKind::Place(found) => html! { @if let Some(found) = found { (place(found)) } },
        ValueKind::Button(_) | ValueKind::Untyped => html! {},
        ValueKind::Unknown(unknown) => match &unknown.content {
            None | Some(Value::Null) => html! {},
            Some(content) => html! { code { (content.to_string()) } },
        },
    }
}

/// Renders an option in its color.
pub(super) fn tag(option: &SelectOption) -> Markup {
    let color = option
        .color
        .as_ref()
        .map_or("default", |color| color.as_str());
    tagged(&option.name, color)
}

/// Renders a name in the color of an option.
pub(super) fn tagged(name: &str, color: &str) -> Markup {
    html! { span class={ "tag t-" (word(color)) } { (name) } }
}

fn status(option: &SelectOption) -> Markup {
    let color = option
        .color
        .as_ref()
        .map_or("default", |color| color.as_str());
    html! { span class={ "tag status t-" (word(color)) } { (option.name) } }
}

/// Returns a color that is safe as part of a class name.
fn word(color: &str) -> &str {
    let is_word = color.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_word { color } else { "default" }
}

/// Renders a link to a page or a database.
pub(super) fn named(found: &Named) -> Markup {
    html! {
        a.page href=(found.href) { (icons::icon(found.icon.as_ref(), found.usual)) span { (found.title) } }
    }
}

fn maybe_date(date: Option<&DateValue>) -> Markup {
    html! { @if let Some(date) = date { (time::date(date)) } }
}

fn person(one: &UserOrGroup) -> Markup {
    match one {
        UserOrGroup::User(user) => people(user.name.as_deref()),
        UserOrGroup::Group(group) => people(group.name.as_deref()),
        UserOrGroup::Unknown(_) => people(None),
    }
}

/// Renders a person, with an initial instead of a picture.
pub(super) fn people(name: Option<&str>) -> Markup {
    let name = name.unwrap_or("Somebody");
    let letter: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
    html! { span.person { span.face aria-hidden="true" { (letter) } (name) } }
}

/// Renders a file as a link.
pub(super) fn file(file: &File) -> Markup {
    let url = file.url().unwrap_or_default();
    let name = file.name.as_deref().filter(|name| !name.is_empty());
    let inner = html! { (name.unwrap_or(url)) };
    match links::follow(url) {
        Some(to) => html! { span.file { (link(&to, &inner)) } },
        None => html! { span.file { (inner) } },
    }
}

fn check(checked: bool) -> Markup {
    let label = if checked { "checked" } else { "not checked" };
    html! { span.check.on[checked] role="img" aria-label=(label) {} }
}

fn address(text: Option<&str>, scheme: &str) -> Markup {
    let Some(text) = text else {
        return html! {};
    };
    let inner = html! { (text) };
    match links::follow(&format!("{scheme}{text}")) {
        Some(to @ Link::Elsewhere(_)) if text.contains(':') || !scheme.is_empty() => {
            link(&to, &inner)
        }
        Some(to @ Link::Here(_)) => link(&to, &inner),
        _ => inner,
    }
}

fn place(place: &Place) -> Markup {
    let name = place.name.as_deref().or(place.address.as_deref());
    html! {
        @match (name, &place.lat, &place.lon) {
            (Some(name), _, _) => (name),
            (None, Some(lat), Some(lon)) => { (lat) ", " (lon) },
            _ => {}
        }
    }
}

/// Formats a number as its property says.
fn formatted(number: &Number, format: Option<&str>) -> String {
    let format = format.and_then(NumberFormat::parse);
    let plain = number.to_string();
    match format {
        Some(NumberFormat::NumberWithCommas) => commas(&plain),
        Some(NumberFormat::Percent) => match number.as_f64() {
            // Rounded to two decimal places.
            Some(value) => format!("{}%", (value * 10_000.0).round() / 100.0),
            None => plain,
        },
        Some(format) => match format.currency() {
            Some("USD") => format!("${}", commas(&plain)),
            Some("EUR") => format!("€{}", commas(&plain)),
            Some("GBP") => format!("£{}", commas(&plain)),
            Some("JPY") => format!("¥{}", commas(&plain)),
            Some(code) => format!("{code} {}", commas(&plain)),
            None => plain,
        },
        None => plain,
    }
}

fn commas(number: &str) -> String {
    let (sign, rest) = match number.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", number),
    };
    let (whole, fraction) = match rest.split_once('.') {
        Some((whole, "0")) => (whole, None),
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (rest, None),
    };
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) || rest.contains(['e', 'E']) {
        return number.to_owned();
    }
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_in_their_format() {
        for (json, format, expected) in [
            ("1234567", None, "1234567"),
            ("1234567", Some("number"), "1234567"),
            ("1234567.5", Some("number_with_commas"), "1,234,567.5"),
            ("-123", Some("number_with_commas"), "-123"),
            ("12000", Some("euro"), "€12,000"),
            ("48500.0", Some("dollar"), "$48,500"),
            ("5", Some("zloty"), "PLN 5"),
            ("0.256", Some("percent"), "25.6%"),
            ("1e30", Some("dollar"), "$1e+30"),
        ] {
            let number: Number = serde_json::from_str(json).unwrap();
            assert_eq!(formatted(&number, format), expected, "{json} {format:?}");
        }
    }
}
