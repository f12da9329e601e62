//! HTML of pages: what it means, and that nothing gets out of its place.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use notion_content::html::{document, fragment};
use notion_content::model::{
    Block as BlockData, BlockKind, Color, CustomEmoji, CustomEmojiId, DateValue, File, FileKind,
    HostedFile, Icon, IconColor, IconKind, LinkMention, LinkPreview, MentionKind, PageId, UserId,
};
use notion_content::*;
use proptest::prelude::*;

use crate::support::arbitrary;

#[test]
fn blocks_are_the_tags_that_mean_what_they_are() {
    for (block, html) in [
        (heading("A"), "<h2 id=\"h1\">A</h2>\n"),
        (
            heading_4("A").color(Color::Red),
            "<h5 id=\"h1\" class=\"red\">A</h5>\n",
        ),
        (
            heading_2("A").children([paragraph("b")]),
            "<details open>\n<summary><h3 id=\"h1\">A</h3></summary>\n<p>b</p>\n</details>\n",
        ),
        (
            bulleted("a").children([numbered("b"), numbered("c")]),
            "<ul>\n<li>a\n<ol>\n<li>b</li>\n<li>c</li>\n</ol>\n</li>\n</ul>\n",
        ),
        (
            todo("a").checked(),
            "<ul class=\"todo\">\n<li class=\"done\"><input type=\"checkbox\" disabled checked> <span>a</span></li>\n</ul>\n",
        ),
        (
            quote("a\nb"),
            "<blockquote>\n<p>a<br>b</p>\n</blockquote>\n",
        ),
        (
            callout("a").color(Color::BlueBackground),
            "<aside class=\"blue-background\">\n<span>💡</span>\n<div>\n<p>a</p>\n</div>\n</aside>\n",
        ),
        (
            toggle("a").children([divider()]),
            "<details open>\n<summary>a</summary>\n<hr>\n</details>\n",
        ),
        (
            code("rust", "\nfn main() {}\n<T>").caption("c"),
            "<figure>\n<pre><code class=\"language-rust\">\n\nfn main() {}\n&lt;T&gt;</code></pre>\n<figcaption>c</figcaption>\n</figure>\n",
        ),
        (equation("a<b"), "<code class=\"math\">a&lt;b</code>\n"),
        (
            table([["a", "b"], ["c", "d"]]).column_header().row_header(),
            "<table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n\
             <tr><th scope=\"row\">c</th><td>d</td></tr>\n</table>\n",
        ),
        (
            image("https://a.b/c.png").caption("C"),
            "<figure>\n<img src=\"https://a.b/c.png\" alt=\"C\">\n<figcaption>C</figcaption>\n</figure>\n",
        ),
        (
            file("https://a.b/c.txt?x=1"),
            "<figure>\n<a href=\"https://a.b/c.txt?x=1\" class=\"card\">c.txt</a>\n</figure>\n",
        ),
        (
            columns([column([paragraph("a")]), column([paragraph("b")])]),
            "<div class=\"columns\">\n<div>\n<p>a</p>\n</div>\n<div>\n<p>b</p>\n</div>\n</div>\n",
        ),
        (synced([paragraph("a")]), "<p>a</p>\n"),
        (
            paragraph(
                bold("a")
                    + italic("b")
                    + strikethrough("c")
                    + underline("d")
                    + inline_code("e")
                    + inline_equation("f")
                    + link("g", "https://h.i")
                    + text("j").color(Color::Green)
                    + mention_date(DateValue::from("2026-11-22")),
            ),
            "<p><strong>a</strong><em>b</em><s>c</s><u>d</u><code>e</code><code>f</code><a href=\"https://h.i\">g</a>\
             <span class=\"green\">j</span><time datetime=\"2026-11-22\">2026-11-22</time></p>\n",
        ),
    ] {
        assert_eq!(fragment(std::slice::from_ref(&block)), html);
    }
}

#[test]
fn a_list_of_numbers_starts_where_it_does() {
    let item: BlockKind = serde_json::from_str::<BlockData>(
        r#"{"object": "block", "id": "00000000-0000-4000-8000-0000000000fa", "type": "numbered_list_item",
            "numbered_list_item": {"rich_text": [], "list_start_index": 3, "list_format": "roman"}}"#,
    )
    .unwrap()
    .kind;
    let html = "<ol start=\"3\" type=\"i\">\n<li></li>\n<li>x</li>\n</ol>\n";
    assert_eq!(fragment(&[item.into(), numbered("x")]), html);
}

