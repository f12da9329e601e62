//! Plans, carried out on a model of Notion that holds them to its limits.

use notion_content::model::{BlockKind, BlockRequest};
use notion_content::{
    Append, At, Block, MAX_REQUEST_BLOCKS, MAX_REQUEST_BYTES, MAX_SIBLINGS, Place, Plan, Reason,
    Step, bulleted, column, columns, divider, paragraph, quote, tab, table, tabs, toggle,
};
use proptest::prelude::*;
use serde_json::json;

use crate::support::documents;
use crate::support::documents::{Fewest, fewest};

/// What Notion holds: blocks by their place in this list, the first of which is the page.
struct Notion {
    blocks: Vec<(BlockKind, Vec<usize>)>,
}

impl Notion {
    fn carry_out(plan: &Plan) -> Vec<Block> {
        Self::with(&[]).and_carry_out(plan)
    }

    fn with(blocks: &[Block]) -> Self {
        let mut notion = Self {
            blocks: vec![(BlockKind::Untyped, Vec::new())],
        };
        for block in blocks {
            let at = notion.make(&block.to_request().unwrap());
            notion.blocks[0].1.push(at);
        }
        notion
    }

    /// Sends the requests. What cannot be known when a request is sent is not looked at: places are looked up in answers.
    fn and_carry_out(mut self, plan: &Plan) -> Vec<Block> {
        let mut answers: Vec<Vec<usize>> = Vec::new();
        for step in &plan.steps {
            let found = |place: Place| match place {
                Place::Root => 0,
                Place::Made { step, index } => answers[step][index],
            };
            let answer = match step {
                Step::List(place) => self.blocks[found(*place)].1.clone(),
                Step::Append(append) => {
                    let parent = found(append.under);
                    let after = match append.at {
                        At::AfterMade(place) => Some(found(place)),
                        _ => None,
                    };
                    self.append(parent, append, after)
                }
            };
            answers.push(answer);
        }
        self.children(0)
    }

    /// The answer has the new blocks of the first level.
    fn append(&mut self, parent: usize, append: &Append, after: Option<usize>) -> Vec<usize> {
        let body = json!({"children": append.children, "position": {"type": "after_block",
            "after_block": {"id": "00000000-0000-4000-8000-0000000000fa"}}});
        assert!(serde_json::to_vec(&body).unwrap().len() <= MAX_REQUEST_BYTES);
        assert!(append.children.iter().map(count).sum::<usize>() <= MAX_REQUEST_BLOCKS);
        assert!(!append.children.is_empty());
        check_levels(&append.children, 2);
        let new: Vec<usize> = append
            .children
            .iter()
            .map(|block| self.make(block))
            .collect();
        let siblings = &mut self.blocks[parent].1;
        let at = match (append.at, after) {
            (At::Start, _) => 0,
            (_, Some(after)) => 1 + siblings.iter().position(|block| *block == after).unwrap(),
            _ => siblings.len(),
        };
        siblings.splice(at..at, new.iter().copied());
        new
    }

    fn make(&mut self, request: &BlockRequest) -> usize {
        let mut request = request.clone();
        let children = std::mem::take(requests(&mut request));
        let at = self.blocks.len();
        self.blocks.push((request.kind, Vec::new()));
        for child in &children {
            let child = self.make(child);
            self.blocks[at].1.push(child);
        }
        at
    }

    fn children(&self, at: usize) -> Vec<Block> {
        let read = |at: &usize| Block {
            id: None,
            kind: self.blocks[*at].0.clone(),
            children: self.children(*at),
        };
        self.blocks[at].1.iter().map(read).collect()
    }
}

