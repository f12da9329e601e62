//! Changes of one block.

use notion_model::{BlockKind, BlockRequest, Color, File, FileKind, Form};

use crate::block::heading_mut;
use crate::check::request;
use crate::{Block, Reason, Refusal};

/// Returns the body of `PATCH /v1/blocks/{id}` that makes an existing block equal to another one.
///
/// It replaces all values of the block: a color, a caption or a check mark that `new` does not have is removed. The children
/// of the block stay, and `new` must not have any. The API cannot change three things, which stay as they are: it does not
/// remove an icon, it does not change the width of a table, and a heading with children stays a toggle.
///
/// ```
/// use notion_content::{model, todo, update};
///
/// let request = update(&todo("Wait").checked().kind, false, &todo("Write it"))?;
/// assert_eq!(
///     model_json(&request),
///     r#"{"type":"to_do","to_do":{"rich_text":[{"type":"text","text":{"content":"Write it"}}],"checked":false,"color":"default"}}"#
/// );
/// # fn model_json(request: &model::BlockRequest) -> String { serde_json::to_string(request).unwrap() }
/// # Ok::<(), notion_content::Refusal>(())
/// ```
///
/// # Errors
///
/// If `new` has another type, has children, or breaks one of the rules of [`check`](crate::check); if it is a list of columns,
/// which has no values to change.
pub fn update(
    current: &BlockKind,
    has_children: bool,
    new: &Block,
) -> Result<BlockRequest, Refusal> {
    change(current, has_children, new).map_err(|reason| Refusal {
        path: new.kind.type_name().to_owned(),
        reason,
    })
}

fn change(current: &BlockKind, has_children: bool, new: &Block) -> Result<BlockRequest, Reason> {
    if current.type_name() != new.kind.type_name() {
        return Err(Reason::OtherType {
            kind: current.type_name().to_owned(),
            given: new.kind.type_name().to_owned(),
        });
    }
    if !new.children.is_empty() {
        return Err(Reason::ChildrenOfChange);
    }
    // It is not known here whether the block is a tab, so Notion decides whether it may have an icon.
    let tab = BlockKind::Tab(notion_model::Tab::default());
    let mut wanted = new.kind.clone();
    let same_file = keep_file(&mut wanted, current);
    let (mut kind, _) = request(Some(&tab), &wanted)?;
    if let Some(file) = file_mut(&mut kind) {
        // Where a change names a file, it does so without the key `type`.
        *file = std::mem::take(file).with_form("kind", Form::Absent);
        if same_file {
            file.kind = FileKind::Untyped;
        }
    }
    if let Some(heading) = heading_mut(&mut kind) {
        heading.is_toggleable |= has_children;
    }
    write_all(&mut kind);
    leave_out(&mut kind)?;
    Ok(kind.into())
}

/// Writes empty values too: a key that is missing changes nothing.
fn write_all(kind: &mut BlockKind) {
    /// Takes the block, and gives it back with these keys written whatever they hold.
    macro_rules! written {
        ($block:expr, $($key:literal),+) => {
            *$block = std::mem::take($block)$(.with_form($key, Form::Written))+
        };
    }
    if let Some(color) = kind.color_mut() {
        color.get_or_insert(Color::Default);
    }
    match kind {
        BlockKind::Heading1(block)
        | BlockKind::Heading2(block)
        | BlockKind::Heading3(block)
        | BlockKind::Heading4(block) => written!(block, "is_toggleable"),
        BlockKind::ToDo(block) => written!(block, "checked"),
        BlockKind::Code(block) => written!(block, "caption"),
        BlockKind::Embed(block) | BlockKind::Bookmark(block) => written!(block, "caption"),
        BlockKind::Image(block)
        | BlockKind::Video(block)
        | BlockKind::Pdf(block)
        | BlockKind::File(block)
        | BlockKind::Audio(block) => written!(block, "caption"),
        BlockKind::Table(block) => written!(block, "has_column_header", "has_row_header"),
        _ => {}
    }
}

/// Removes what a change must not have.
fn leave_out(kind: &mut BlockKind) -> Result<(), Reason> {
    match kind {
        BlockKind::ColumnList(_) => {
            return Err(Reason::NotWritable {
                what: "anything of a list of columns",
            });
        }
        BlockKind::Table(table) => table.table_width = None,
        _ => {}
    }
    Ok(())
}

