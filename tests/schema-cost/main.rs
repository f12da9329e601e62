//! What schemas cost the compiler: `cargo check` of 200 derived schemas of 10 fields, each related
//! to the next both ways, against the same structs bare.
//!
//! ```sh
//! cargo run -p notion-tests --example schema-cost [SCHEMAS] [REPEATS]
//! ```
//!
//! It prints the shortest of some runs and their ratio. It is no test: times are the machine's.

#![allow(clippy::print_stdout, reason = "a program that prints a table")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let schemas = arguments.next().map_or(Ok(200), |it| it.parse())?;
    let repeats = arguments.next().map_or(Ok(3), |it| it.parse())?;
    let folder = workspace().join("target/schema-cost");

    let empty = check(&folder.join("empty"), "", repeats)?;
    let bare = check(&folder.join("bare"), &program(schemas, false), repeats)?;
    let derived = check(&folder.join("derived"), &program(schemas, true), repeats)?;

    let more = derived.saturating_sub(bare).as_secs_f64() * 1e3;
    let structs = f64::from(u32::try_from(schemas)?);
    let fields = f64::from(u32::try_from(schemas * FIELDS)?);
    println!("{schemas} structs of {FIELDS} fields, the shortest of {repeats} `cargo check`s");
    println!("an empty crate   {:>8.2} s", empty.as_secs_f64());
    println!("bare structs     {:>8.2} s", bare.as_secs_f64());
    println!("derived schemas  {:>8.2} s", derived.as_secs_f64());
    println!(
        "ratio            {:>8.2}",
        derived.as_secs_f64() / bare.as_secs_f64()
    );
    println!("a schema         {:>8.2} ms more", more / structs);
    println!("a field          {:>8.2} ms more", more / fields);
    Ok(())
}

/// Fields of a struct, for the sums above.
const FIELDS: usize = 10;

/// The structs, in a ring.
fn program(schemas: usize, derived: bool) -> String {
    let mut text = String::from("#![allow(dead_code)]\nuse notion_session::prelude::*;\n");
    for this in 0..schemas {
        let (next, previous) = ((this + 1) % schemas, (this + schemas - 1) % schemas);
        let say = |attribute: &str| {
            if derived {
                format!("#[notion({attribute})] ")
            } else {
                String::new()
            }
        };
        let derive = if derived {
            "#[derive(NotionSchema)]\n"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{derive}struct S{this} {{\n    name: Title,\n    done: bool,\n    estimate: Option<f64>,\n    \
             {}budget: Option<f64>,\n    due: Option<Date>,\n    {}link: String,\n    \
             {}next: Relation<S{next}>,\n    {}previous: Relation<S{previous}>,\n    \
             {}effort: Rollup<f64>,\n    {}gross: Formula<f64>,\n}}",
            say("number = euro"),
            say("url"),
            say("two_way = previous"),
            say("two_way = next"),
            say("rollup = sum(next.estimate)"),
            say("formula = \"{budget} * 1.2\""),
        );
    }
    text
}

/// How long `cargo check` of a crate with this text takes, its dependencies checked already.
fn check(folder: &Path, text: &str, repeats: usize) -> Result<Duration, Box<dyn Error>> {
    let source = folder.join("src");
    std::fs::create_dir_all(&source)?;
    let name = folder
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("cost");
    let session = workspace().join("notion-session");
    std::fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\nnotion-session = {{ \
             path = {session:?}, default-features = false }}\n\n[workspace]\n"
        ),
    )?;
    std::fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut shortest = Duration::MAX;
    for run in 0..=repeats {
        std::fs::write(source.join("lib.rs"), format!("{text}// {run}\n"))?;
        let start = Instant::now();
        let status = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--offline"])
            .current_dir(folder)
            .env(
                "CARGO_TARGET_DIR",
                workspace().join("target/schema-cost/target"),
            )
            .status()?;
        if !status.success() {
            return Err(format!("`cargo check` in {} failed", folder.display()).into());
        }
        // The first run checks the dependencies, too.
        if run > 0 {
            shortest = shortest.min(start.elapsed());
        }
    }
    Ok(shortest)
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
