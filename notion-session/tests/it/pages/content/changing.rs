//! Changing and replacing blocks.

use super::*;

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
        block.update().content(new.clone()).await.unwrap();
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
    grid.update()
        .content(table([["", ""]]).without_children().column_header())
        .await
        .unwrap();
    let mut rows = grid.children().await.unwrap();
    rows[1]
        .update()
        .content(table_row(["e", "f"]))
        .await
        .unwrap();
    let expected = table([["a", "b"], ["e", "f"]]).column_header();
    assert_eq!(home.content().await.unwrap().pop(), Some(expected));
    // A heading that holds blocks stays a toggle.
    let mut holder = home
        .append([heading("a").children([divider()])])
        .await
        .unwrap()
        .remove(0);
    holder.update().content(heading("b")).await.unwrap();
    assert_eq!(
        home.content().await.unwrap().pop(),
        Some(heading("b").children([divider()]))
    );
    let error = holder.update().content(paragraph("b")).await.unwrap_err();
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
