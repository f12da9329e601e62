//! Reading and writing Markdown takes time in proportion to the length of the text.
//!
//! Each pattern is measured at four lengths, each twice the one before. A linear reader takes eight times as long for the
//! longest as for the shortest, a quadratic one 64 times; the bound lies between. It is the thread's processor time that is
//! measured, so that other programs on the machine do not count. `MARKDOWN_LINEAR=1 cargo test -p notion-content --test it time_of_markdown -- --nocapture` prints the times.

use std::hint::black_box;
use std::time::Duration;

use notion_content::markdown::{read, write};
use notion_content::{Block, bold, column, columns, paragraph, quote, table, table_row, text};

/// The shortest text, in bytes. The others are 2, 4 and 8 times as long.
const SHORTEST: usize = 6_000;

/// How many times as long the longest text may take as the shortest: 8 if linear, 64 if quadratic.
const MOST: f64 = 24.0;

/// What takes less is within the noise of measuring.
const NOISE: Duration = Duration::from_millis(10);

/// How often a pattern is measured before it counts as too slow.
const ATTEMPTS: usize = 4;

/// A unit, repeated up to the length.
fn unit(unit: &'static str) -> Box<dyn Fn(usize) -> String> {
    Box::new(move |length| unit.repeat(length / unit.len()))
}

/// Three units, each repeated up to a third of the length.
fn three(
    first: &'static str,
    second: &'static str,
    third: &'static str,
) -> Box<dyn Fn(usize) -> String> {
    Box::new(move |length| {
        [first, second, third]
            .map(|unit| unit.repeat(length / 3 / unit.len().max(1)))
            .concat()
    })
}

/// Lines made from their number.
fn lines(line: fn(usize) -> String) -> Box<dyn Fn(usize) -> String> {
    Box::new(move |length| {
        let mut text = String::new();
        for number in 0.. {
            if text.len() >= length {
                break;
            }
            text.push_str(&line(number));
        }
        text
    })
}

