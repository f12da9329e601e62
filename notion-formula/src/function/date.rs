//! Functions on dates.

use super::{Accepts, Function, Output, Signature, required};

pub(super) static TABLE: [Signature; 19] = [
    Signature::new(Function::Now, "now", &[], Output::Date),
    Signature::new(Function::Today, "today", &[], Output::Date),
    Signature::new(
        Function::Minute,
        "minute",
        &[required("date", Accepts::Date)],
        Output::Number,
    ),
    Signature::new(
        Function::Hour,
        "hour",
        &[required("date", Accepts::Date)],
        Output::Number,
    ),
    Signature::new(
        Function::Day,
        "day",
        &[required("date", Accepts::Date)],
        Output::Number,
    ),
    Signature::new(
        Function::Date,
        "date",
        &[required("date", Accepts::Date)],
        Output::Number,
    ),
    Signature::new(
        Function::Week,
        "week",
        &[required("date", Accepts::Date)],
        Output::Number,
    ),
    Signature::new(
        Function::Month,
        "month",
        &[required("date", Accepts::Date)],
        Output::Number,
    ),
    Signature::new(
        Function::Year,
        "year",
        &[required("date", Accepts::Date)],
        Output::Number,
    ),
    Signature::new(
        Function::DateAdd,
        "dateAdd",
        &[
            required("date", Accepts::Date),
            required("amount", Accepts::Number),
            required("unit", Accepts::Text),
        ],
        Output::Date,
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
    ),
    Signature::new(
        Function::DateBetween,
        "dateBetween",
        &[
            required("a", Accepts::Date),
            required("b", Accepts::Date),
            required("unit", Accepts::Text),
        ],
        Output::Number,
    ),
    Signature::new(
        Function::DateRange,
        "dateRange",
        &[
            required("start", Accepts::Date),
            required("end", Accepts::Date),
        ],
        Output::Date,
    ),
    Signature::new(
        Function::DateStart,
        "dateStart",
        &[required("range", Accepts::Date)],
        Output::Date,
    ),
    Signature::new(
        Function::DateEnd,
        "dateEnd",
        &[required("range", Accepts::Date)],
        Output::Date,
    ),
    Signature::new(
        Function::Timestamp,
        "timestamp",
        &[required("date", Accepts::Date)],
        Output::Number,
    ),
    Signature::new(
        Function::FromTimestamp,
        "fromTimestamp",
        &[required("milliseconds", Accepts::Number)],
        Output::Date,
    ),
    Signature::new(
        Function::FormatDate,
        "formatDate",
        &[
            required("date", Accepts::Date),
            required("format", Accepts::Text),
        ],
        Output::Text,
    ),
    Signature::new(
        Function::ParseDate,
        "parseDate",
        &[required("text", Accepts::Text)],
        Output::Date,
    ),
];
