//! Documents of all types of blocks that can be written, of any size, depth and length of text, made by chance.

use notion_content::model::{Color, DateValue, Icon, Language, PageId, UserId};
use notion_content::{
    Block, MAX_REQUEST_BLOCKS, MAX_REQUEST_BYTES, MAX_SIBLINGS, RichText, audio, bold, bookmark,
    breadcrumb, bulleted, callout, code, column, columns, divider, embed, equation, file, heading,
    heading_2, heading_3, heading_4, image, inline_code, inline_equation, italic, link,
    link_to_page, mention, mention_date, numbered, paragraph, pdf, quote, strikethrough, synced,
    tab, table, table_of_contents, tabs, template, text, todo, toggle, underline, video,
};
use proptest::prelude::*;

/// Documents of up to so many blocks.
pub(crate) fn of(blocks: usize) -> impl Strategy<Value = Documents> {
    (
        any::<u64>(),
        1..blocks,
        0..12_usize,
        1..160_usize,
        prop_oneof![Just(0), Just(30), Just(300)],
    )
        .prop_map(|(seed, blocks, depth, width, long_texts)| Documents {
            seed,
            blocks,
            depth,
            width,
            long_texts,
            pages: Vec::new(),
            users: Vec::new(),
        })
}

/// What documents are made from: the same of these makes the same document.
#[derive(Clone, Debug)]
pub(crate) struct Documents {
    /// Where chance begins.
    pub(crate) seed: u64,
    /// How many blocks there are, at most.
    pub(crate) blocks: usize,
    /// How many levels of blocks there are in the blocks of the first level, at most.
    pub(crate) depth: usize,
    /// How many blocks there are side by side, at most. On the first level there are as many as it takes.
    pub(crate) width: usize,
    /// How many texts of a thousand are longer than a run may be.
    pub(crate) long_texts: u64,
    /// Pages to mention and to link to.
    pub(crate) pages: Vec<PageId>,
    /// Users to mention.
    pub(crate) users: Vec<UserId>,
}

impl Documents {
    /// The document.
    pub(crate) fn make(&self) -> Vec<Block> {
        let mut making = Making {
            from: self,
            state: self.seed,
            left: self.blocks,
        };
        let mut document = Vec::new();
        while making.left > 0 {
            document.push(making.block(self.depth));
        }
        document
    }
}

struct Making<'a> {
    from: &'a Documents,
    state: u64,
    left: usize,
}

impl Making<'_> {
    /// A number below this one (splitmix64).
    fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn count(&mut self, most: usize) -> usize {
        usize::try_from(self.below(most as u64 + 1)).unwrap()
    }

    fn chance(&mut self, of_100: u64) -> bool {
        self.below(100) < of_100
    }

    /// Takes blocks from those that are left: as many as there are, at most.
    fn take(&mut self, count: usize) -> usize {
        let count = count.min(self.left);
        self.left -= count;
        count
    }

    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let count = self.count(self.from.width);
        let mut blocks = Vec::new();
        while blocks.len() < count && self.left > 0 {
            blocks.push(self.block(depth));
        }
        blocks
    }

    /// A block with blocks in it, down to so many levels below it.
    fn block(&mut self, depth: usize) -> Block {
        self.take(1);
        match self.below(40) {
            0 => divider(),
            1 => breadcrumb(),
            2 => table_of_contents().color(Color::Gray),
            3 => equation("e=mc^2"),
            4 => {
                let caption = self.text();
                code(Language::Rust, self.text()).caption(caption)
            }
            5 => image("https://example.com/a.png").caption(self.text()),
            6 => video("https://example.com/a.mp4"),
            7 => audio("https://example.com/a.mp3"),
            8 => file("https://example.com/a.txt").named("b.txt"),
            9 => pdf("https://example.com/a.pdf"),
            10 => bookmark("https://example.com").caption(self.text()),
            11 => embed("https://example.com/embedded"),
            12 => match self.from.pages.first() {
                Some(page) => link_to_page(*page),
                None => divider(),
            },
            13 if depth >= 1 => self.table(),
            14 if depth >= 2 => {
                let columns_of = |making: &mut Self| {
                    making.take(1);
                    column(making.blocks(depth - 2)).width(0.5)
                };
                let count = 2 + self.count(2);
                columns((0..count).map(|_| columns_of(self)))
            }
            15 if depth >= 2 => {
                let count = 1 + self.count(2);
                let mut all = Vec::new();
                for _ in 0..count {
                    self.take(1);
                    let name = self.text();
                    all.push(tab(name, self.blocks(depth - 2)).icon(Icon::emoji("🐱")));
                }
                tabs(all)
            }
            kind => {
                let text = self.text();
                let block = match kind {
                    16 => heading(text),
                    17 => heading_2(text).color(Color::Blue),
                    18 => heading_3(text),
                    19 => heading_4(text),
                    20 | 21 => bulleted(text),
                    22 | 23 => numbered(text).color(Color::RedBackground),
                    24 | 25 => quote(text),
                    26 => todo(text).checked(),
                    27 => todo(text),
                    28 | 29 => toggle(text),
                    30 => template(text, []),
                    31 => callout(text).icon(Icon::emoji("🐱")),
                    32 => callout(text),
                    33 | 34 => synced([]),
                    _ => paragraph(text),
                };
                if depth == 0 || self.chance(40) {
                    return block;
                }
                block.children(self.blocks(depth - 1))
            }
        }
    }

    fn table(&mut self) -> Block {
        let width = 1 + self.count(3);
        let rows = 1 + self.count(self.from.width * 2);
        let rows = self.take(rows).max(1);
        let table = table((0..rows).map(|_| (0..width).map(|_| self.text()).collect::<Vec<_>>()));
        if self.chance(50) {
            table.column_header()
        } else {
            table.row_header()
        }
    }

    fn text(&mut self) -> RichText {
        if self.below(1_000) < self.from.long_texts {
            let length = 1_990 + self.count(4_000);
            return bold("é👩‍🚀 ".repeat(length / 4)) + "plain";
        }
        let count = self.count(3);
        (0..count).map(|_| self.run()).collect()
    }

    fn run(&mut self) -> RichText {
        match self.below(14) {
            0 => bold("bold "),
            1 => italic("italic "),
            2 => underline(strikethrough("gone ")),
            3 => inline_code("code"),
            4 => link("link", "https://example.com/there"),
            5 => inline_equation("x^2"),
            6 => text("red ").color(Color::Red),
            7 => mention_date("2026-11-22"),
            8 => mention_date(DateValue::range(
                "2026-11-22T10:00:00Z",
                "2026-11-22T11:30:00+01:00",
            )),
            9 => self
                .from
                .users
                .first()
                .map_or_else(RichText::new, |user| mention(*user)),
            10 => self
                .from
                .pages
                .first()
                .map_or_else(RichText::new, |page| mention(*page)),
            _ => text("plain "),
        }
    }
}

