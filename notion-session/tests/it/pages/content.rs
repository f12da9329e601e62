//! Content of any size, depth and length of text, written to the local server and read back.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::TryStreamExt;
use notion_local::{Fault, FaultRule, Server};
use notion_session::content::{
    Block, MAX_SIBLINGS, Plan, Reason, audio, bold, bookmark, breadcrumb, bulleted, callout, code,
    column, columns, divider, embed, equation, file, heading, heading_2, heading_3, heading_4,
    image, link, link_to_page, mention, numbered, paragraph, pdf, quote, synced, synced_copy, tab,
    table, table_of_contents, table_row, tabs, template, todo, toggle, video, writable,
};
use notion_session::model::{BlockKind, Color, Icon, UserId};
use notion_session::{Error, Session};
use proptest::prelude::*;

use crate::support::documents::{Documents, Fewest, fewest};
use crate::support::{Cost, documents, home, open};

/// One request for each list of blocks, and one more for each further 100 blocks in it.
fn reads(blocks: &[Block]) -> usize {
    let lists = blocks.iter().filter(|block| !block.children.is_empty());
    blocks.len().div_ceil(MAX_SIBLINGS).max(1)
        + lists.map(|block| reads(&block.children)).sum::<usize>()
}

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(test)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the document: what is read is what was written, and no more requests were sent than it takes.
    #[test]
    fn what_was_written_is_read(documents in documents::of(3_000)) {
        run(async {
            let session = Session::local();
            let home = home(&session).await;
            let users: Vec<UserId> = vec![session.whoami().await.unwrap().id()];
            let document = Documents { users, pages: vec![home.id()], ..documents }.make();
            let page = session.create_page(&home, "Written").await.unwrap();

            let mut cost = Cost::of(&session);
            let new = page.append(document.clone()).await.unwrap();
            let sent = cost.take();
            assert_eq!(new.len(), document.len());
            assert_eq!(sent, Plan::append(None, &document).unwrap().requests());
            let Fewest { by_shape, by_size } = fewest(&document);
            assert!(sent >= by_shape.max(by_size));
            assert!(sent <= by_shape + if by_size == 1 { 0 } else { 2 * by_size });

            let read = page.content().await.unwrap();
            assert!(read == document);
            assert_eq!(cost.take(), reads(&document));
        });
    }
}

#[test]
fn a_page_of_3000_blocks_is_created_with_them() {
    run(async {
        let session = Session::local();
        let home = home(&session).await;
        let documents = Documents {
            seed: 7,
            blocks: 3_000,
            depth: 5,
            width: 12,
            long_texts: 20,
            pages: vec![home.id()],
            users: Vec::new(),
        };
        let document = documents.make();
        let mut cost = Cost::of(&session);
        let page = session
            .create_page(&home, "Written")
            .content(document.clone())
            .await
            .unwrap();
        assert!(cost.take() <= 1 + Plan::append(None, &document).unwrap().requests());
        assert!(page.content().await.unwrap() == document);
    });
}

#[tokio::test]
async fn what_fits_goes_along_with_the_page() {
    let session = Session::local();
    let home = home(&session).await;
    let mut cost = Cost::of(&session);
    for (blocks, requests) in [(0, 1), (100, 1), (101, 2), (200, 2), (201, 3)] {
        let document = vec![paragraph("x"); blocks];
        let page = session
            .create_page(&home, "x")
            .content(document.clone())
            .await
            .unwrap();
        assert_eq!(cost.take(), requests, "{blocks}");
        assert_eq!(page.content().await.unwrap(), document);
        cost.take();
    }
    // Rows of databases, too.
    let database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    cost.take();
    let row = session
        .create_page(&database, "x")
        .content([heading("A")])
        .await
        .unwrap();
    assert_eq!(cost.take(), 1);
    assert_eq!(row.content().await.unwrap(), [heading("A")]);
}