/// The blocks in a block of a request, as they stand in its JSON.
fn requests(request: &mut BlockRequest) -> &mut Vec<BlockRequest> {
    match &mut request.kind {
        BlockKind::Paragraph(block) => &mut block.children,
        BlockKind::Heading1(block)
        | BlockKind::Heading2(block)
        | BlockKind::Heading3(block)
        | BlockKind::Heading4(block) => &mut block.children,
        BlockKind::BulletedListItem(block)
        | BlockKind::Quote(block)
        | BlockKind::Toggle(block)
        | BlockKind::Template(block) => &mut block.children,
        BlockKind::NumberedListItem(block) => &mut block.children,
        BlockKind::ToDo(block) => &mut block.children,
        BlockKind::Callout(block) => &mut block.children,
        BlockKind::SyncedBlock(block) => &mut block.children,
        BlockKind::ColumnList(block) | BlockKind::Tab(block) => &mut block.children,
        BlockKind::Column(block) => &mut block.children,
        BlockKind::Table(block) => &mut block.children,
        _ => Box::leak(Box::default()),
    }
}

fn inner(request: &BlockRequest) -> Vec<BlockRequest> {
    requests(&mut request.clone()).clone()
}

fn count(request: &BlockRequest) -> usize {
    1 + inner(request).iter().map(count).sum::<usize>()
}

/// What the SDK's types for requests allow on each level.
fn check_levels(blocks: &[BlockRequest], levels: usize) {
    assert!(blocks.len() <= MAX_SIBLINGS);
    for block in blocks {
        let children = inner(block);
        let name = block.kind.type_name();
        let json = serde_json::to_value(block).unwrap();
        match name {
            "column_list" => {
                assert_eq!(levels, 2);
                assert!(children.len() >= 2);
                check_levels(&children, 2);
                continue;
            }
            "column" => assert!(levels == 2 && json[name]["children"].is_array()),
            "table" => assert!(levels >= 1 && !children.is_empty()),
            "tab" => assert_eq!(levels > 0, json[name]["children"].is_array()),
            _ => {}
        }
        if levels == 0 {
            assert!(children.is_empty(), "{json}");
        } else {
            check_levels(&children, levels - 1);
        }
    }
}

fn requests_for(document: &[Block]) -> usize {
    let plan = Plan::append(None, document).unwrap();
    assert!(Notion::carry_out(&plan) == document);
    plan.requests()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the document: every request keeps every limit, and what comes of them is the document. Where its size does
    /// not matter, no plan has fewer requests; else there may be some more, for blocks are not cut apart to fill requests up.
    #[test]
    fn what_is_written_is_the_document(documents in documents::of(3_000)) {
        let document = documents.make();
        let requests = requests_for(&document);
        let Fewest { by_shape, by_size, more } = fewest(&document);
        prop_assert!(requests >= by_shape.max(by_size));
        prop_assert!(requests <= by_shape + more, "{requests}, at least {by_shape} and {by_size}");
    }

    /// The same for a page that is made with its content.
    #[test]
    fn a_page_is_made_with_what_goes_along(documents in documents::of(400)) {
        let document = documents.make();
        let (along, plan) = Plan::page(&document, 1_000).unwrap();
        check_levels(&along, 2);
        prop_assert!(along.iter().map(count).sum::<usize>() <= MAX_REQUEST_BLOCKS);
        prop_assert!(serde_json::to_vec(&along).unwrap().len() + 1_000 <= MAX_REQUEST_BYTES);
        let made: Vec<Block> = along.into_iter().map(Block::from).collect();
        prop_assert!(Notion::with(&made).and_carry_out(&plan) == document);
        let append = Plan::append(None, &document).unwrap();
        // With the page itself, one more than to append it to a page that is there, at most.
        prop_assert!(plan.requests() <= append.requests());
    }

    /// And for blocks that are put among others.
    #[test]
    fn the_order_is_kept_at_the_start(documents in documents::of(400)) {
        let document = documents.make();
        let plan = Plan::append_at(None, &document, At::Start).unwrap();
        let written = Notion::with(&[divider()]).and_carry_out(&plan);
        prop_assert!(written[..document.len()] == document);
        prop_assert_eq!(&written[document.len()..], [divider()]);
    }
}