#[test]
fn the_table_of_contents_leads_to_all_headings() {
    let page = [
        heading("One"),
        table_of_contents(),
        toggle("x").children([heading_2("<Two>")]),
        table_of_contents(),
    ];
    let html = fragment(&page);
    let contents = "<nav>\n<ul>\n<li style=\"margin-left:0em\"><a href=\"#h1\">One</a></li>\n\
        <li style=\"margin-left:1em\"><a href=\"#h2\">&lt;Two&gt;</a></li>\n</ul>\n</nav>\n";
    assert_eq!(html.matches(contents).count(), 1);
    assert!(html.contains("<h3 id=\"h2\">&lt;Two&gt;</h3>"));
}

#[test]
fn what_the_api_does_not_give_leaves_a_note() {
    let block: BlockData = serde_json::from_str(
        r#"{"object": "block", "id": "00000000-0000-4000-8000-0000000000fa", "type": "unsupported",
            "unsupported": {"block_type": "ai_<block>"}}"#,
    )
    .unwrap();
    assert_eq!(
        fragment(&[block.into()]),
        "<p class=\"missing\">Not given by Notion: ai_&lt;block&gt;</p>\n"
    );
    let newer: BlockKind = serde_json::from_str::<BlockData>(
        r#"{"object": "block", "id": "00000000-0000-4000-8000-0000000000fa", "type": "brand_new", "brand_new": {}}"#,
    )
    .unwrap()
    .kind;
    assert_eq!(
        fragment(&[newer.into()]),
        "<p class=\"missing\">Not given by Notion: brand_new</p>\n"
    );
}

/// What somebody may have written into a page, to be carried out by whoever reads it.
const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "\" onerror=\"alert(1)",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "&lt;script&gt;",
    "javascript:alert(1)",
    " java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://a.b/\" onclick=\"alert(1)",
];

/// Every place of a page that holds a text of somebody's.
fn everywhere(text: &str) -> Vec<Block> {
    let id = "00000000-0000-4000-8000-0000000000fa";
    let mention = |kind: MentionKind| {
        let mut run = Run::mention(kind);
        run.plain_text = text.to_owned();
        RichText::from(run)
    };
    let user = mention(MentionKind::User(notion_content::model::User::new(
        id.parse::<UserId>().unwrap(),
    )));
    let rich = text_of(text)
        + bold(text)
        + inline_code(text)
        + link(text, text)
        + inline_equation(text)
        + RichText::from(text).color(Color::from(text))
        + user
        + mention_date(DateValue::range(text, text));
    let page: PageId = id.parse().unwrap();
    vec![
        paragraph(rich.clone()),
        heading(rich.clone()).color(Color::from(text)),
        table_of_contents(),
        bulleted(rich.clone()).children([numbered(rich.clone()), todo(rich.clone())]),
        quote(rich.clone()),
        toggle(rich.clone()),
        callout(rich.clone())
            .icon(Icon::emoji(text))
            .color(Color::from(text)),
        callout(rich.clone()).icon(Icon::external(text)),
        code(text, rich.clone()).caption(rich.clone()),
        equation(text),
        table([vec![rich.clone()]]).column_header(),
        image(text).caption(rich.clone()),
        video(text).caption(rich.clone()),
        audio(text),
        pdf(text),
        file(text).named(text),
        bookmark(text).caption(rich.clone()),
        embed(text),
        link_to_page(page),
        tabs([tab(rich, [])]),
    ]
}

fn text_of(text: &str) -> RichText {
    RichText::from(text)
}

/// Every element of a document with its attributes, as a browser's parser reads it.
fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut elements = Vec::new();
    // Nodes empty those in them when they are dropped, so that the root has to stay.
    let mut open: Vec<Handle> = vec![dom.document.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let attributes = attrs.borrow();
            let attributes = attributes.iter();
            let attributes = attributes.map(|attribute| {
                (
                    attribute.name.local.to_string(),
                    attribute.value.to_string(),
                )
            });
            elements.push((name.local.to_string(), attributes.collect()));
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    elements
}