#[tokio::test]
async fn deep_content_hangs_under_what_was_made_for_it() {
    let session = Session::local();
    let home = home(&session).await;
    let nested = |levels: usize| {
        (0..levels).fold(paragraph("end"), |inner, n| {
            quote(n.to_string()).children([inner])
        })
    };
    let document = [
        nested(200),
        columns([
            column([nested(3), divider()]),
            column([]),
            column([nested(4)]),
        ]),
        tabs([tab("A", [nested(3)]), tab("B", [])]),
        table((0..250).map(|row| [format!("{row}")])),
        toggle("many").children((0..250).map(|n| bulleted(n.to_string()).children([divider()]))),
    ];
    let mut cost = Cost::of(&session);
    let append = home.append(document.clone());
    let requests = append.requests().unwrap();
    append.await.unwrap();
    assert_eq!(cost.take(), requests);
    assert!(home.content().await.unwrap() == document);
}

#[tokio::test]
async fn blocks_go_where_they_are_told_and_keep_their_order() {
    let session = Session::local();
    let home = home(&session).await;
    let texts = |from: usize, to: usize| (from..to).map(|n| paragraph(n.to_string()));
    let first = home.append(texts(1_000, 1_002)).await.unwrap();
    home.append(texts(0, 250)).at_start().await.unwrap();
    let behind = home
        .append(texts(2_000, 2_250))
        .after(&first[0])
        .await
        .unwrap();
    assert_eq!(behind.len(), 250);
    let expected: Vec<Block> = texts(0, 250)
        .chain(texts(1_000, 1_001))
        .chain(texts(2_000, 2_250))
        .chain(texts(1_001, 1_002))
        .collect();
    assert_eq!(home.content().await.unwrap(), expected);
    // The handles are those of the new blocks, and not of those behind them.
    let texts: Vec<_> = behind
        .iter()
        .map(|block| Block::from(block).plain_text())
        .collect();
    assert_eq!(
        texts,
        (2_000..2_250).map(|n| n.to_string()).collect::<Vec<_>>()
    );
    // In blocks, too.
    let list = home
        .append([toggle("list").children([divider()])])
        .await
        .unwrap()
        .remove(0);
    list.append(["first"]).at_start().await.unwrap();
    assert_eq!(
        list.content().await.unwrap(),
        [paragraph("first"), divider()]
    );
    let error = home.append(["x"]).after("Home").await.unwrap_err();
    assert!(matches!(error, Error::InvalidId(_)));
}

#[tokio::test]
async fn what_breaks_a_rule_is_not_sent() {
    let session = Session::local();
    let home = home(&session).await;
    let table = home.append([table([["a", "b"]])]).await.unwrap().remove(0);
    let child = session.create_page(&home, "Child").await.unwrap();
    let child = session.get_block(&child).await.unwrap();
    let database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let database = session.get_block(database.id()).await.unwrap();
    let mut cost = Cost::of(&session);

    let path = |error: Error| match error {
        Error::RefusedContent(refusal) => (refusal.path, refusal.reason),
        other => panic!("{other}"),
    };
    let wrong = [
        paragraph("A"),
        toggle("B").children([divider().children([todo("C")])]),
    ];
    let (at, reason) = path(home.append(wrong.clone()).await.unwrap_err());
    assert_eq!(at, "[1].toggle.children[0].divider.children[0].to_do");
    assert!(matches!(reason, Reason::CannotHold { .. }));
    let (at, _) = path(
        session
            .create_page(&home, "x")
            .content(wrong)
            .await
            .unwrap_err(),
    );
    assert_eq!(at, "[1].toggle.children[0].divider.children[0].to_do");
    let (_, reason) = path(table.append([paragraph("x")]).await.unwrap_err());
    assert!(matches!(reason, Reason::CannotHold { parent, .. } if parent == "table"));
    let (_, reason) = path(table.append([table_row(["x"])]).await.unwrap_err());
    assert_eq!(reason, Reason::Width { width: 2, cells: 1 });
    let (_, reason) = path(database.append([paragraph("x")]).await.unwrap_err());
    assert!(matches!(reason, Reason::CannotHold { parent, .. } if parent == "child_database"));
    assert_eq!(cost.take(), 0);
    // A page by its block is a page.
    child.append(["x"]).await.unwrap();
}

