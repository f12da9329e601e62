//! A load of many rows, with a progress bar; it breaks off and is resumed.
//!
//! ```sh
//! cargo run --example bulk_load
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use indicatif::{ProgressBar, ProgressStyle};
use notion_examples::Result;
use notion_session::prelude::*;
use notion_session::session::Outcome;

/// What a weather station has measured.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Measurements", icon = "🌡️")]
struct Measurement {
    /// The day and the hour, which tell one measurement from another.
    #[notion(title)]
    time: String,
    celsius: Option<f64>,
}

/// So many are loaded, and after so many the load breaks off.
const ALL: usize = 60;
const LOADED: usize = 25;

#[tokio::main]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;
    let measurements = session.create_db::<Measurement>(&home).await?;

    // 1. Rows come from an iterator, which is read as they are sent: several at once, within the pace that Notion asks for. The
    // stream gives the outcome of each, in their order. A file, say, can be read this way without being held in memory.
    let bar = ProgressBar::new(ALL as u64).with_style(style()?);
    let mut outcomes = measurements.insert_all(measured()).stream();
    let (mut created, mut failed, mut unknown) = (0, 0, 0);
    while let Some(outcome) = outcomes.next().await {
        match outcome {
            Outcome::Created(_) => created += 1,
            // It is not there. The error says why.
            Outcome::Failed(error) => {
                failed += 1;
                bar.println(format!("Not loaded: {error}"));
            }
            // The connection broke before the answer came: it may be there. It is never sent a second time by itself.
            Outcome::Unknown(error) => {
                unknown += 1;
                bar.println(format!("Perhaps loaded: {error}"));
            }
        }
        bar.inc(1);
        if created == LOADED {
            break;
        }
    }
    drop(outcomes);
    bar.abandon();
    println!("Broken off: {created} created, {failed} failed, {unknown} unknown.");

    // 2. The same rows again. What is there is read once and left as it is, and what is missing is inserted.
    let before = session.client().requests_sent();
    let done = measurements.upsert_all(measured(), |m| m.time).await?;
    println!(
        "Resumed: {} inserted, {} were there, with {} requests.",
        done.inserted(),
        done.unchanged(),
        session.client().requests_sent() - before
    );
    println!(
        "{} measurements are in the database.",
        measurements.query().count().await?
    );
    Ok(())
}

/// The measurements of some days, a few a day.
fn measured() -> impl Iterator<Item = Measurement> + Send {
    (0..ALL).map(|number| Measurement {
        time: format!("2026-11-{:02} {:02}:00", 1 + number / 4, 6 * (number % 4)),
        celsius: Some((number * 7 % 23) as f64 / 2.0),
    })
}

fn style() -> Result<ProgressStyle> {
    Ok(ProgressStyle::with_template(
        "{bar:40} {pos} of {len}, {eta} left",
    )?)
}
