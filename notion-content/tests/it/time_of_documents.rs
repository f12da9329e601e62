//! The time that documents take grows with their size, and not faster.

use std::time::Duration;

use notion_content::{
    Block, Plan, bulleted, callout, check, column, columns, heading, html, link, mention_date,
    paragraph, quote, tab, table, tabs, todo, toggle, writable,
};

/// What is done with blocks.
type Run = fn(&[Block]);

/// Many blocks side by side, a few levels deep.
fn wide(blocks: usize) -> Vec<Block> {
    let text =
        || "see " + link("the docs", "https://example.com/a?b=c") + mention_date("2026-11-22");
    let group = |n: usize| match n % 5 {
        0 => toggle(text()).children((0..9).map(|_| paragraph(text()))),
        1 => columns([
            column((0..4).map(|_| todo(text()))),
            column((0..3).map(|_| quote(text()))),
        ]),
        2 => table((0..9).map(|n| [text(), n.to_string().into()])),
        3 => tabs([tab("x", (0..8).map(|_| bulleted(text())))]),
        _ => {
            callout(text()).children([heading(text()).children((0..8).map(|_| paragraph(text())))])
        }
    };
    (0..blocks / 10).map(group).collect()
}

/// One block in the other.
fn deep(blocks: usize) -> Vec<Block> {
    let inner = |block: Block, n: usize| match n % 3 {
        0 => toggle("x").children([block]),
        1 => quote("x").children([block]),
        _ => todo("x").children([block]),
    };
    vec![(1..blocks).fold(paragraph("x"), inner)]
}

/// The shortest of some runs, in processor time: others may be at work too.
fn time(run: impl Fn()) -> Duration {
    let clock = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(
            u64::try_from(time.tv_sec).unwrap(),
            u32::try_from(time.tv_nsec).unwrap(),
        )
    };
    let once = |()| {
        let begin = clock();
        run();
        clock() - begin
    };
    [(); 3].map(once).into_iter().min().unwrap()
}

/// Four times the blocks take four times as long, and sixteen times if time grows with the square. Nine is between.
#[track_caller]
fn assert_linear(name: &str, make: fn(usize) -> Vec<Block>, blocks: usize, run: Run) {
    let (small, large) = (make(blocks), make(4 * blocks));
    let (one, four) = (time(|| run(&small)), time(|| run(&large)));
    let ratio = four.as_secs_f64() / one.as_secs_f64();
    assert!(
        ratio < 9.0,
        "{name}: {blocks} blocks {one:?}, four times as many {four:?}"
    );
}

#[test]
fn time_grows_with_the_number_of_blocks() {
    let runs: [(&str, Run); 7] = [
        ("check", |blocks| check(blocks).unwrap()),
        ("plan", |blocks| drop(Plan::append(None, blocks).unwrap())),
        ("page", |blocks| drop(Plan::page(blocks, 500).unwrap())),
        ("html", |blocks| drop(html::fragment(blocks))),
        ("writable", |blocks| drop(writable(blocks.to_vec()))),
        ("compare", |blocks| assert!(blocks == blocks.to_vec())),
        ("count", |blocks| {
            assert!(blocks.iter().map(Block::count).sum::<usize>() > 0);
        }),
    ];
    for (name, run) in runs {
        assert_linear(&format!("{name} of many"), wide, 1_000, run);
        assert_linear(&format!("{name} of deep ones"), deep, 500, run);
    }
}

#[test]
fn a_long_text_with_many_runs_takes_as_long_as_it_is() {
    let text = |runs: usize| -> Vec<Block> {
        let runs = (0..runs).map(|n| {
            let text = notion_content::text("word ");
            if n % 2 == 0 { text.bold() } else { text }
        });
        vec![paragraph(runs.collect::<notion_content::RichText>())]
    };
    // More runs than Notion takes: an error, and soon.
    assert_linear("check of a text", text, 2_000, |blocks| {
        assert!(check(blocks).is_err());
    });
    assert_linear("html of a text", text, 2_000, |blocks| {
        drop(html::fragment(blocks));
    });
    assert_linear("plain text", text, 2_000, |blocks| {
        drop(blocks[0].plain_text());
    });
    assert_linear("length", text, 2_000, |blocks| {
        assert!(blocks[0].text().unwrap().length() > 0);
    });
}