/// Each way by which content gets to Notion, with one value that Notion would refuse.
#[tokio::test]
async fn a_bad_value_is_refused_before_the_first_request_wherever_content_is_sent() {
    let session = Session::local();
    let home = home(&session).await;
    let mut page = session.create_page(&home, "Plans").await.unwrap();
    let mut database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let mut old = page.append([paragraph("x"), callout("x")]).await.unwrap();
    let mut comment = page.comment("x").await.unwrap();
    let before = session.client().requests_sent();

    let bad = || "see " + link("the plan", "./plan.md");
    let (emoji, picture) = ("x", "a.png");
    let in_block = [
        page.append([paragraph("good"), quote(bad())])
            .await
            .unwrap_err(),
        page.append([image(picture)]).at_start().await.unwrap_err(),
        old[0].append([quote(bad())]).await.unwrap_err(),
        old[0].update(paragraph(bad())).await.unwrap_err(),
        old[1]
            .update(callout("x").icon(Icon::emoji(emoji)))
            .await
            .unwrap_err(),
        old[0].replace([quote(bad())]).await.unwrap_err(),
        session
            .create_page(&home, "New")
            .content([quote(bad())])
            .await
            .unwrap_err(),
        session
            .create_page(database.id(), "New")
            .set("Name", "x")
            .content([quote(bad())])
            .await
            .unwrap_err(),
    ];
    for error in in_block {
        assert!(matches!(error, Error::RefusedContent(_)), "{error}");
    }
    let in_value = [
        page.comment(bad()).await.unwrap_err(),
        old[0].comment(bad()).await.unwrap_err(),
        comment.reply(bad()).await.unwrap_err(),
        comment.set_text(bad()).await.unwrap_err(),
        page.set_title(bad()).await.unwrap_err(),
        page.set_icon("").await.unwrap_err(),
        page.set_icon("X x").await.unwrap_err(),
        page.set_icon(Icon::external(picture)).await.unwrap_err(),
        page.set_cover(picture).await.unwrap_err(),
        page.set_cover("data:image/png;base64,AAAA")
            .await
            .unwrap_err(),
        session.create_page(&home, bad()).await.unwrap_err(),
        session
            .create_page(&home, "New")
            .icon("X x")
            .await
            .unwrap_err(),
        session
            .create_page(&home, "New")
            .cover(picture)
            .await
            .unwrap_err(),
        session.create_untyped_db(&home, bad()).await.unwrap_err(),
        session
            .create_untyped_db(&home, "New")
            .description(bad())
            .await
            .unwrap_err(),
        session
            .create_untyped_db(&home, "New")
            .icon("X x")
            .await
            .unwrap_err(),
        session
            .create_untyped_db(&home, "New")
            .cover(picture)
            .await
            .unwrap_err(),
        database.update_database().title(bad()).await.unwrap_err(),
        database
            .update_database()
            .description(bad())
            .await
            .unwrap_err(),
        database.set_icon("X x").await.unwrap_err(),
        database.set_cover(picture).await.unwrap_err(),
    ];
    for error in in_value {
        assert!(matches!(error, Error::Refused(_)), "{error}");
    }
    assert_eq!(session.client().requests_sent(), before);
}

#[tokio::test]
async fn what_was_written_before_a_failure_is_told() {
    let server = Server::new();
    let (session, home) = open(&server).await;
    let document = vec![paragraph("x"); 250];
    // The first request fails: nothing was written.
    server.fail_next(Fault::Status(500));
    let error = home.append(document.clone()).await.unwrap_err();
    assert!(!matches!(error, Error::PartlyWritten(_)), "{error}");
    // The second one fails.
    server.fail_when(
        FaultRule::new(Fault::Status(500))
            .on("PATCH", "/v1/blocks/{id}/children")
            .times(1),
    );
    let error = session
        .create_page(&home, "x")
        .content(document)
        .await
        .unwrap_err();
    let Error::PartlyWritten(partly) = error else {
        panic!("{error}")
    };
    assert_eq!((partly.sent, partly.of), (1, 3));
    let page = session
        .get_page(notion_session::model::PageId::<()>::from(
            partly.root.uuid(),
        ))
        .await
        .unwrap();
    assert_eq!(page.content().await.unwrap().len(), 100);
}