/// Returns whether the file stays the same. It is not sent again then, so that it may be one that Notion holds; `new` gets an
/// address that passes the check in its place.
fn keep_file(new: &mut BlockKind, current: &BlockKind) -> bool {
    let mut current = current.clone();
    let (Some(new), Some(current)) = (file_mut(new), file_mut(&mut current)) else {
        return false;
    };
    // The link to a file that Notion holds has a new signature in each answer.
    let address = |file: &File| match &file.kind {
        FileKind::External(file) => Some((false, file.url.clone())),
        FileKind::Hosted(file) => Some((true, file.url.split('?').next()?.to_owned())),
        _ => None,
    };
    let same = address(new).is_some() && address(new) == address(current);
    if same {
        new.kind = File::external("https://example.com").kind;
    }
    same
}

fn file_mut(kind: &mut BlockKind) -> Option<&mut File> {
    match kind {
        BlockKind::Image(file)
        | BlockKind::Video(file)
        | BlockKind::Pdf(file)
        | BlockKind::File(file)
        | BlockKind::Audio(file) => Some(file),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use notion_model::{HostedFile, Icon};
    use serde_json::{Value, json};

    use super::*;
    use crate::*;

    fn json_of(current: &Block, new: &Block) -> Value {
        serde_json::to_value(update(&current.kind, false, new).unwrap()).unwrap()
    }

    #[test]
    fn what_is_empty_is_said() {
        let text = json!([{"type": "text", "text": {"content": "x"}}]);
        for (block, expected) in [
            (
                paragraph("x"),
                json!({"rich_text": text, "color": "default"}),
            ),
            (
                heading("x"),
                json!({"rich_text": text, "color": "default", "is_toggleable": false}),
            ),
            (
                todo("x"),
                json!({"rich_text": text, "color": "default", "checked": false}),
            ),
            (callout("x"), json!({"rich_text": text, "color": "default"})),
            (
                code("rust", "x"),
                json!({"rich_text": text, "caption": [], "language": "rust"}),
            ),
            (
                bookmark("https://example.com"),
                json!({"caption": [], "url": "https://example.com"}),
            ),
            (
                table([["x"]]).without_children(),
                json!({"has_column_header": false, "has_row_header": false}),
            ),
            (divider(), json!({})),
        ] {
            let name = block.kind.type_name().to_owned();
            assert_eq!(
                json_of(&block, &block),
                json!({"type": name, name: expected})
            );
        }
    }

    #[test]
    fn a_heading_that_holds_blocks_stays_a_toggle() {
        let request = update(&heading("x").toggleable().kind, true, &heading("y")).unwrap();
        assert_eq!(
            serde_json::to_value(request).unwrap()["heading_1"]["is_toggleable"],
            true
        );
    }

    #[test]
    fn a_file_that_stays_is_not_sent_again() {
        let old = image("https://example.com/a.png");
        assert_eq!(
            json_of(&old, &old.clone().caption("x"))["image"].get("external"),
            None
        );
        assert_eq!(
            json_of(&old, &image("https://example.com/b.png"))["image"],
            json!({"caption": [], "external": {"url": "https://example.com/b.png"}})
        );
        let hosted = |signature: &str| {
            let kind = FileKind::Hosted(HostedFile {
                url: format!("https://files.example.com/a.png?signature={signature}"),
                ..HostedFile::default()
            });
            Block::from(BlockKind::Image(File {
                kind,
                ..File::default()
            }))
        };
        let request = json_of(&hosted("a"), &hosted("b").caption("x"));
        assert_eq!(request["image"]["caption"][0]["text"]["content"], "x");
        assert_eq!(
            request["image"].as_object().map(serde_json::Map::len),
            Some(1)
        );
    }

    #[test]
    fn what_no_change_can_do_is_refused() {
        let refused =
            |current: &Block, new: &Block| update(&current.kind, false, new).unwrap_err().reason;
        assert!(matches!(
            refused(&todo("x"), &paragraph("x")),
            Reason::OtherType { .. }
        ));
        assert_eq!(
            refused(&quote("x"), &quote("x").children([divider()])),
            Reason::ChildrenOfChange
        );
        let list = columns([]);
        assert!(matches!(refused(&list, &list), Reason::NotWritable { .. }));
        assert!(matches!(
            refused(&quote("x"), &quote("x".repeat(200_001))),
            Reason::TooManyRuns { .. }
        ));
        // Notion has to say whether the paragraph is a tab.
        assert!(
            update(
                &paragraph("x").kind,
                false,
                &paragraph("x").icon(Icon::emoji("🐱"))
            )
            .is_ok()
        );
    }
}
