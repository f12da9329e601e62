//! HTML of pages: what it means, and that nothing gets out of its place.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used)]

use notion_content::html::{document, fragment};
use notion_content::model::{
    Block as BlockData, BlockKind, Color, DateValue, Icon, MentionKind, PageId, UserId,
};
use notion_content::*;
use proptest::prelude::*;

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

/// Every tag of a document, with its attributes as they stand; stops where a quote does not end.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find([' ', '>']).unwrap();
        let name = rest[..end].trim_start_matches('/').to_owned();
        let mut attributes = Vec::new();
        rest = &rest[end..];
        while let Some(attribute) = rest.strip_prefix(' ') {
            let end = attribute.find(['=', ' ', '>']).unwrap();
            let name = attribute[..end].to_owned();
            rest = &attribute[end..];
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').unwrap();
                value = quoted[..end].to_owned();
                rest = &quoted[end + 1..];
            }
            attributes.push((name, value));
        }
        rest = rest
            .strip_prefix('>')
            .unwrap_or_else(|| unreachable!("a tag that does not end: {rest:.60}"));
        tags.push((name, attributes));
    }
    tags
}

const TAGS: &str = " p h1 h2 h3 h4 h5 ul ol li blockquote aside details summary pre code figure figcaption table thead tr th td \
    img video audio a hr div section nav span strong em s u br time input ";
const ATTRIBUTES: &str =
    " id class href src alt scope open checked disabled type controls preload style datetime ";

fn is_harmless(html: &str) {
    for (tag, attributes) in tags(html) {
        assert!(TAGS.contains(&format!(" {tag} ")), "<{tag}> in {html}");
        for (name, value) in attributes {
            assert!(
                ATTRIBUTES.contains(&format!(" {name} ")),
                "{name} in <{tag}> of {html}"
            );
            if name == "href" || name == "src" {
                let good = ["https://", "http://", "mailto:", "tel:", "#h"];
                assert!(
                    good.iter()
                        .any(|good| value.to_lowercase().starts_with(good)),
                    "{value}"
                );
            }
            if name == "style" {
                assert!(
                    value.starts_with("margin-left:") && !value.contains(['(', ';']),
                    "{value}"
                );
            }
        }
    }
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
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

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