/// The text of a document, as a browser's parser reads it.
fn text_in(html: &str) -> String {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut text = String::new();
    // Nodes empty those in them when they are dropped, so that the root has to stay.
    let mut open: Vec<Handle> = vec![dom.document.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
        open.extend(node.children.borrow().iter().rev().cloned());
    }
    text
}

const TAGS: &str = " html head meta title body main p h1 h2 h3 h4 h5 ul ol li blockquote aside details summary pre code figure \
    figcaption table thead tbody tr th td img video audio a hr div section nav span strong em s u br time input ";
const ATTRIBUTES: &str = " id class href src alt scope open checked disabled type controls preload style datetime start ";

/// What a browser loads or follows, joined to the address of a page that is open in it. What it cannot read, it does not
/// follow.
fn leads_to(address: &str) -> Option<url::Url> {
    let page = url::Url::parse("http://reader.example/folder/page.html").unwrap();
    page.join(address).ok()
}

fn leads_out(address: &str, schemes: &[&str]) {
    if let Some(url) = leads_to(address) {
        assert!(schemes.contains(&url.scheme()), "{address:?}");
        assert_ne!(url.host_str(), Some("reader.example"), "{address:?}");
    }
}

fn is_harmless(html: &str) {
    for (tag, attributes) in elements(html) {
        assert!(TAGS.contains(&format!(" {tag} ")), "<{tag}> in {html}");
        for (name, value) in attributes {
            assert!(
                ATTRIBUTES.contains(&format!(" {name} ")),
                "{name} in <{tag}> of {html}"
            );
            match (tag.as_str(), name.as_str()) {
                ("a", "href") if value.starts_with("#h") => {}
                ("a", "href") => leads_out(&value, &["http", "https", "mailto", "tel"]),
                ("img", "src") if value.to_ascii_lowercase().starts_with("data:image/") => {}
                ("img" | "video" | "audio", "src") => leads_out(&value, &["http", "https"]),
                (_, "href" | "src") => panic!("{name} in <{tag}> of {html}"),
                (_, "style") => {
                    let length = value.strip_prefix("margin-left:").unwrap();
                    let number = length.strip_suffix("em").unwrap();
                    assert!(number.parse::<f64>().is_ok(), "{value}");
                }
                _ => {}
            }
        }
    }
}

/// Addresses that lead elsewhere than they seem to, or do something.
const HOSTILE_ADDRESSES: [&str; 40] = [
    "/\t/evil.example",
    "/\n/evil.example/a.png",
    "/\r\n/evil.example",
    "\t//evil.example",
    "\u{1}//evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\\t/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "https:///evil.example",
    "https://",
    "http://",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\u{0}javascript:alert(1)",
    "\u{1f}javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript\t:alert(1)",
    "javascript://example.com/%0aalert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:,x",
    "data:image",
    "DATA:TEXT/HTML,x",
    "blob:https://example.com/a",
    "file:///etc/passwd",
    "ftp://example.com/a",
    "about:blank",
    "view-source:https://example.com",
    "a.png",
    "?a",
    "https://exa mple.com/",
];

/// Every block, mention and icon that has an address, with this one.
fn with_address(url: &str) -> Vec<Block> {
    let hosted = || HostedFile {
        url: url.to_owned(),
        ..HostedFile::default()
    };
    let file_of = |kind| File {
        kind,
        ..File::default()
    };
    let external = || File::external(url);
    let at_notion = || file_of(FileKind::Hosted(hosted()));
    let id = "00000000-0000-4000-8000-0000000000fa";
    let mention_of = |kind| paragraph(mention(kind));
    let icons = || {
        [
            Icon::external(url),
            Icon {
                kind: IconKind::Hosted(hosted()),
                ..Icon::default()
            },
            Icon {
                kind: IconKind::CustomEmoji(CustomEmoji {
                    name: "party".into(),
                    url: url.into(),
                    ..CustomEmoji::new(id.parse::<CustomEmojiId>().unwrap())
                }),
                ..Icon::default()
            },
            Icon::native(
                url.chars().take(40).collect::<String>(),
                Some(IconColor::Red),
            ),
            Icon::native("snake", Some(IconColor::from(url))),
        ]
    };
    let mut blocks = vec![
        paragraph(link("x", url)),
        heading(link("x", url)),
        code("rust", link("x", url)).caption(link("x", url)),
        table([[link("x", url)]]),
        bookmark(url).caption(link("x", url)),
        embed(url),
        BlockKind::LinkPreview(LinkPreview {
            url: url.into(),
            ..LinkPreview::default()
        })
        .into(),
        mention_of(MentionKind::LinkPreview(LinkPreview {
            url: url.into(),
            ..LinkPreview::default()
        })),
        mention_of(MentionKind::LinkMention(LinkMention {
            href: url.into(),
            title: Some("title".into()),
            icon_url: Some(url.into()),
            thumbnail_url: Some(url.into()),
            iframe_url: Some(url.into()),
            ..LinkMention::default()
        })),
        mention_of(MentionKind::CustomEmoji(CustomEmoji {
            name: "party".into(),
            url: url.into(),
            ..CustomEmoji::new(id.parse::<CustomEmojiId>().unwrap())
        })),
    ];
    let files: [fn(File) -> Block; 5] = [
        |file| image(file),
        |file| video(file),
        |file| audio(file),
        |file| pdf(file),
        |source| file(source),
    ];
    for make in files {
        blocks.extend([make(external()).caption("x"), make(at_notion())]);
    }
    for icon in icons() {
        blocks.push(callout("x").icon(icon.clone()));
        blocks.push(tabs([tab("x", []).icon(icon)]));
    }
    blocks
}