type Pattern = (&'static str, Box<dyn Fn(usize) -> String>);

fn patterns() -> Vec<Pattern> {
    vec![
        // What people write.
        (
            "prose",
            unit("Some *words* in **a** line, with `code`.\nAnd more.\n\n"),
        ),
        ("a list", unit("- an item\n")),
        ("a list of tasks", unit("- [x] an item\n\n")),
        ("a list in a list", unit("- an item\n  1. another\n")),
        ("headings", unit("## A heading\n\nA text\n\n")),
        (
            "a table",
            three("| a | b |\n|---|---|\n", "| *c* | d |\n", "| e | f |\n"),
        ),
        ("code", unit("```rust\nfn main() {}\n```\n\n")),
        (
            "addresses",
            unit("see https://example.com/_a_/b and www.example.com, a@b.example.com\n"),
        ),
        ("prices", unit("costs $5-$10 or $x$ and US$6. ")),
        ("one long line", unit("word ")),
        ("one long paragraph", unit("word\n")),
        // Containers.
        ("nested quotes", unit(">")),
        ("nested quotes and lines", three(">", "\n", "a\n")),
        (
            "nested quotes on each line",
            lines(|n| format!("{}a\n", ">".repeat(n % 150))),
        ),
        ("nested lists in a line", unit("- ")),
        (
            "nested lists in a line, then empty lines",
            three("- ", "\n", "a\n"),
        ),
        (
            "nested lists in a line, then items",
            three("- ", "x\n", "- a\n"),
        ),
        ("nested numbers in a line", unit("1. ")),
        (
            "nested lists",
            lines(|n| format!("{}- x\n", "  ".repeat(n % 120))),
        ),
        ("quotes in lists", unit("> - ")),
        ("quotes in lists, then lines", three("> - ", "\n", "> x\n")),
        ("alerts", unit("> [!NOTE]\n> a\n\n")),
        ("nested alerts", unit("> [!NOTE] ")),
        ("rules", unit("---\n")),
        ("underlines", unit("a\n---\n")),
        // HTML.
        ("callouts and headings", unit("<callout>\n<h2>")),
        ("callouts", unit("<callout>\n")),
        ("callouts apart", unit("<callout>\n\n")),
        ("callouts with texts", unit("<callout>\n\na\n\n")),
        ("callouts of an open attribute", unit("<callout icon=\"")),
        ("details", unit("<details>\n")),
        ("details apart", unit("<details>\n\n")),
        ("details with texts", unit("<details>\n\na\n\n")),
        ("details and summaries", unit("<details><summary>")),
        ("details and texts", unit("<details>a\n")),
        (
            "details that end",
            three("<details>\n\n", "a\n\n", "</details>\n\n"),
        ),
        ("details in lists", unit("- <details>\n")),
        ("lists in details", unit("<details>\n\n- a\n\n")),
        ("ends of details", unit("</details>\n\n")),
        ("spans", unit("<span>")),
        ("spans in a text", unit("a <span>")),
        ("spans of a colour", unit("a <span color=\"red\">")),
        ("ends of spans", unit("</span>a")),
        ("bold tags", unit("a <b>")),
        ("links by tags", unit("a <a href=\"https://a.b\">")),
        ("mentions", unit("a <mention-page id=\"x\">")),
        ("formulas by tags", unit("a <span class=\"math\">")),
        ("open tags", unit("<a ")),
        ("open tags in a text", unit("x <a ")),
        ("open tags of quotes", unit("<a \"")),
        ("open tags of many attributes", unit(" <a b='c' d=\"e\"")),
        ("comments", unit("<!--")),
        ("comments in a text", unit("a <!--")),
        ("comments apart", unit("<!--\n\n")),
        ("comments that end", unit("<!-- a -->\n\n")),
        ("instructions", unit("a <?")),
        ("declarations", unit("a <!A ")),
        ("CDATA", unit("a <![CDATA[")),
        ("scripts", unit("<script>\n\n")),
        ("rows in HTML", unit("<tr><td>a*b*c</td></tr>\n")),
        // Texts.
        ("asterisks", unit("*")),
        ("emphasis that never ends", unit("*a _b ")),
        ("emphasis that never begins", unit("a* b_ ")),
        ("emphasis of all kinds", unit("*a **b _c __d ~e ~~f ")),
        ("emphasis in emphasis", three("*a **b ", "c", "** *")),
        (
            "runs of asterisks",
            lines(|n| format!("a{}", "*".repeat(n % 7 + 1))),
        ),
        ("tildes", unit("a~~")),
        ("brackets", unit("[")),
        ("brackets that end", unit("]")),
        ("brackets in brackets", three("[", "a", "]")),
        ("brackets of nothing", unit("[a](")),
        ("brackets with an open title", unit("[a](b \"")),
        ("brackets with an open address", unit("[a](<b")),
        ("parentheses in addresses", three("[a](", "(", ")")),
        ("images in images", three("![", "a", "](u)")),
        ("links in links", three("[", "a", "](u)")),
        ("ticks", unit("`")),
        (
            "ticks that never end",
            lines(|n| format!("{} ", "`".repeat(n % 200 + 1))),
        ),
        (
            "ticks of every length",
            lines(|n| format!("a{}", "`".repeat(n + 1))),
        ),
        ("dollars", unit("$")),
        ("dollars that never end", unit("$a ")),
        ("dollars and braces", unit("$a{")),
        ("dollars of two", unit("$$a ")),
        ("closing braces", unit("$}")),
        ("backslashes", unit("\\")),
        ("line ends", unit("a\\\n")),
        ("spaces", unit(" ")),
        ("spaces at ends", unit("a                 \n")),
        ("tabs", unit("\t")),
        ("returns", unit("a\r\n")),
        ("entities", unit("&amp;")),
        ("entities that never end", unit("&#x")),
        ("entities of long names", unit("&aaaaaaaaaaaa")),
        // References.
        ("references", three("[a]: b\n\n", "", "[a] ")),
        (
            "references of many names",
            lines(|n| format!("[a{n}]: b\n\n[a{n}] ")),
        ),
        ("references that do not end", unit("[a]: b 'c\n")),
        ("references without address", unit("[a]:\n")),
        ("references in a line", unit("[a]: ")),
        (
            "long labels",
            unit("[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "),
        ),
        ("footnotes", unit("[^a]")),
        (
            "footnotes of many names",
            lines(|n| format!("[^{n}]\n\n[^{n}]: a\n\n")),
        ),
        (
            "footnotes in footnotes",
            lines(|n| format!("[^{n}]: [^{}]\n\n", n + 1)),
        ),
        ("footnotes in quotes", unit("> [^a]: b\n\n")),
        // Tables.
        ("a wide table", three("a|", "\n-|", "")),
        ("heads of tables", unit("a|b\n-|-\n")),
        ("heads without tables", unit("a|b\n")),
        ("rows of pipes", three("|a|\n|-|\n", "|", "|\n")),
        (
            "cells",
            lines(|n| {
                if n == 0 {
                    "|a|\n|-|\n".into()
                } else {
                    "| \\| ".into()
                }
            }),
        ),
        ("lines of an underline", unit("-|-\n")),
        ("tables of spaces", unit("| a |\n|---|\n\n")),
        // Addresses and formulas, which are looked for in every text.
        ("addresses in a row", unit("https://")),
        ("addresses of one character", unit("https://a ")),
        ("one long address", three("https://a.b/", "c", "_d")),
        ("addresses and parentheses", three("https://a.b/", "(", ")")),
        ("addresses that end in signs", unit("https://a.b/)*_~. ")),
        (
            "addresses that end in entities",
            unit("https://a.b/&amp;&lt; "),
        ),
        ("www", unit("www.")),
        ("mail addresses", unit("a@b.c ")),
        ("mail addresses in a row", unit("a@b.c")),
        ("long names of mail addresses", three("a", ".", "@")),
        ("domains of mail addresses", three("a@", "b.", "-_")),
        ("addresses in emphasis", unit("*https://a.b/_c_* ")),
        ("addresses in brackets", unit("[https://a.b/*c](")),
        // Fences.
        ("fences", unit("```\n")),
        (
            "fences of every length",
            lines(|n| format!("{}\n", "`".repeat(n % 300 + 3))),
        ),
        ("fences with attributes", unit("```{.rust #a b=c}\n```\n")),
        ("indented code", unit("    a\n\n")),
        ("indented code in lists", unit("-     a\n")),
    ]
}

/// The processor time that it takes, in seconds.
fn seconds(run: impl FnOnce()) -> f64 {
    let now = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let start = now();
    run();
    now() - start
}

/// The four times of a pattern, and whether they are those of something linear.
fn measure(make: &dyn Fn(usize) -> String, run: fn(&str)) -> (bool, [f64; 4]) {
    let texts = [1, 2, 4, 8].map(|times| make(SHORTEST * times));
    let mut least = [f64::INFINITY; 4];
    for _ in 0..ATTEMPTS {
        for (least, text) in least.iter_mut().zip(&texts) {
            *least = least.min(seconds(|| run(text)));
        }
        // Texts of a unit that does not fit into the length evenly are not exactly twice as long.
        let ratio = texts[3].len() as f64 / texts[0].len().max(1) as f64 / 8.0;
        let most = least[0].max(NOISE.as_secs_f64() / 8.0) * MOST * ratio.max(1.0);
        if least[3] < most {
            return (true, least);
        }
    }
    (false, least)
}

fn all_are_linear(patterns: Vec<Pattern>, run: fn(&str)) {
    let shown = std::env::var_os("MARKDOWN_LINEAR").is_some();
    let mut slow = Vec::new();
    for (name, make) in patterns {
        let (linear, times) = measure(&*make, run);
        let times = times.map(|seconds| format!("{:.1}", seconds * 1_000.0));
        let line = format!("{name}: {} ms", times.join(", "));
        if shown {
            eprintln!("{} {line}", if linear { "      " } else { "SLOW  " });
        }
        if !linear {
            slow.push(line);
        }
    }
    assert!(
        slow.is_empty(),
        "not in proportion to the length:\n{}",
        slow.join("\n")
    );
}

#[test]
fn reading_and_writing_what_was_read_is_linear() {
    all_are_linear(patterns(), |text| {
        let blocks = read(text).blocks;
        black_box(write(&blocks));
    });
}

#[test]
fn writing_is_linear() {
    let of = |name: &'static str, make: fn(usize) -> Vec<Block>| (name, make);
    let shapes = [
        of("spaces and signs", |n| {
            vec![paragraph(" ".repeat(n) + &"> ".repeat(n) + &"* ".repeat(n))]
        }),
        of("many columns", |n| {
            vec![columns((0..n / 10).map(|_| column([paragraph("a")])))]
        }),
        of("a table of one wide row", |n| {
            let wide = table_row(vec!["a"; n / 20]);
            let narrow = (0..n / 20).map(|_| table_row(["a"]));
            vec![table([["a"]]).children([wide]).children(narrow)]
        }),
        of("many looks", |n| {
            let runs = (0..n / 10).map(|n| if n % 2 == 0 { bold("a") } else { text("b") });
            vec![paragraph(runs.collect::<notion_content::RichText>())]
        }),
        of("many blocks in blocks", |n| {
            let inner = (0..n / 50).map(|_| paragraph("a"));
            let mut block = quote("a").children(inner);
            for _ in 0..40 {
                block = quote("a").children([block]);
            }
            vec![block]
        }),
    ];
    for (name, make) in shapes {
        let mut least = [f64::INFINITY; 2];
        let documents = [make(SHORTEST), make(8 * SHORTEST)];
        let linear = (0..ATTEMPTS).any(|_| {
            for (least, document) in least.iter_mut().zip(&documents) {
                *least = least.min(seconds(|| {
                    black_box(write(document));
                }));
            }
            least[1] < least[0].max(NOISE.as_secs_f64() / 8.0) * MOST
        });
        assert!(linear, "{name}: {least:?} seconds");
    }
}