#[tokio::test]
async fn every_kind_of_block_is_changed() {
    let session = Session::local();
    let home = home(&session).await;
    let me = session.whoami().await.unwrap().id();
    for (old, new) in [
        (paragraph("a").color(Color::Red), paragraph("b")),
        (heading("a").toggleable(), heading("b").color(Color::Blue)),
        (todo("a").checked(), todo(bold("b") + mention(me))),
        (
            callout("a"),
            callout("b")
                .icon(Icon::emoji("🐱"))
                .color(Color::GrayBackground),
        ),
        (code("rust", "a").caption("x"), code("python", "b")),
        (quote("x".repeat(3_000)), quote("y".repeat(5_000))),
        (
            image("https://example.com/a.png").caption("x"),
            image("https://example.com/b.png"),
        ),
        (
            file("https://example.com/a.txt"),
            file("https://example.com/a.txt")
                .caption("x")
                .named("b.txt"),
        ),
        (
            bookmark("https://example.com/a"),
            bookmark("https://example.com/b").caption("x"),
        ),
        (divider(), divider()),
    ] {
        let mut block = home.append([old.clone()]).await.unwrap().remove(0);
        let mut cost = Cost::of(&session);
        block.update(new.clone()).await.unwrap();
        assert_eq!(cost.take(), 1);
        assert_eq!(Block::from(&block), new);
        block.reload().await.unwrap();
        assert_eq!(Block::from(&block), new);
        assert_eq!(home.content().await.unwrap().pop(), Some(new));
    }
    // A row, and a table whose rows stay.
    let mut grid = home
        .append([table([["a", "b"], ["c", "d"]])])
        .await
        .unwrap()
        .remove(0);
    grid.update(table([["", ""]]).without_children().column_header())
        .await
        .unwrap();
    let mut rows = grid.children().await.unwrap();
    rows[1].update(table_row(["e", "f"])).await.unwrap();
    let expected = table([["a", "b"], ["e", "f"]]).column_header();
    assert_eq!(home.content().await.unwrap().pop(), Some(expected));
    // A heading that holds blocks stays a toggle.
    let mut holder = home
        .append([heading("a").children([divider()])])
        .await
        .unwrap()
        .remove(0);
    holder.update(heading("b")).await.unwrap();
    assert_eq!(
        home.content().await.unwrap().pop(),
        Some(heading("b").children([divider()]))
    );
    let error = holder.update(paragraph("b")).await.unwrap_err();
    assert!(error.to_string().contains("replace it"), "{error}");
}

#[tokio::test]
async fn a_block_is_replaced_where_it_stands() {
    let session = Session::local();
    let home = home(&session).await;
    home.append([toggle("list").children([paragraph("a"), paragraph("b"), paragraph("c")])])
        .await
        .unwrap();
    let list = home.walk().try_next().await.unwrap().unwrap().block;
    let mut inner = list.children().await.unwrap();
    let mut cost = Cost::of(&session);
    let new = inner[1].replace([todo("x"), todo("y")]).await.unwrap();
    // The list is in the store: one request to append, and one for the trash.
    assert_eq!((new.len(), cost.take()), (2, 2));
    assert!(inner[1].is_in_trash());
    let expected = toggle("list").children([paragraph("a"), todo("x"), todo("y"), paragraph("c")]);
    assert_eq!(home.content().await.unwrap(), [expected]);
    // By nothing: it is gone.
    inner[0].replace([] as [Block; 0]).await.unwrap();
    assert_eq!(list.content().await.unwrap().len(), 3);
    // A row by what is none.
    let grid = home.append([table([["a"]])]).await.unwrap().remove(0);
    let error = grid.children().await.unwrap()[0]
        .replace([divider()])
        .await
        .unwrap_err();
    assert!(matches!(error, Error::RefusedContent(_)), "{error}");
    // A page is no block to be replaced.
    session.create_page(&home, "Child").await.unwrap();
    let mut child = home
        .walk()
        .try_collect::<Vec<_>>()
        .await
        .unwrap()
        .pop()
        .unwrap()
        .block;
    assert!(matches!(
        child.replace(["x"]).await.unwrap_err(),
        Error::WrongKind(_)
    ));
}