#[test]
fn a_hostile_address_is_neither_loaded_nor_followed() {
    for url in HOSTILE_ADDRESSES {
        let html = fragment(&with_address(url));
        is_harmless(&html);
        for (tag, attributes) in elements(&html) {
            let of_notion = |value: &str| value.starts_with("https://www.notion.so/icons/");
            for (name, value) in attributes {
                let leads = name == "src" || (name == "href" && !url.starts_with('/'));
                assert!(
                    !leads || of_notion(&value),
                    "{url:?}: {name}={value:?} in <{tag}>"
                );
            }
        }
    }
}

#[test]
fn mail_and_telephone_addresses_are_links_and_not_pictures() {
    for url in ["mailto:ada@example.com", "tel:+49123"] {
        let html = fragment(&with_address(url));
        is_harmless(&html);
        let elements = elements(&html);
        assert!(elements.iter().any(|(tag, _)| tag == "a"));
        let loads = |attributes: &[(String, String)]| {
            attributes
                .iter()
                .any(|(name, value)| name == "src" && !value.contains("notion.so/icons"))
        };
        assert!(elements.iter().all(|(_, attributes)| !loads(attributes)));
    }
}

#[test]
fn a_picture_in_its_address_is_shown_and_only_as_a_picture() {
    let data = format!("data:image/png;base64,{}", "iVBORw0KGgo=".repeat(100_000));
    let html = fragment(&with_address(&data));
    is_harmless(&html);
    let elements = elements(&html);
    let pictures: Vec<_> = elements.iter().filter(|(tag, _)| tag == "img").collect();
    // Two images, six icons (of callouts and tabs), and a custom emoji; two of Notion's own icons do not have it.
    let with_data = pictures.iter().filter(|(_, attributes)| {
        attributes
            .iter()
            .any(|(name, value)| name == "src" && *value == data)
    });
    assert_eq!(with_data.count(), 9);
    // Elsewhere the beginning is shown at most.
    let rest = text_in(&html);
    assert!(rest.len() < 40_000, "{}", rest.len());
}

