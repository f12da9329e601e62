//! Functions on dates.

use super::{Accepts, Function, Output, Signature, required};

pub(super) static TABLE: [Signature; 19] = [
    Signature::new(Function::Now, "now", &[], Output::Date)
        .means("This minute.", &[("now()", "2023-08-31T00:55+00:00")])
        .gap(
            "The host's clock and time zone; the server that answers Notion's API computes in UTC.",
        ),
    Signature::new(Function::Today, "today", &[], Output::Date)
        .means("This day, without a time.", &[("today()", "2023-08-31")])
        .gap("As `now`."),
    Signature::new(
        Function::Minute,
        "minute",
        &[required("date", Accepts::Date)],
        Output::Number,
    )
    .means(
        "The minute of the date, 0 to 59.",
        &[(r#"minute(parseDate("2024-01-31T17:35"))"#, "35")],
    ),
    Signature::new(
        Function::Hour,
        "hour",
        &[required("date", Accepts::Date)],
        Output::Number,
    )
    .means(
        "The hour of the date, 0 to 23; 0 of a day.",
        &[(r#"hour(parseDate("2024-01-31T17:35"))"#, "17")],
    ),
    Signature::new(
        Function::Day,
        "day",
        &[required("date", Accepts::Date)],
        Output::Number,
    )
    .means(
        "The day of the week, 1 for Monday to 7 for Sunday.",
        &[(r#"day(parseDate("2024-01-31"))"#, "3")],
    ),
    Signature::new(
        Function::Date,
        "date",
        &[required("date", Accepts::Date)],
        Output::Number,
    )
    .means(
        "The day of the month, 1 to 31.",
        &[(r#"date(parseDate("2024-01-31"))"#, "31")],
    ),
    Signature::new(
        Function::Week,
        "week",
        &[required("date", Accepts::Date)],
        Output::Number,
    )
    .means(
        "The week of the year as ISO 8601 counts, 1 to 53.",
        &[(r#"week(parseDate("2024-01-31"))"#, "5")],
    ),
    Signature::new(
        Function::Month,
        "month",
        &[required("date", Accepts::Date)],
        Output::Number,
    )
    .means(
        "The month, 1 to 12.",
        &[(r#"month(parseDate("2024-01-31"))"#, "1")],
    ),
    Signature::new(
        Function::Year,
        "year",
        &[required("date", Accepts::Date)],
        Output::Number,
    )
    .means("The year.", &[(r#"year(parseDate("2024-01-31"))"#, "2024")]),
    Signature::new(
        Function::DateAdd,
        "dateAdd",
        &[
            required("date", Accepts::Date),
            required("amount", Accepts::Number),
            required("unit", Accepts::Text),
        ],
        Output::Date,
    )
    .means(
        "The date so many `\"years\"`, `\"quarters\"`, `\"months\"`, `\"weeks\"`, `\"days\"`, \
             `\"hours\"` or `\"minutes\"` later. The last day of a month stands in for one that it \
             has not. A range becomes its start.",
        &[
            (
                r#"dateAdd(parseDate("2024-01-31"), 1, "months")"#,
                "2024-02-29",
            ),
            (
                r#"parseDate("2024-01-31").dateAdd(2, "days")"#,
                "2024-02-02",
            ),
        ],
    )
    .gap(
        "That part of a day or a month is rounded, and that a day gets a time where hours are \
             added, are choices.",
    ),
    Signature::new(
        Function::DateSubtract,
        "dateSubtract",
        &[
            required("date", Accepts::Date),
            required("amount", Accepts::Number),
            required("unit", Accepts::Text),
        ],
        Output::Date,
    )
    .means(
        "The date so many units earlier.",
        &[(
            r#"dateSubtract(parseDate("2024-03-31"), 1, "months")"#,
            "2024-02-29",
        )],
    )
    .gap("As `dateAdd`."),
    Signature::new(
        Function::DateBetween,
        "dateBetween",
        &[
            required("a", Accepts::Date),
            required("b", Accepts::Date),
            required("unit", Accepts::Text),
        ],
        Output::Number,
    )
    .means(
        "How many whole units lie between two dates; positive where the first is the later one. \
             Ranges count by their starts.",
        &[
            (
                r#"dateBetween(parseDate("2024-03-01"), parseDate("2024-02-01"), "days")"#,
                "29",
            ),
            (
                r#"dateBetween(parseDate("2024-02-01"), parseDate("2024-03-01"), "months")"#,
                "-1",
            ),
        ],
    ),
    Signature::new(
        Function::DateRange,
        "dateRange",
        &[
            required("start", Accepts::Date),
            required("end", Accepts::Date),
        ],
        Output::Date,
    )
    .means(
        "The range from one date to another.",
        &[(
            r#"dateRange(parseDate("2024-01-31"), parseDate("2024-02-02"))"#,
            "2024-01-31 → 2024-02-02",
        )],
    )
    .gap("A range that ends before it begins is kept as it is; what Notion does is not known."),
    Signature::new(
        Function::DateStart,
        "dateStart",
        &[required("range", Accepts::Date)],
        Output::Date,
    )
    .means(
        "Where a range begins; a single date itself.",
        &[(r#"dateStart(prop("Trip"))"#, "2022-06-23")],
    ),
    Signature::new(
        Function::DateEnd,
        "dateEnd",
        &[required("range", Accepts::Date)],
        Output::Date,
    )
    .means(
        "Where a range ends; a single date itself.",
        &[(r#"dateEnd(prop("Trip"))"#, "2022-06-27")],
    ),
    Signature::new(
        Function::Timestamp,
        "timestamp",
        &[required("date", Accepts::Date)],
        Output::Number,
    )
    .means(
        "The date as milliseconds since the beginning of 1970.",
        &[(r#"timestamp(parseDate("2024-01-31"))"#, "1706659200000")],
    ),
    Signature::new(
        Function::FromTimestamp,
        "fromTimestamp",
        &[required("milliseconds", Accepts::Number)],
        Output::Date,
    )
    .means(
        "The date of so many milliseconds since the beginning of 1970, to the minute.",
        &[("fromTimestamp(1706659200000)", "2024-01-31T00:00+00:00")],
    ),
    Signature::new(
        Function::FormatDate,
        "formatDate",
        &[
            required("date", Accepts::Date),
            required("format", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The date as text, in the tokens of Moment.js; what stands in brackets is copied.",
        &[
            (
                r#"formatDate(parseDate("2024-01-31"), "YYYY-MM-DD")"#,
                r#""2024-01-31""#,
            ),
            (
                r#"formatDate(parseDate("2024-01-31"), "dddd, MMMM Do [of] Y")"#,
                r#""Wednesday, January 31st of 2024""#,
            ),
        ],
    )
    .gap(
        "In English alone. A range is told by its start. Seconds are always zero, for dates \
             have none.",
    ),
    Signature::new(
        Function::ParseDate,
        "parseDate",
        &[required("text", Accepts::Text)],
        Output::Date,
    )
    .means(
        "The date that an ISO 8601 text tells; empty where it tells none.",
        &[
            (r#"parseDate("2024-01-31")"#, "2024-01-31"),
            (
                r#"parseDate("2024-01-31T10:30Z")"#,
                "2024-01-31T10:30+00:00",
            ),
            (r#"parseDate("soon")"#, "empty"),
        ],
    )
    .gap("Which of the rarer ISO forms Notion reads is not known: all of them are read."),
];
