//! A tour of pages: a page with every type of block, read back, changed, talked about, and taken elsewhere.
//!
//! ```sh
//! cargo run --example page_tour              # writes page_tour.md and page_tour.html into the folder for temporary files
//! cargo run --example page_tour -- FOLDER    # or into this one
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use futures_util::TryStreamExt;
use notion_examples::Result;
use notion_session::content::*;
use notion_session::model::{BlockKind, Color, Icon};
use notion_session::session::FileSource;
use notion_session::{Page, Session};

/// The smallest picture that there is: one grey pixel.
const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x80\x80\x80\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;

    step("A page in one request, with its icon, cover and first lines");
    let mut page = session
        .create_page(&home, "The garden shed")
        .icon("🏡")
        .cover("https://example.com/meadow.jpg")
        .content([paragraph(
            "What we build this " + bold("summer") + ", and how.",
        )])
        .await?;
    println!(
        "{} has {} block(s)",
        page.title(),
        page.content().await?.len()
    );

    step("A file is uploaded once, and used wherever it is wanted");
    let pixel = session
        .upload(FileSource::bytes("pixel.gif", PIXEL))
        .await?;
    println!(
        "{} was taken as {}",
        pixel.filename().unwrap_or_default(),
        pixel.content_type().unwrap_or_default()
    );

    step("Every type of block, nested as it comes");
    let document = every_type(&session, &page).await?;
    let append = page.append(document.clone());
    println!(
        "{} blocks in {} request(s)",
        document.iter().map(Block::count).sum::<usize>(),
        append.requests()?
    );
    append.await?;
    page.append([image(&pixel).caption("What we have of it so far")])
        .await?;

    step("What Notion would refuse is refused here, with the place and the rule");
    let wrong = [toggle("A line").children([divider().children(["below it".into()])])];
    if let Err(refused) = page.append(wrong).await {
        println!("{refused}");
    }

    step("Reading it back: the same document");
    let content = page.content().await?;
    let Some((first, rest)) = content.split_first() else {
        return Err(std::io::Error::other("the page is empty").into());
    };
    assert_eq!(first.plain_text(), "What we build this summer, and how.");
    // A page and a database in the page are blocks as well, and an upload has become a file of Notion's.
    let made = |block: &&Block| {
        !matches!(
            block.kind,
            BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_) | BlockKind::Image(_)
        )
    };
    assert!(rest.iter().filter(made).eq(&document));
    let types: BTreeSet<&str> = types_of(&content).collect();
    println!("{} types of block: {}", types.len(), join(&types));
    let missing: BTreeSet<&str> = BlockKind::TYPES.iter().copied().collect();
    println!(
        "which a program cannot make: {}",
        join(&(&missing - &types))
    );

    step("Walking through it, the lists of blocks fetched side by side");
    let mut walk = page.walk();
    while let Some(visit) = walk.try_next().await? {
        let heading = matches!(
            visit.block.kind(),
            BlockKind::Heading1(_)
                | BlockKind::Heading2(_)
                | BlockKind::Heading3(_)
                | BlockKind::Heading4(_)
        );
        if heading {
            let text = Block::from(visit.block.data().clone()).plain_text();
            println!("{}{text}", "  ".repeat(visit.depth));
        }
    }

    step("Changing one block, and putting others in its place");
    if let Some(first) = page.children().await?.first_mut() {
        first
            .update()
            .content(paragraph(
                "What we build this " + bold("autumn") + ", and how.",
            ))
            .await?;
        page.append([callout("It rains.").icon(Icon::emoji("🌧️"))])
            .after(first.id())
            .await?;
    }

    step("Talking about it");
    let comment = page
        .comment("Who brings the " + italic("hammer") + "?")
        .await?;
    comment.reply("I do.").await?;
    for comment in page.comments().await? {
        println!("{}", comment.text());
    }

    step("Taking it elsewhere, without asking Notion for more than its blocks");
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let markdown = page.export_markdown().await?;
    std::fs::write(folder.join("page_tour.md"), &markdown.text)?;
    std::fs::write(folder.join("page_tour.html"), page.export_html().await?)?;
    println!(
        "wrote page_tour.md and page_tour.html into {}",
        folder.display()
    );
    println!("Markdown cannot say:");
    for loss in &markdown.lost {
        println!("  {}: {}", loss.place, loss.what);
    }

    step("And gone");
    page.trash().await?;
    println!(
        "{} is in the trash; {} requests in all",
        page.title(),
        session.client().requests_sent()
    );
    Ok(())
}

/// A document with a block of every type that a program can make. A page and a database in the page are made on the way,
/// for links to lead somewhere.
async fn every_type(session: &Session, page: &Page) -> Result<Vec<Block>> {
    let tools = session.create_page(page, "Tools").await?;
    let bills = session.create_untyped_db(page, "Bills").await?;
    let me = session.whoami().await?;
    Ok(vec![
        table_of_contents().color(Color::Gray),
        heading("Goals"),
        bulleted("Dry").children([
            numbered("a roof").children([paragraph(
                "of tin, or of " + strikethrough("straw") + " tar",
            )]),
            numbered("a floor"),
        ]),
        todo("Ask the neighbours").checked(),
        todo("Measure: " + inline_equation("A = l \\cdot w")),
        heading_2("Plan").toggleable().children([
            quote("Measure twice, cut once.").color(Color::BrownBackground),
            code("rust", "let area = length * width;").caption("as a formula"),
            equation("A = \\int_0^l w(x)\\,dx"),
        ]),
        toggle("Who").children([paragraph(
            "Asked by " + mention(me.id()) + " on " + mention_date("2026-06-01"),
        )]),
        heading_3("Material"),
        table([["What", "How much"], ["Boards", "40"], ["Nails", "400"]]).column_header(),
        columns([
            column([paragraph(underline("Left"))]),
            column([paragraph(inline_code("right"))]),
        ]),
        tabs([
            tab("Summer", [paragraph("build")]),
            tab("Winter", [paragraph("plan")]),
        ]),
        heading_4("Links"),
        link_to_page(tools.id()),
        link_to_page(bills.id()),
        bookmark("https://example.com/sheds").caption("other people's"),
        embed("https://example.com/map"),
        video("https://example.com/shed.mp4"),
        audio("https://example.com/rain.mp3"),
        pdf("https://example.com/plan.pdf"),
        file("https://example.com/list.ods").named("list.ods"),
        synced([paragraph("Said here, shown elsewhere.")]),
        template("Another tool", [todo("Sharpen it")]),
        breadcrumb(),
        divider(),
        callout("Mind the " + link("weather", "https://example.com/weather") + "."),
    ])
}

/// The types of all blocks in the document, in no order.
fn types_of(blocks: &[Block]) -> impl Iterator<Item = &str> {
    let mut open: Vec<&Block> = blocks.iter().collect();
    std::iter::from_fn(move || {
        let block = open.pop()?;
        open.extend(&block.children);
        Some(block.kind.type_name())
    })
}

fn join(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}

fn step(title: &str) {
    println!("\n{title}\n{}", "-".repeat(title.len()));
}