#[test]
fn a_file_that_cannot_be_shown_keeps_its_address_and_caption() {
    for (block, what) in [
        (image("./a.png"), "an image"),
        (video("./a.png"), "video"),
        (audio("./a.png"), "audio"),
    ] {
        let html = fragment(&[block.caption("caption")]);
        let text = text_in(&html);
        assert!(
            text.contains(&format!("Not shown: {what}, ./a.png")),
            "{text}"
        );
        assert!(text.contains("caption"), "{text}");
    }
    let upload = File::upload("00000000-0000-4000-8000-0000000000fa".parse().unwrap());
    let text = text_in(&fragment(&[
        image(upload.clone()).caption("caption"),
        pdf(upload).caption("other"),
    ]));
    assert!(
        text.contains("Not given by Notion: an image") && text.contains("caption"),
        "{text}"
    );
    assert!(
        text.contains("Not given by Notion: a file") && text.contains("other"),
        "{text}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_address_gets_out_of_its_place(
        url in r#"([/\\:?#@. \t\n"'<>&]|\PC|[a-z]|\x00|\x1f|https?:|//|data:|image/|javascript:|mailto:|evil\.example){0,14}"#,
    ) {
        is_harmless(&fragment(&with_address(&url)));
    }

    /// Whatever the blocks: nothing gets out of its place, and every text is in the document.
    #[test]
    fn every_text_of_any_blocks_is_shown(blocks in arbitrary::document(arbitrary::Ids::default(), 30)) {
        let html = fragment(&blocks);
        is_harmless(&html);
        let spaces = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>();
        let shown = spaces(&text_in(&html));
        let mut open: Vec<&Block> = blocks.iter().collect();
        while let Some(block) = open.pop() {
            let runs = block.runs().into_iter().chain(block.caption_runs()).flatten();
            let cells = match &block.kind {
                BlockKind::TableRow(row) => row.cells.concat(),
                _ => Vec::new(),
            };
            for run in runs.chain(&cells) {
                if let notion_content::model::RichTextKind::Text(text) = &run.kind {
                    prop_assert!(shown.contains(&spaces(&text.content)), "{:?} in {html}", text.content);
                }
            }
            open.extend(&block.children);
        }
    }
}

#[test]
fn what_is_not_as_notion_has_it_is_shown_after_a_note() {
    let row = |cells: &[&str]| table_row(cells.iter().copied());
    let note = |place: &str| format!("Not as Notion has it: {place}");
    let copy = || synced_copy("00000000-0000-4000-8000-0000000000fa".parse().unwrap());
    for (block, shown, notes) in [
        (
            table([["a", "b"]]).children([paragraph("between"), row(&["c", "d"])]),
            &["a", "b", "c", "d", "between"][..],
            vec![note("paragraph in table")],
        ),
        (
            table([["a", "b"]]).children([row(&["c"]), row(&["d", "e", "f"])]),
            &["a", "b", "c", "d", "e", "f"],
            vec![note("rows of different lengths in a table")],
        ),
        (
            table([["a"]]).children([row(&["b"]).children([paragraph("inside")])]),
            &["a", "b", "inside"],
            vec![note("paragraph in table_row")],
        ),
        (
            row(&["a", "b"]),
            &["a", "b"],
            vec![note("table_row in the page")],
        ),
        (
            column([paragraph("a")]),
            &["a"],
            vec![note("column in the page")],
        ),
        (
            columns([column([paragraph("a")]), paragraph("b")]),
            &["a", "b"],
            vec![note("paragraph in column_list")],
        ),
        (
            tabs([
                tab("a", [paragraph("b")]),
                quote("c"),
                image("https://a.b/c.png").caption("d"),
            ]),
            &["a", "b", "c", "d"],
            vec![note("quote in tab"), note("image in tab")],
        ),
        (
            image("https://a.b/c.png")
                .caption("a")
                .children([paragraph("b")]),
            &["a", "b"],
            vec![note("paragraph in image")],
        ),
        (
            divider().children([todo("a")]),
            &["a"],
            vec![note("to_do in divider")],
        ),
        (
            code("rust", "a").children([quote("b")]),
            &["a", "b"],
            vec![note("quote in code")],
        ),
        (copy().children([paragraph("a")]), &["a"], Vec::new()),
        (
            copy(),
            &[],
            vec!["Not readable: the original of a synced block".to_owned()],
        ),
    ] {
        let html = fragment(std::slice::from_ref(&block));
        let text = text_in(&html);
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let is_note = |line: &&&str| line.starts_with("Not ");
        let written: Vec<&str> = lines.iter().filter(is_note).copied().collect();
        assert_eq!(written, notes, "{html}");
        let rest: String = lines
            .iter()
            .filter(|line| !is_note(line))
            .copied()
            .collect();
        assert_eq!(rest, shown.concat(), "{html}");
    }
    // As many cells as there are, and no more.
    let html = fragment(&[table([["a", "b"]]).children([row(&["c"]), paragraph("d")])]);
    assert_eq!(html.matches("<td>").count(), 3, "{html}");
    assert_eq!(html.matches("<tr>").count(), 2, "{html}");
}

