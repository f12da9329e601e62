//! Formulas and addresses inside a text.

use super::*;

#[test]
fn a_dollar_sign_is_money_unless_two_of_them_hold_a_formula() {
    let x = || inline_equation("x");
    for text in [
        "costs $5-$10",
        "$5 or ($6)",
        "US$5 and US$6",
        "US$5 or US$ 6",
        "from $5 to $10, or 20 $ more",
        "$ x $",
        "$x $",
        "$ x$",
        "$5",
        "5$",
        "$",
        "$$",
        "a$b$ c",
        "1$x$",
        "$1,000.00-$2,000.00 and A$3",
        "$HOME1 $2",
        "(US$5-US$10)",
        "costs **$5**-$10",
    ] {
        let document = read(text);
        assert_eq!(document.lost, [], "{text}");
        assert_eq!(document.blocks.len(), 1, "{text}");
        assert_eq!(
            document.blocks[0].plain_text(),
            text.replace('*', ""),
            "{text}"
        );
        let runs = document.blocks[0].runs().unwrap();
        assert!(
            runs.iter()
                .all(|run| matches!(run.kind, model::RichTextKind::Text(_))),
            "{text}"
        );
    }
    for (text, expected) in [
        ("$x$", x()),
        ("the $x$th", "the " + x() + "th"),
        ("$x$, $x$-$x$.", x() + ", " + x() + "-" + x() + "."),
        ("($x$)", "(" + x() + ")"),
        ("**$x$**", x().bold()),
        ("质量$x$是", "质量" + x() + "是"),
        ("$5-$10 is $x$", "$5-$10 is " + x()),
        ("$x$ costs $5-$6", x() + " costs $5-$6"),
        (
            "$5 *and* $6 and $x$",
            "$5 " + italic("and") + " $6 and " + x(),
        ),
        ("`$5`$x$", inline_code("$5") + x()),
        ("\\$5 is $x$", "$5 is " + x()),
        (
            "$a_1 * b_1$ and $\\$$",
            inline_equation("a_1 * b_1") + " and " + inline_equation("\\$"),
        ),
        ("$[a](https://b.c)$", inline_equation("[a](https://b.c)")),
        ("$$x$$ a", x() + " a"),
        ("$\\text{for $x$}$", inline_equation("\\text{for $x$}")),
        ("$5 {$x$}", "$5 {" + x() + "}"),
        ("*$*a", "*$*a".into()),
        (
            "[$x$](https://a.b) [$5-$6](https://a.b)",
            x() + " " + link("$5-$6", "https://a.b"),
        ),
    ] {
        assert_eq!(read(text).blocks, [paragraph(expected)], "{text}");
    }
    let cells = read("| $5 | $6 |\n|---|---|\n| $x$ | a |").blocks;
    assert_eq!(
        cells,
        [table([
            vec!["$5".into(), RichText::from("$6")],
            vec![x(), "a".into()]
        ])
        .column_header()]
    );
}

#[test]
fn addresses_are_links_as_on_github() {
    let to = |text: &str| link(text, text);
    let www = |text: &str| link(text, format!("http://{text}"));
    let mail = |text: &str| link(text, format!("mailto:{text}"));
    for (text, expected) in [
        (
            "see https://example.com/_a_/b_c*d*e",
            "see " + to("https://example.com/_a_/b_c*d*e"),
        ),
        ("www.example.com", www("www.example.com")),
        (
            "ask a.b_c+d@e-f.example.",
            "ask " + mail("a.b_c+d@e-f.example") + ".",
        ),
        ("a_b_c@d.example", mail("a_b_c@d.example")),
        ("**https://a.b/_c_/**", to("https://a.b/_c_/").bold()),
        // Punctuation at the end is not part of an address.
        ("**https://a.b/c_**", to("https://a.b/c").bold() + bold("_")),
        (
            "*see https://a.b/*",
            italic("see ") + to("https://a.b/").italic(),
        ),
        ("*a https://a.b/c*d", "*a " + to("https://a.b/c*d")),
        (
            "(https://a.b/c_(d)_e)",
            "(" + to("https://a.b/c_(d)_e") + ")",
        ),
        (
            "https://a.b/?c=$d&e=$f~~g~~h",
            to("https://a.b/?c=$d&e=$f~~g~~h"),
        ),
        (
            "https://a.b/`c` `d`",
            to("https://a.b/`c`") + " " + inline_code("d"),
        ),
        (
            "https://a.b/?c[]=1&d[0]=[e](f)",
            to("https://a.b/?c[]=1&d[0]=[e](f)"),
        ),
        ("https://a.b/c\\_d", to("https://a.b/c\\_d")),
        ("https://a.b/?c&amp;d", to("https://a.b/?c&amp;d")),
        ("`https://a.b/_c_`", inline_code("https://a.b/_c_")),
        (
            "[https://a.b](https://c.d)",
            link("https://a.b", "https://c.d"),
        ),
        (
            "<a href=\"https://c.d\">https://a.b</a>",
            link("https://a.b", "https://c.d"),
        ),
        ("<https://a.b/_c_>", to("https://a.b/_c_")),
        (
            "https\\://a.b www\\.a.b a\\@b.c",
            "https://a.b www.a.b a@b.c".into(),
        ),
        ("https&#58;//a.b", "https://a.b".into()),
        ("ftp://a.b/_c_", "ftp://a.b/_c_".into()),
        ("~~www.a.b/c~~", www("www.a.b/c").strikethrough()),
    ] {
        let document = read(text);
        assert_eq!(document.blocks, [paragraph(expected)], "{text}");
        assert_eq!(document.lost, [], "{text}");
    }
    assert_eq!(
        read("| https://a.b/c_d_e|e |\n|---|---|\n| www.a.b | x |").blocks,
        [table([
            vec![to("https://a.b/c_d_e"), "e".into()],
            vec![www("www.a.b"), "x".into()]
        ])
        .column_header()]
    );
    assert_eq!(
        read("# https://a.b/_c").blocks,
        [heading(to("https://a.b/_c"))]
    );
    assert_eq!(
        read("![https://a.b](https://c.d)").blocks,
        [image("https://c.d").caption("https://a.b")]
    );
    // Code is as it is.
    let code_of = "```\nhttps://a.b/_c_ $5-$10\n```";
    assert_eq!(
        read(code_of).blocks,
        [code(Language::PlainText, "https://a.b/_c_ $5-$10")]
    );
}

