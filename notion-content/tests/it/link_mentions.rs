//! A link that Notion shows by the title of its page is shown so as text, in HTML and in Markdown.

use notion_content::model::{BlockKind, RichText as Run, RichTextKind};
use notion_content::{RichText, html, markdown, paragraph, writable};
use serde_json::json;

fn mention(title: Option<&str>) -> RichText {
    let run: Run = serde_json::from_value(json!({
        "type": "mention",
        "mention": {
            "type": "link_mention",
            "link_mention": { "href": "https://example.com/a", "title": title },
        },
        "annotations": {},
        "plain_text": "https://example.com/a",
        "href": "https://example.com/a",
    }))
    .unwrap_or_default();
    vec![run].into()
}

#[test]
fn a_link_mention_shows_its_title_and_leads_to_its_address() {
    for (title, shown) in [
        (Some("Example"), "Example"),
        (None, "https://example.com/a"),
        (Some(""), "https://example.com/a"),
    ] {
        let text = mention(title);
        assert_eq!(text.plain_text(), shown);
        let document = [paragraph(text)];
        let page = html::fragment(&document);
        assert!(page.contains("href=\"https://example.com/a\""), "{page}");
        assert!(page.contains(&format!(">{shown}<")), "{page}");

        let written = markdown::write(&document).text;
        // A link in either of the two forms that Markdown has; an address is a link by itself, and so is kept from being one.
        assert!(written.contains("https://example.com/a"), "{written}");
        let forms = [format!("[{shown}]("), format!(">{shown}</a>")];
        let is_link = forms.iter().any(|form| written.contains(form));
        assert_eq!(is_link, title == Some("Example"), "{written}");

        // What is written back is a text with the link.
        let block = writable(document.to_vec()).document.remove(0);
        let BlockKind::Paragraph(paragraph) = block.kind else {
            unreachable!();
        };
        let RichTextKind::Text(text) = &paragraph.rich_text[0].kind else {
            unreachable!("{paragraph:?}");
        };
        let url = text.link.as_ref().map(|link| link.url.as_str());
        assert_eq!(
            (text.content.as_str(), url),
            (shown, Some("https://example.com/a"))
        );
    }
}
