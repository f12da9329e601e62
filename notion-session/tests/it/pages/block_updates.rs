//! Parts of a block that are changed, blocks that are inserted after it, and its address.

use notion_session::Error;
use notion_session::content::{code, divider, image, model::Color, paragraph, todo, toggle};
use notion_session::model::Language;

use crate::support::{cost, local};

#[tokio::test]
async fn a_setter_changes_its_part_and_keeps_the_rest() {
    let (session, home) = local().await;
    let blocks = [
        toggle("Plan")
            .color(Color::Gray)
            .children([paragraph("Inside")]),
        todo("Write").color(Color::Red),
        code(Language::Rust, "x"),
        image("https://example.com/a.png"),
    ];
    let mut new = home.append(blocks).await.unwrap();
    let (done, requests) = cost(&session, new[0].set_text("Plans")).await;
    done.unwrap();
    assert_eq!(requests, 1);
    new[1].set_checked(true).await.unwrap();
    new[2].set_language(Language::Python).await.unwrap();
    new[2].set_caption("An example").await.unwrap();
    new[3].set_caption("A picture").await.unwrap();
    assert_eq!(
        home.content().await.unwrap(),
        [
            toggle("Plans")
                .color(Color::Gray)
                .children([paragraph("Inside")]),
            todo("Write").color(Color::Red).checked(),
            code(Language::Python, "x").caption("An example"),
            image("https://example.com/a.png").caption("A picture"),
        ]
    );
    new[1].set_checked(false).await.unwrap();
    new[1].set_color(Color::Default).await.unwrap();
    assert_eq!(home.content().await.unwrap()[1], todo("Write"));
}

#[tokio::test]
async fn what_a_block_does_not_have_is_refused_before_anything_is_sent() {
    let (session, home) = local().await;
    let mut line = home.append([divider()]).await.unwrap().remove(0);
    let before = session.client().requests_sent();
    let errors = [
        line.set_text("x").await.unwrap_err(),
        line.set_checked(true).await.unwrap_err(),
        line.set_color(Color::Red).await.unwrap_err(),
        line.set_language(Language::Rust).await.unwrap_err(),
        line.set_caption("x").await.unwrap_err(),
    ];
    for (error, what) in errors
        .iter()
        .zip(["text", "check mark", "color", "language", "caption"])
    {
        assert!(matches!(error, Error::Refused(_)), "{error}");
        let expected = format!("a `divider` block has no {what}");
        assert!(error.to_string().contains(&expected), "{error}");
    }
    assert_eq!(session.client().requests_sent(), before);
}

#[tokio::test]
async fn blocks_are_inserted_after_one_wherever_it_stands() {
    let (session, home) = local().await;
    let list = toggle("List").children([todo("One"), todo("Three")]);
    let list = home.append([list, divider()]).await.unwrap().remove(0);
    let inside = list.children().await.unwrap();
    // The toggle is in the object store, so one request inserts.
    let (new, requests) = cost(&session, inside[0].insert_after([todo("Two")])).await;
    assert_eq!((new.unwrap().len(), requests), (1, 1));
    list.insert_after("Between").await.unwrap();
    let expected = toggle("List").children([todo("One"), todo("Two"), todo("Three")]);
    let content = home.content().await.unwrap();
    assert_eq!(content, [expected, paragraph("Between"), divider()]);

    let page = session.create_page(&home, "Page").await.unwrap();
    let page = session.get_block(page.id()).await.unwrap();
    let error = page.insert_after("x").await.unwrap_err();
    assert!(matches!(error, Error::WrongKind(_)), "{error}");
}

#[tokio::test]
async fn the_address_of_a_block_leads_to_it() {
    let (session, home) = local().await;
    let list = toggle("List").children([todo("One")]);
    let list = home.append([list]).await.unwrap().remove(0);
    let inside = list.children().await.unwrap().remove(0);
    for block in [&list, &inside] {
        let (url, requests) = cost(&session, block.url()).await;
        let url = url.unwrap();
        assert_eq!(requests, 0);
        let page = home.id().uuid().simple().to_string();
        assert!(
            url.contains(&format!("{page}#{}", block.id().uuid().simple())),
            "{url}"
        );
        assert_eq!(
            session.get_block(url.as_str()).await.unwrap().id(),
            block.id()
        );
    }
    let page = session.create_page(&home, "Page").await.unwrap();
    let block = session.get_block(page.id()).await.unwrap();
    let found = session.get_page(block.url().await.unwrap()).await.unwrap();
    assert_eq!(found, page);
}