#[tokio::test]
async fn a_walk_is_depth_first_and_asks_for_what_it_comes_to() {
    let session = Session::local();
    let home = home(&session).await;
    let list = |name: &str| {
        toggle(name).children([
            paragraph(format!("{name}1")),
            quote(format!("{name}2")).children([divider()]),
        ])
    };
    home.append((0..20).map(|n| list(&n.to_string())))
        .await
        .unwrap();
    let mut cost = Cost::of(&session);
    let walked: Vec<_> = home.walk().try_collect().await.unwrap();
    assert_eq!(cost.take(), 41);
    let depths: Vec<_> = walked.iter().map(|visit| visit.depth).collect();
    assert_eq!(depths[..8], [0, 1, 1, 2, 0, 1, 1, 2]);
    let texts: Vec<_> = walked
        .iter()
        .map(|visit| Block::from(&visit.block).plain_text())
        .collect();
    assert_eq!(texts[..8], ["0", "01", "02", "", "1", "11", "12", ""]);
    // Who stops early has not asked for all.
    cost.take();
    let mut walk = home.walk();
    for _ in 0..3 {
        walk.try_next().await.unwrap();
    }
    drop(walk);
    assert!(cost.take() <= 1 + 8, "a little ahead, and no more");
    // An error is the last element.
    session.local_server().unwrap().fail_when(
        FaultRule::new(Fault::Status(404))
            .on("GET", "/v1/blocks/{id}/children")
            .times(1),
    );
    let mut walk = home.walk();
    assert!(walk.try_next().await.is_err());
    assert!(matches!(walk.try_next().await, Ok(None)));
}

#[tokio::test]
async fn pages_databases_and_copies_are_named_and_not_entered() {
    let session = Session::local();
    let home = home(&session).await;
    let page = session
        .create_page(&home, "Here")
        .content([synced([paragraph("shared")])])
        .await
        .unwrap();
    let original = page.walk().try_next().await.unwrap().unwrap().block;
    page.append([synced_copy(original.id())]).await.unwrap();
    session
        .create_page(&page, "Child")
        .content([paragraph("its own")])
        .await
        .unwrap();
    session.create_untyped_db(&page, "Tasks").await.unwrap();
    let mut cost = Cost::of(&session);
    let content = page.content().await.unwrap();
    assert_eq!(cost.take(), 2);
    let types: Vec<_> = content.iter().map(|block| block.kind.type_name()).collect();
    assert_eq!(
        types,
        [
            "synced_block",
            "synced_block",
            "child_page",
            "child_database"
        ]
    );
    assert_eq!(content[1], synced_copy(original.id()));

    // As it is, the content cannot be put elsewhere: it is refused, by name, and nothing is sent.
    cost.take();
    let error = home.append(content.clone()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("[2].child_page: Notion's API cannot make a block"),
        "{error}"
    );
    assert_eq!(cost.take(), 0);
    // What can be is, and what cannot has a name.
    let copy = writable(content);
    let paths: Vec<_> = copy
        .refused
        .iter()
        .map(|refusal| refusal.path.as_str())
        .collect();
    assert_eq!(paths, ["[2].child_page", "[3].child_database"]);
    let copied = session
        .create_page(&home, "There")
        .content(copy.document)
        .await
        .unwrap();
    let content = copied.content().await.unwrap();
    assert_eq!(
        content,
        [synced([paragraph("shared")]), synced_copy(original.id())]
    );
}

