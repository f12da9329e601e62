//! Text within a line: styles, links, equations, mentions.

mod delimiters;
mod mention;
mod read;
mod write;

use notion_vocabulary::Color;

pub(super) use read::emoji_at;
pub(crate) use read::{closing_bracket, read};
pub(super) use write::{escape, escape_address, write};

/// Characters that a backslash takes their meaning from, as Notion writes them.
const SPECIAL: &str = "\\*~`$[]<>{}|^";

/// The color of an attribute: `blue_bg` is `blue_background`.
pub(super) fn color(value: &str) -> Option<String> {
    let color = match value.strip_suffix("_bg") {
        Some(color) => format!("{color}_background"),
        None => value.to_owned(),
    };
    Color::parse(&color).map(|_| color)
}

/// A color as an attribute has it.
pub(super) fn color_attribute(color: &str) -> String {
    match color.strip_suffix("_background") {
        Some(color) => format!("{color}_bg"),
        None => color.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::state::text::merge;
    use crate::state::{Annotations, Content, DateValue, Mention, Run, Workspace, date::Point};

    fn round(text: &str) -> String {
        let (workspace, _) = Workspace::fresh(0);
        write(&workspace, &read(text, &workspace))
    }

    fn styled(content: &str, marks: &str) -> Run {
        Run {
            annotations: Annotations {
                bold: marks.contains('b'),
                italic: marks.contains('i'),
                strikethrough: marks.contains('s'),
                underline: marks.contains('u'),
                code: marks.contains('c'),
                color: if marks.contains('r') {
                    "red_background".into()
                } else {
                    "default".into()
                },
            },
            ..Run::text(content)
        }
    }

    fn link(content: &str, url: &str) -> Run {
        Run {
            content: Content::Text {
                content: content.into(),
                link: Some(url.into()),
            },
            annotations: Annotations::default(),
        }
    }

    #[test]
    fn styles_survive_reading_and_writing() {
        for text in [
            "plain",
            "**bold** and *italic* and ~~gone~~",
            "`code` and [a link](https://example.com/)",
            "<span color=\"blue\">blue</span>, <span underline=\"true\">under</span>",
            "2 \\* 3 \\< 4",
            "a<br>b",
            "$`x^2`$",
            "<mention-date start=\"2026-01-02\"/>",
            "***bi***",
            "**bold*bi***",
            "*a***b**",
            "[w](https://en.wikipedia.org/wiki/Rust_(language))",
        ] {
            assert_eq!(round(text), text);
        }
    }

    #[test]
    fn what_is_written_by_others_is_read() {
        let (workspace, _) = Workspace::fresh(0);
        for (text, expected) in [
            ("***bi***", vec![styled("bi", "bi")]),
            (
                "**b *bi* b** *i **bi***",
                vec![
                    styled("b ", "b"),
                    styled("bi", "bi"),
                    styled(" b", "b"),
                    Run::text(" "),
                    styled("i ", "i"),
                    styled("bi", "bi"),
                ],
            ),
            (
                "**with space **x",
                vec![styled("with space ", "b"), Run::text("x")],
            ),
            (
                "costs $5-$10, $5 or ($6), US$5 and US$6",
                vec![Run::text("costs $5-$10, $5 or ($6), US$5 and US$6")],
            ),
            (
                "is $x^2$.",
                vec![
                    Run::text("is "),
                    Run {
                        content: Content::Equation("x^2".into()),
                        annotations: Annotations::default(),
                    },
                    Run::text("."),
                ],
            ),
            (
                "[a](https://e.org/x_(y)) [b](nowhere)",
                vec![link("a", "https://e.org/x_(y)"), Run::text(" [b](nowhere)")],
            ),
            (
                "2 * 3 [x] (y) ** z `a",
                vec![Run::text("2 * 3 [x] (y) ** z `a")],
            ),
            (
                "<span color=\"nocolor\">a</span></span><span color=\"red\">",
                vec![Run::text("a</span><span color=\"red\">")],
            ),
            ("``a`b``", vec![styled("a`b", "c")]),
        ] {
            assert_eq!(read(text, &workspace), expected, "{text}");
        }
    }

    #[test]
    fn dates_have_days_times_and_zones() {
        let (workspace, _) = Workspace::fresh(0);
        let date = |start: &str, end: Option<&str>| {
            let point = |text| Point::parse(text, None).unwrap();
            let date = DateValue {
                start: point(start),
                end: end.map(point),
            };
            vec![Run {
                content: Content::Mention(Mention::Date(date)),
                annotations: Annotations::default(),
            }]
        };
        for (text, expected) in [
            (
                "<mention-date start=\"2026-01-02\" end=\"2026-01-05\"/>",
                date("2026-01-02", Some("2026-01-05")),
            ),
            (
                "<mention-date start=\"2026-07-02\" startTime=\"10:30\" timeZone=\"Europe/Paris\"/>",
                date("2026-07-02T10:30:00+02:00", None),
            ),
            (
                "<mention-date start=\"2026-07-02\" startTime=\"10:30\" end=\"2026-07-03\" endTime=\"09:00\" timeZone=\"UTC\"/>",
                date("2026-07-02T10:30:00Z", Some("2026-07-03T09:00:00Z")),
            ),
            (
                "<mention-date start=\"2026-07-02T10:30:00.000+02:00\"/>",
                date("2026-07-02T10:30:00+02:00", None),
            ),
        ] {
            assert_eq!(read(text, &workspace), expected, "{text}");
            assert_eq!(read(&write(&workspace, &expected), &workspace), expected);
        }
    }

    fn run() -> impl Strategy<Value = Run> {
        let text = prop_oneof![
            "[a-c ]{1,6}",
            "[ -~]{1,8}",
            "\\PC{1,5}",
            "[*_~` \n\t\\\\<>\\[\\]()$:!#-]{1,6}",
        ];
        let url = prop_oneof![
            Just("https://e.org/a_(b)".to_owned()),
            "https://e\\.org/[!-~]{0,8}".prop_filter("an address", |url| !url.is_empty()),
        ];
        let style = ("[bisur]{0,4}", any::<bool>());
        let content = prop_oneof![
            6 => text.prop_map(|content| (Content::Text { content, link: None }, true)),
            2 => ("[a-z ]{1,5}", url).prop_map(|(content, url)| {
                (Content::Text { content, link: Some(url) }, true)
            }),
            1 => "[!-_a-~\\\\]{1,6}".prop_map(|text| (Content::Equation(text), false)),
            1 => Just((
                Content::Mention(Mention::Page(uuid::Uuid::from_u128(0x1234_5678_1234_4234_8234_1234_5678_9abc))),
                false
            )),
            1 => "20[0-9]{2}-0[1-9]-1[0-9]T1[0-9]:3[0-9]:00[+-]0[0-9]:[03]0".prop_map(|text| {
                let date = DateValue { start: Point::parse(&text, None).unwrap(), end: None };
                (Content::Mention(Mention::Date(date)), false)
            }),
        ];
        (content, style).prop_map(|((content, may_be_code), (marks, code))| {
            let marks = if code && may_be_code {
                format!("{marks}c")
            } else {
                marks
            };
            Run {
                content,
                annotations: styled("", &marks).annotations,
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn what_is_written_is_read_back(runs in prop::collection::vec(run(), 0..6)) {
            let (workspace, _) = Workspace::fresh(0);
            let runs = merge(runs);
            let written = write(&workspace, &runs);
            prop_assert!(!written.contains('\n'), "{}", written);
            prop_assert_eq!(read(&written, &workspace), runs, "{}", written);
        }

        #[test]
        fn anything_is_read(text in "[*_~`a <>\\[\\]()$:!#{}|\\\\-]{0,40}") {
            let (workspace, _) = Workspace::fresh(0);
            let runs = read(&text, &workspace);
            prop_assert_eq!(read(&write(&workspace, &runs), &workspace), runs);
        }
    }

    #[test]
    fn long_lines_take_time_with_their_length() {
        let (workspace, _) = Workspace::fresh(0);
        let began = std::time::Instant::now();
        for pattern in [
            "*",
            "**a ",
            "*a **b ~~c ",
            "~~",
            "`",
            "``a`",
            "[",
            "[a](",
            "[a](b",
            "](",
            "<span color=\"red\">",
            "<span ",
            "</span>",
            "<mention-page url=\"x\">",
            "<mention-page ",
            "$",
            "$a ",
            "$`a",
            "\\",
            "<br>",
            ":a",
            "<",
            "a*b*",
            "*a_ ",
            "![](",
            "***a** b* ",
        ] {
            let text = pattern.repeat(200_000 / pattern.len());
            read(&text, &workspace);
        }
        assert!(
            began.elapsed() < std::time::Duration::from_secs(120),
            "{:?}",
            began.elapsed()
        );
    }
}