/// How many requests each of two documents takes, the second of which is just beyond a limit.
fn assert_requests(within: &[Block], beyond: &[Block], requests: (usize, usize)) {
    assert_eq!((requests_for(within), requests_for(beyond)), requests);
    assert_eq!(
        fewest(within).by_shape.max(fewest(within).by_size),
        requests.0
    );
    assert_eq!(
        fewest(beyond).by_shape.max(fewest(beyond).by_size),
        requests.1
    );
}

fn nested(levels: usize) -> Block {
    (0..levels).fold(paragraph("x"), |inner, _| quote("x").children([inner]))
}

#[test]
fn nothing_takes_no_request() {
    assert_eq!(Plan::append(None, &[]).unwrap().requests(), 0);
}

#[test]
fn a_list_holds_100_blocks() {
    assert_requests(
        &vec![paragraph("x"); 100],
        &vec![paragraph("x"); 101],
        (1, 2),
    );
    let list = |count| [toggle("x").children(vec![paragraph("x"); count])];
    // The first 100 go along with the block that they stand in.
    assert_requests(&list(100), &list(101), (1, 2));
    assert_requests(&list(200), &list(201), (2, 3));
    // The second level, too: its 101st block needs the id of what it stands in.
    let deeper =
        |count| [toggle("x").children([toggle("x").children(vec![paragraph("x"); count])])];
    assert_requests(&deeper(100), &deeper(101), (1, 3));
}

#[test]
fn a_request_holds_two_levels_in_what_it_appends() {
    assert_requests(&[nested(2)], &[nested(3)], (1, 2));
    assert_requests(&[nested(7)], &[nested(8)], (6, 7));
    // Each block that reaches further needs a request.
    assert_requests(&vec![nested(2); 10], &vec![nested(3); 10], (1, 11));
}

#[test]
fn a_request_holds_1000_blocks() {
    let document = |last| {
        let mut document = vec![toggle("x").children(vec![paragraph("x"); 99]); 9];
        document.push(toggle("x").children(vec![paragraph("x"); last]));
        document
    };
    assert_requests(&document(99), &document(100), (1, 2));
}

#[test]
fn a_request_holds_500_kilobytes() {
    // 50 texts of nearly 10,000 bytes, and the last of whatever fits.
    let document = |last: usize| {
        let mut document = vec![paragraph("x".repeat(9_500)); 49];
        document.push(paragraph("x".repeat(last)));
        document
    };
    let (mut fits, mut does_not) = (1, 100_000);
    while does_not - fits > 1 {
        let middle = usize::midpoint(fits, does_not);
        match requests_for(&document(middle)) {
            1 => fits = middle,
            _ => does_not = middle,
        }
    }
    let bytes = |last| {
        let (along, _) = Plan::page(&document(last), 0).unwrap();
        serde_json::to_vec(&json!({"children": along}))
            .unwrap()
            .len()
    };
    // Each request kept the limit (`requests_for` looks), and this one uses it: but for what may stand around the blocks.
    assert!(
        MAX_REQUEST_BYTES - bytes(fits) < 128 + 50 * 20,
        "{}",
        bytes(fits)
    );
    assert_eq!(requests_for(&document(does_not)), 2);
}

#[test]
fn a_block_that_fits_in_no_request_is_refused() {
    let text = |characters: usize| paragraph("語".repeat(characters));
    assert_eq!(requests_for(&[text(160_000)]), 1);
    let refusal =
        Plan::append(None, &[divider(), quote("x").children([text(170_000)])]).unwrap_err();
    assert_eq!(refusal.path, "[1].quote.children[0].paragraph");
    assert!(matches!(refusal.reason, Reason::TooLarge { length, .. } if length > 510_000));
}

#[test]
fn a_table_is_made_with_rows_and_the_others_follow() {
    let rows = |count: usize| [table((0..count).map(|row| [format!("{row}")]))];
    assert_requests(&rows(100), &rows(101), (1, 2));
    // A table is one level less deep than it could be: its rows go along.
    let inside = |levels: usize| {
        let two_rows = table([["a"], ["b"]]);
        [(0..levels).fold(two_rows, |inner, _| quote("x").children([inner]))]
    };
    assert_requests(&inside(1), &inside(2), (1, 2));
}