#[tokio::test]
async fn an_export_shows_what_copies_of_synced_blocks_show() {
    let session = Session::local();
    let home = home(&session).await;
    let source = session
        .create_page(&home, "Source")
        .content([synced([quote("shared").children([paragraph("deep")])])])
        .await
        .unwrap();
    let original = source.walk().try_next().await.unwrap().unwrap().block;
    let page = session
        .create_page(&home, "Here")
        .content([
            synced_copy(original.id()),
            paragraph("between"),
            toggle("again").children([synced_copy(original.id())]),
        ])
        .await
        .unwrap();
    let mut cost = Cost::of(&session);
    let written = page.export_markdown().await.unwrap();
    assert_eq!(
        written.text,
        "> shared\n>\n> deep\n\nbetween\n\n<details>\n<summary>again</summary>\n\n> shared\n>\n> deep\n\n</details>\n"
    );
    // The page, the toggle, and twice the original and the quote in it.
    assert!(cost.take() <= 6);
    let lost: Vec<String> = written.lost.iter().map(ToString::to_string).collect();
    let copy = "a synced block is a copy of what is in it in Markdown";
    assert_eq!(
        lost,
        [format!("[0]: {copy}"), format!("[2].children[0]: {copy}")]
    );
    assert!(page.export_html().await.unwrap().contains("deep"));
    // The content is as it was: a copy of the page has copies of the original.
    assert_eq!(page.content().await.unwrap()[0], synced_copy(original.id()));
}

#[tokio::test]
async fn an_export_ends_where_copies_show_themselves() {
    let session = Session::local();
    let home = home(&session).await;
    let page = session
        .create_page(&home, "Here")
        .content([synced([paragraph("one")]), synced([paragraph("two")])])
        .await
        .unwrap();
    let originals: Vec<_> = page.children().await.unwrap();
    // Each shows the other, and itself.
    for (block, other) in [(0, 1), (1, 0), (0, 0)] {
        originals[block]
            .append([synced_copy(originals[other].id())])
            .await
            .unwrap();
    }
    let written = page.export_markdown().await.unwrap();
    assert_eq!(written.text, "one\n\ntwo\n\ntwo\n\none\n");
    let unread = "the original of a synced block, which is not readable or empty";
    assert!(written.lost.iter().any(|loss| loss.what == unread));
}

#[tokio::test]
async fn an_export_reports_copies_whose_original_is_not_readable() {
    let session = Session::local();
    let home = home(&session).await;
    let source = session
        .create_page(&home, "Source")
        .content([synced([paragraph("secret")])])
        .await
        .unwrap();
    let original = source.walk().try_next().await.unwrap().unwrap().block.id();
    let page = session
        .create_page(&home, "Here")
        .content([synced_copy(original), paragraph("a")])
        .await
        .unwrap();
    let path = format!("/v1/blocks/{original}/children");
    let missing = FaultRule::new(Fault::Status(404)).on("GET", &path);
    session.local_server().unwrap().fail_when(missing);
    let written = page.export_markdown().await.unwrap();
    assert_eq!(written.text, "a\n");
    assert_eq!(
        written.lost[0].to_string(),
        "[0]: the original of a synced block, which is not readable or empty"
    );
}

#[tokio::test]
async fn what_is_in_the_trash_takes_nothing() {
    let session = Session::local();
    let home = home(&session).await;
    let mut page = session
        .create_page(&home, "x")
        .content([toggle("a")])
        .await
        .unwrap();
    let mut block = page.walk().try_next().await.unwrap().unwrap().block;
    block.trash().await.unwrap();
    assert!(block.append(["b"]).await.unwrap_err().is_validation());
    assert!(block.update(toggle("b")).await.unwrap_err().is_validation());
    block.restore().await.unwrap();
    assert!(!block.is_in_trash());
    block.append(["b"]).await.unwrap();
    // What the store has says that there is something in the block now.
    assert!(session.get_block(block.id()).await.unwrap().has_children());
    page.trash().await.unwrap();
    assert!(page.append(["b"]).await.unwrap_err().is_validation());
}

#[tokio::test]
async fn a_closed_session_reads_and_writes_nothing() {
    let session = Session::local();
    let home = home(&session).await;
    session.close();
    assert!(matches!(
        home.append(["x"]).await,
        Err(Error::SessionClosed)
    ));
    assert!(matches!(home.content().await, Err(Error::SessionClosed)));
    assert!(matches!(
        home.walk().try_next().await,
        Err(Error::SessionClosed)
    ));
    let kind = BlockKind::default();
    assert_eq!(kind.type_name(), "");
}