/// Requests that no plan can do without. A request has one parent. So a block whose content reaches below what goes along
/// with it needs one of its own (to append to it, or to ask for the ids in it), and so do all that it stands in; and where a
/// list is longer than a request takes, there are more for it, of which the first may be the one that made the block.
pub(crate) struct Fewest {
    /// For the shape of the document.
    pub(crate) by_shape: usize,
    /// For its blocks and its bytes alone.
    pub(crate) by_size: usize,
    /// How many more requests than these a plan may take. None if the whole document certainly goes into one request by its
    /// size: a plan counts a comma and `,"children":[]` for each block and the body around, and a long text takes more bytes
    /// in the runs of 2,000 characters that are sent than in the document.
    pub(crate) more: usize,
}

pub(crate) fn fewest(blocks: &[Block]) -> Fewest {
    /// The levels that have to go along below a block, and the requests for what is in it.
    fn of(block: &Block) -> (usize, usize) {
        let inner: Vec<_> = block.children.iter().map(of).collect();
        let deepest = inner.iter().map(|(levels, _)| *levels).max();
        let levels = match block.kind.type_name() {
            "column_list" => deepest.unwrap_or(0).max(2),
            "column" => deepest.map_or(0, |levels| levels + 1).max(2),
            _ => deepest.map_or(0, |levels| levels + 1),
        };
        let below: usize = inner.iter().map(|(_, requests)| requests).sum();
        let count = block.children.len();
        let lists = |count: usize| count.div_ceil(MAX_SIBLINGS);
        let needs: Vec<bool> = inner.iter().map(|(_, requests)| *requests > 0).collect();
        // Neighbours of which none needs a request of its own may go along; the others are put before or behind them.
        let mut own = lists(count);
        for first in 0..=count {
            let most = (count - first).min(MAX_SIBLINGS);
            let along = needs[first..]
                .iter()
                .take(most)
                .take_while(|needs| !**needs)
                .count();
            own = own.min(lists(first) + lists(count - first - along));
        }
        // Or those that need one go along too, and one more request asks for their ids.
        if needs.contains(&true) {
            own = own.min(1 + lists(count.saturating_sub(MAX_SIBLINGS)));
        }
        let own = own.max(usize::from(levels > 2));
        (levels, own + below)
    }
    let below: usize = blocks.iter().map(|block| of(block).1).sum();
    let total: usize = blocks.iter().map(Block::count).sum();
    let bytes: usize = blocks
        .iter()
        .map(|block| {
            serde_json::to_vec(&block.to_request().unwrap())
                .unwrap()
                .len()
        })
        .sum();
    let around = 15 * total + 128;
    let by_size = |bytes: usize| {
        let by_bytes = bytes.div_ceil(MAX_REQUEST_BYTES);
        total.div_ceil(MAX_REQUEST_BLOCKS).max(by_bytes)
    };
    Fewest {
        by_shape: blocks.len().div_ceil(MAX_SIBLINGS) + below,
        by_size: by_size(bytes),
        more: match by_size(bytes + around) {
            1 => 0,
            requests => 2 * requests,
        },
    }
}