#[test]
fn a_list_of_columns_stands_on_the_first_level_with_its_columns() {
    let two = |left: Block| columns([column([left]), column([paragraph("right")])]);
    // What stands in a column may hold blocks. For more, the ids of the columns are asked for, and then it is appended.
    assert_requests(&[two(nested(1))], &[two(nested(2))], (1, 3));
    assert_requests(
        &[two(divider())],
        &[quote("x").children([two(divider())])],
        (1, 2),
    );
    let plan = Plan::append(None, &[two(nested(2))]).unwrap();
    assert_eq!(plan.steps[1], Step::List(Place::Made { step: 0, index: 0 }));
    assert!(
        matches!(&plan.steps[2], Step::Append(append) if append.under == Place::Made { step: 1, index: 0 })
    );
    // One request asks for the ids of all columns.
    assert_eq!(
        requests_for(&[columns([
            column([nested(2)]),
            column([nested(2)]),
            column([nested(2)])
        ])]),
        5
    );
    assert_eq!(requests_for(&[columns((0..101).map(|_| column([])))]), 2);
}

#[test]
fn tabs_go_along_or_follow() {
    let two = |inner: Block| [tabs([tab("A", [inner]), tab("B", [])])];
    assert_requests(&two(divider()), &two(nested(1)), (1, 2));
    assert_eq!(requests_for(&[tabs([])]), 1);
    assert_eq!(
        requests_for(&[quote("x").children([quote("x").children([tabs([])])])]),
        1
    );
}

#[test]
fn those_go_along_that_spare_the_most_requests() {
    // Of 150 blocks, 100 can go along. Those that need requests of their own cannot, and part the others.
    let list = |deep: &[usize]| {
        let inner = (0..150).map(|n| match deep.contains(&n) {
            true => nested(3),
            false => bulleted(n.to_string()),
        });
        [toggle("x").children(inner)]
    };
    for (deep, requests) in [
        (&[][..], 2),
        // 100 before it go along, or 100 behind it; it needs one for what is in it.
        (&[149], 3),
        (&[0], 3),
        (&[20], 3),
        // The others are too few on either side.
        (&[40, 110], 5),
        (&[75], 3),
    ] {
        let document = list(deep);
        assert_eq!(requests_for(&document), requests, "{deep:?}");
        assert_eq!(fewest(&document).by_shape, requests, "{deep:?}");
    }
    // Of 300, the hundred in the middle.
    let inner = (0..300).map(|n| match n {
        50 | 250 => nested(3),
        n => bulleted(n.to_string()),
    });
    let document = [toggle("x").children(inner)];
    assert_eq!(requests_for(&document), 1 + 2 + 2);
    assert_eq!(fewest(&document).by_shape, 5);
}

#[test]
fn blocks_that_follow_stand_behind_those_that_went_before() {
    let text =
        |range: std::ops::Range<usize>| range.map(|n| bulleted(n.to_string())).collect::<Vec<_>>();
    let plan = Plan::append_at(None, &text(0..250), At::Start).unwrap();
    let at = |step: usize| match &plan.steps[step] {
        Step::Append(append) => append.at,
        Step::List(_) => panic!("nothing is asked for"),
    };
    assert_eq!(at(0), At::Start);
    let Step::Append(first) = &plan.steps[0] else {
        panic!()
    };
    let index = first.children.len() - 1;
    assert_eq!(at(1), At::AfterMade(Place::Made { step: 0, index }));
    let written = Notion::with(&text(250..252)).and_carry_out(&plan);
    assert_eq!(written, text(0..252));
}

#[test]
fn a_refused_document_has_no_plan() {
    let refusal = Plan::append(
        None,
        &[paragraph("x"), divider().children([paragraph("y")])],
    )
    .unwrap_err();
    assert_eq!(refusal.path, "[1].divider.children[0].paragraph");
}