#[test]
fn what_has_nothing_odd_has_no_note() {
    let row = |cells: &[&str]| table_row(cells.iter().copied());
    let page = [
        table([["a", "b"]]).children([row(&["c", "d"])]),
        columns([column([paragraph("a")]), column([])]),
        tabs([tab("a", [heading("b")])]),
        synced([paragraph("a")]),
        toggle("a").children([table([["b"]])]),
    ];
    assert!(!fragment(&page).contains("missing"));
}

#[test]
fn a_mention_of_a_link_shows_its_title() {
    let mention_of = |title: Option<&str>| {
        let mut run = Run::mention(MentionKind::LinkMention(LinkMention {
            href: "https://a.b/c".into(),
            title: title.map(str::to_owned),
            ..LinkMention::default()
        }));
        // So Notion answers.
        run.plain_text = "https://a.b/c".into();
        fragment(&[paragraph(RichText::from(run))])
    };
    for (title, shown) in [
        (Some("A <title>"), "A &lt;title&gt;"),
        (Some(" "), "https://a.b/c"),
        (None, "https://a.b/c"),
    ] {
        let html = format!(
            "<p><a href=\"https://a.b/c\"><span class=\"mention\">{shown}</span></a></p>\n"
        );
        assert_eq!(mention_of(title), html);
    }
}

#[test]
fn icons_of_every_kind_are_shown() {
    let html = |icon| fragment(&[callout("x").icon(icon)]);
    assert!(html(Icon::emoji("🐱")).contains("<span>🐱</span>"));
    let snake = html(Icon::native("snake", Some(IconColor::Purple)));
    assert!(
        snake.contains("<img class=\"icon\" src=\"https://www.notion.so/icons/snake_purple.svg\" alt=\"snake\">"),
        "{snake}"
    );
    let tab = fragment(&[tabs([tab("x", []).icon(Icon::emoji("🐱"))])]);
    assert!(tab.contains("<span>🐱</span>"), "{tab}");
}

#[test]
fn a_range_of_dates_shows_both_ends_and_the_time_zone() {
    let date = DateValue {
        time_zone: Some("Europe/Berlin".into()),
        ..DateValue::range("2026-11-22T10:00", "2026-11-24T10:00")
    };
    assert_eq!(
        text_in(&fragment(&[paragraph(mention_date(date))])).trim(),
        "2026-11-22T10:00 → 2026-11-24T10:00 (Europe/Berlin)"
    );
}

#[test]
fn nothing_gets_out_of_its_place() {
    for text in HOSTILE {
        let blocks = everywhere(text);
        is_harmless(&fragment(&blocks));
        let page = document(text, &blocks);
        assert!(!page.contains("<script"), "{text}");
        // One title, one style, one body: the text ended none of them.
        for tag in ["</title>", "</style>", "</body>", "</html>", "<main>"] {
            assert_eq!(page.matches(tag).count(), 1, "{tag} with {text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_gets_out_of_its_place(text in r#"([<>"'&:/ =-]|javascript:|https://|<!--|-->|[a-z]|\PC|\n|\t){0,20}"#) {
        is_harmless(&fragment(&everywhere(&text)));
    }
}

#[test]
fn only_what_a_link_may_do_is_a_link() {
    for (url, becomes) in [
        ("https://a.b", Some("https://a.b")),
        ("HTTP://a.b", Some("HTTP://a.b")),
        ("mailto:a@b.c", Some("mailto:a@b.c")),
        ("/0123", Some("https://app.notion.com/0123")),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("\u{1}javascript:alert(1)", None),
        ("//evil.example", None),
        ("/\\evil.example", None),
        ("/\t/evil.example", None),
        ("https:evil", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("no address", None),
    ] {
        let expected = match becomes {
            Some(url) => format!("<p><a href=\"{url}\">x</a></p>\n"),
            None => "<p>x</p>\n".to_owned(),
        };
        assert_eq!(fragment(&[paragraph(link("x", url))]), expected);
    }
}

#[test]
fn no_depth_is_too_much() {
    let mut deep = heading("x");
    for _ in 0..3_000 {
        deep = quote("x").children([deep]);
    }
    let html = fragment(&[deep]);
    assert_eq!(html.matches("<p>x</p>").count(), 3_000);
    let (mut depth, mut deepest) = (0_usize, 0);
    for part in html.split("<blockquote>").skip(1) {
        depth = depth + 1 - part.matches("</blockquote>").count();
        deepest = deepest.max(depth + 1);
    }
    assert!(deepest <= 102, "{deepest}");
}
