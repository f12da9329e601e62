//! Reading content: walks, exports, and what they ask for.

use super::*;

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
    assert!(
        block
            .update()
            .content(toggle("b"))
            .await
            .unwrap_err()
            .is_validation()
    );
    block.restore().await.unwrap();
    assert!(!block.is_in_trash());
    block.append(["b"]).await.unwrap();
    // What the store has says that there is something in the block now.
    assert!(session.get_block(block.id()).await.unwrap().has_children());
    page.trash().await.unwrap();
    assert!(page.append(["b"]).await.unwrap_err().is_validation());
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
