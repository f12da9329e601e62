//! Mentions: tags that name a page, a database, a user or a date.

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use uuid::Uuid;

use super::escape;
use crate::markdown::attributes::attribute;
use crate::render::plain_url;
use crate::state::date::Point;
use crate::state::id;
use crate::state::{DateValue, Mention, Run, Workspace};

/// The kinds of mentions, with their closing tags.
pub(super) const KINDS: &[(&str, &str)] = &[
    ("user", "</mention-user>"),
    ("page", "</mention-page>"),
    ("database", "</mention-database>"),
    ("date", "</mention-date>"),
];

/// What the head of a tag mentions.
pub(super) fn read(kind: &str, head: &str) -> Option<Mention> {
    let id = || attribute(head, "url").and_then(address_id);
    Some(match kind {
        "user" => Mention::User(id()?),
        "page" => Mention::Page(id()?),
        "database" => Mention::Database(id()?),
        _ => Mention::Date(date(head)?),
    })
}

/// The id in an address: `https://app.notion.com/p/Title-<id>`, `user://<id>`.
fn address_id(url: &str) -> Option<Uuid> {
    let url = url.trim_start_matches("{{").trim_end_matches("}}");
    let path = url.split(['?', '#']).next()?;
    let tail = |length: usize| path.get(path.len().checked_sub(length)?..);
    tail(36)
        .and_then(id::parse)
        .or_else(|| tail(32).and_then(id::parse))
}

fn date(head: &str) -> Option<DateValue> {
    let zone = attribute(head, "timeZone").or_else(|| attribute(head, "time_zone"));
    let zone = match zone {
        Some(name) => Some(zone_of(name)?),
        None => None,
    };
    let point = |day: &str, time: &str| {
        let day = attribute(head, day)?;
        match attribute(head, time) {
            Some(time) => Point::parse(&format!("{day}T{time}:00"), zone.as_ref()),
            None => Point::parse(day, None),
        }
    };
    let end = match attribute(head, "end") {
        Some(_) => Some(point("end", "endTime")?),
        None => None,
    };
    Some(DateValue {
        start: point("start", "startTime")?,
        end,
    })
}

/// A zone by its IANA name, or an offset.
fn zone_of(name: &str) -> Option<TimeZone> {
    if let Ok(zone) = TimeZone::get(name) {
        return Some(zone);
    }
    let (sign, rest) = match name.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    Offset::from_seconds(sign * minutes * 60)
        .ok()
        .map(TimeZone::fixed)
}

/// A mention as a tag. What has none is text.
pub(super) fn write(workspace: &Workspace, mention: &Mention, run: &Run) -> String {
    let tag = |kind: &str, id: Uuid| {
        let name = run.plain(workspace);
        let name = escape(workspace, name.trim_start_matches('@'));
        format!(
            "<mention-{kind} url=\"{}\">{name}</mention-{kind}>",
            plain_url(id)
        )
    };
    match mention {
        Mention::User(id) => tag("user", *id),
        Mention::Page(id) => tag("page", *id),
        Mention::Database(id) => tag("database", *id),
        Mention::Date(date) => write_date(date),
        Mention::CustomEmoji(id) => match workspace.emojis.get(id) {
            Some(emoji) => format!(":{}:", emoji.name),
            None => escape(workspace, &run.plain(workspace)),
        },
        Mention::Link {
            href: Some(href), ..
        } => format!("[{}]({href})", escape(workspace, href)),
        Mention::Template { .. } | Mention::Link { .. } => escape(workspace, &run.plain(workspace)),
    }
}

/// Both ends of a date have one zone; ends of several offsets are written with their offsets.
fn write_date(date: &DateValue) -> String {
    let offset = |point: &Point| match point {
        Point::Day(_) => None,
        Point::Minute { offset, .. } => Some(*offset),
    };
    let ends = || [Some(date.start), date.end].into_iter().flatten();
    let mut offsets: Vec<Offset> = ends().filter_map(|point| offset(&point)).collect();
    offsets.dedup();
    let mut tag = String::from("<mention-date");
    for (name, time, point) in [
        ("start", "startTime", Some(date.start)),
        ("end", "endTime", date.end),
    ] {
        let Some(point) = point else { continue };
        match point {
            Point::Minute { at, offset } if offsets.len() == 1 => {
                let wall: civil::DateTime = offset.to_datetime(at);
                tag.push_str(&format!(
                    " {name}=\"{}\" {time}=\"{}\"",
                    wall.date(),
                    wall.strftime("%H:%M")
                ));
            }
            point => tag.push_str(&format!(" {name}=\"{}\"", point.print())),
        }
    }
    if let [offset] = offsets.as_slice() {
        tag.push_str(&format!(" timeZone=\"{}\"", zone_name(*offset)));
    }
    tag.push_str("/>");
    tag
}

/// The name of a zone that always has this offset. IANA counts the hours of these the other way round.
fn zone_name(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, turned) = if seconds < 0 { ('-', '+') } else { ('+', '-') };
    let minutes = seconds.unsigned_abs() / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) if hours <= 12 => format!("Etc/GMT{turned}{hours}"),
        (hours, minutes) => format!("{sign}{hours:02}:{minutes:02}"),
    }
}
