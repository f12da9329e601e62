//! The README's pictures show what a terminal shows today: the answers are asked for again, and the pictures drawn again.
//!
//! `WRITE_PICTURES=1 cargo test -p notion-tests --test it pictures` writes them into `docs/pictures`.

use anstyle::RgbColor;
use anstyle_svg::{Palette, Term};

use crate::support::package::{Package, root};
use crate::support::readme::Readme;

/// Two slips in the README's program: a property that does not exist, and an operator that a select does not have.
const MISTAKES: [[&str; 2]; 2] = [
    ["sum(tasks.estimate)", "sum(tasks.estimat)"],
    ["t.status.ne(Status::Done)", "t.status.gt(Status::Done)"],
];

// The compiler's words are those of one release, and Windows writes paths with other strokes.
#[rustversion::attr(not(stable(1.95)), ignore = "the answers are those of Rust 1.95")]
#[cfg_attr(windows, ignore = "the paths are those of other systems")]
#[test]
fn pictures_show_what_the_terminal_shows() {
    let readme = Readme::read();
    let package = Package::new("pictures");
    package.depend(&readme.dependencies());

    let mut program = readme.program().to_owned();
    for [right, wrong] in MISTAKES {
        assert!(program.contains(right), "the README should have {right}");
        program = program.replace(right, wrong);
    }
    package.write("src/main.rs", &program);
    let errors = package.cargo(&["build", "--color", "always"]).unwrap_err();
    is_drawn("error", &format!("$ cargo build\n{errors}"));

    let program = root().join("tests/pictures/plan.rs");
    package.write("src/main.rs", &std::fs::read_to_string(program).unwrap());
    let plan = package.cargo(&["run"]).unwrap();
    is_drawn("plan", &format!("$ cargo run\n{plan}"));
}

/// Compares the pictures of this name with the text, or writes them on request.
fn is_drawn(name: &str, text: &str) {
    for (theme, term) in [("dark", dark()), ("light", light())] {
        let path = root().join(format!("docs/pictures/{name}-{theme}.svg"));
        let expected = term.render_svg(text.trim_end());
        if std::env::var_os("WRITE_PICTURES").is_some() {
            std::fs::write(&path, &expected).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == expected,
            "{} is not what a terminal shows; run this test with WRITE_PICTURES=1",
            path.display()
        );
    }
}

fn dark() -> Term {
    let colors = [
        0x48_4f58, 0xff_7b72, 0x7e_e787, 0xe3_b341, 0x79_c0ff, 0xd2_a8ff, 0x56_d4dd, 0xe6_edf3,
    ];
    term(0x0d_1117, 0xe6_edf3, colors)
}

fn light() -> Term {
    let colors = [
        0x1f_2328, 0xcf_222e, 0x11_6329, 0x7d_4e00, 0x09_69da, 0x82_50df, 0x1b_7c83, 0x59_636e,
    ];
    term(0xf6_f8fa, 0x1f_2328, colors)
}

/// A terminal with these colours: background, text, and the eight of ANSI, which are the bright ones too.
fn term(background: u32, text: u32, colors: [u32; 8]) -> Term {
    let ansi: [RgbColor; 16] = std::array::from_fn(|index| rgb(colors[index % 8]));
    Term::new()
        .palette(Palette(ansi))
        .bg_color(rgb(background).into())
        .fg_color(rgb(text).into())
}

fn rgb(color: u32) -> RgbColor {
    let [_, red, green, blue] = color.to_be_bytes();
    RgbColor(red, green, blue)
}