#[test]
fn addresses_that_notion_does_not_accept_are_reported_and_their_texts_stay() {
    const LINK: &str = "line 1: an address of a link that Notion does not accept";
    const IMAGE: &str = "line 1: an address of an image that Notion does not accept";
    let long = format!("https://a.b/{}", "c".repeat(2_000));
    for (text, blocks, lost) in [
        ("- [Building](./b.md)", vec![bulleted("Building")], LINK),
        ("[w](www.example.com)", vec![paragraph("w")], LINK),
        ("[q](?page=2)", vec![paragraph("q")], LINK),
        ("[*a* b](#x)", vec![paragraph(italic("a") + " b")], LINK),
        ("[a](/docs/b)", vec![paragraph("a")], LINK),
        ("[a](//b.c)", vec![paragraph("a")], LINK),
        ("[a](javascript:alert%281%29)", vec![paragraph("a")], LINK),
        ("[a](data:text/plain,b)", vec![paragraph("a")], LINK),
        ("[a](ftp://b.c)", vec![paragraph("a")], LINK),
        ("[a]()", vec![paragraph("a")], LINK),
        ("[a](<https://b c>)", vec![paragraph("a")], LINK),
        (&format!("[a]({long})"), vec![paragraph("a")], LINK),
        ("[a][b]\n\n[b]: ../c.md", vec![paragraph("a")], LINK),
        ("<a href=\"./b\">a</a> c", vec![paragraph("a c")], LINK),
        ("# [a](b.md)", vec![heading("a")], LINK),
        (
            "| [a](b.md) |\n|---|",
            vec![table([["a"]]).column_header()],
            LINK,
        ),
        (
            "<details><summary><a href=\"b\">a</a></summary></details>",
            vec![toggle("a")],
            LINK,
        ),
        ("![i](a.png)", vec![paragraph("i")], IMAGE),
        ("![](a.png)", vec![paragraph("a.png")], IMAGE),
        (
            "![x](data:image/png;base64,AAAA)",
            vec![paragraph("x")],
            IMAGE,
        ),
        ("![](data:image/png;base64,AAAA)", vec![], IMAGE),
        (
            "a ![*b*](c.png) d",
            vec![paragraph("a " + italic("b") + " d")],
            IMAGE,
        ),
        ("![a](mailto:b@c.d)", vec![paragraph("a")], IMAGE),
        ("[![a](b.svg)](https://c.d)", vec![paragraph("a")], IMAGE),
        ("<img src=\"a.png\" alt=\"b\">", vec![paragraph("b")], IMAGE),
        (
            "<callout icon-url=\"a.png\">\n\nb\n\n</callout>",
            vec![callout("b").icon(Icon::emoji("💡"))],
            "line 1: an icon that Notion does not accept",
        ),
        (
            "<callout icon=\"abc\">\n\nb\n\n</callout>",
            vec![callout("b").icon(Icon::emoji("💡"))],
            "line 1: an icon that Notion does not accept",
        ),
        (
            "<callout color=\"pinkish\">\n\nb\n\n</callout>",
            vec![callout("b").icon(Icon::emoji("💡"))],
            "line 1: a colour that Notion does not have",
        ),
    ] {
        let document = read(text);
        assert_eq!(document.blocks, blocks, "{text}");
        let all: Vec<String> = document.lost.iter().map(ToString::to_string).collect();
        assert_eq!(all, [lost], "{text}");
        assert_eq!(check(&document.blocks), Ok(()), "{text}");
    }
}