#[tokio::test]
async fn handles_are_mentioned_and_linked_to() {
    let session = Session::local();
    let home = home(&session).await;
    let me = session.whoami().await.unwrap();
    let database = session.create_untyped_db(&home, "Tasks").await.unwrap();
    let text = "Ask " + mention(&me) + " about " + mention(&home) + " and " + mention(&database);
    let document = [
        paragraph(text),
        link_to_page(&home),
        link_to_page(&database),
    ];
    let page = session
        .create_page(&home, "x")
        .content(document.clone())
        .await
        .unwrap();
    let content = page.content().await.unwrap();
    assert_eq!(content, document);
    // Notion has said how they are called.
    assert_eq!(
        content[0].plain_text(),
        format!("Ask @{} about Home and Tasks", me.name())
    );
}

#[tokio::test(start_paused = true)]
async fn lists_are_asked_for_several_at_once_and_not_all() {
    let session = Session::local();
    let home = home(&session).await;
    home.append((0..40).map(|n| toggle(n.to_string()).children([divider()])))
        .await
        .unwrap();
    let second = Fault::Delay(Duration::from_secs(1));
    let lists = FaultRule::new(second).on("GET", "/v1/blocks/{id}/children");
    session
        .local_server()
        .unwrap()
        .fail_when(lists.times(1_000));
    let before = tokio::time::Instant::now();
    assert_eq!(home.content().await.unwrap().len(), 40);
    // One by one, 41 lists would take 41 seconds; and all at once 2, which no pace would bear.
    let time = before.elapsed();
    assert!(
        (Duration::from_secs(4)..Duration::from_secs(10)).contains(&time),
        "{time:?}"
    );
}

#[tokio::test]
async fn every_type_that_can_be_made_is_made_and_read() {
    let session = Session::local();
    let home = home(&session).await;
    let inner = || [paragraph("inside")];
    let document = vec![
        paragraph("a").children(inner()),
        heading("b").children(inner()),
        heading_2("c").color(Color::Blue),
        heading_3("d"),
        heading_4("e"),
        bulleted("f").children(inner()),
        numbered("g").children(inner()),
        quote("h").children(inner()),
        todo("i").checked().children(inner()),
        toggle("j").children(inner()),
        template("k", inner()),
        callout("l").icon(Icon::emoji("🐱")).children(inner()),
        synced(inner()),
        code("rust", "fn main() {}").caption("m"),
        equation("e=mc^2"),
        divider(),
        breadcrumb(),
        table_of_contents().color(Color::Gray),
        columns([column(inner()).width(0.25), column(inner()).width(0.75)]),
        tabs([tab("n", inner()).icon(Icon::emoji("📋")), tab("o", [])]),
        table([["p", "q"], ["r", "s"]]).column_header().row_header(),
        link_to_page(&home),
        bookmark("https://example.com").caption("t"),
        embed("https://example.com/u"),
        image("https://example.com/v.png").caption("v"),
        video("https://example.com/w.mp4"),
        audio("https://example.com/x.mp3"),
        pdf("https://example.com/y.pdf"),
        file("https://example.com/z.txt").named("z.txt"),
    ];
    let mut types = BTreeSet::new();
    let mut open: Vec<&Block> = document.iter().collect();
    while let Some(block) = open.pop() {
        types.insert(block.kind.type_name());
        open.extend(&block.children);
    }
    let not_made = [
        "child_page",
        "child_database",
        "meeting_notes",
        "transcription",
        "link_preview",
        "unsupported",
    ];
    let all: BTreeSet<_> = BlockKind::TYPES.iter().copied().collect();
    let made: BTreeSet<_> = all
        .into_iter()
        .filter(|name| !not_made.contains(name))
        .collect();
    assert_eq!(types, made);

    let mut cost = Cost::of(&session);
    let page = session
        .create_page(&home, "x")
        .content(document.clone())
        .await
        .unwrap();
    assert_eq!(cost.take(), 1);
    assert_eq!(page.content().await.unwrap(), document);
}
