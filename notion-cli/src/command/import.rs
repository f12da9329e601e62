//! `notion import`.

use std::collections::HashMap;
use std::pin::pin;
use std::process::ExitCode;

use futures_util::{StreamExt as _, stream};
use notion_session::api::{CreatePage, UpdateDataSource, UpdatePage};
use notion_session::model::{
    DataSource, PageId, Parent, PropertySchemaRequest, PropertyValue, SchemaKind, SelectOption,
    ValueKind, plain_text,
};
use notion_session::{Database, Error, Session};

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::import::{self, Checked, Columns, Input, Record, Records, digest, key_of};
use crate::names;
use crate::progress::Progress;
use crate::query::{self, CONCURRENCY, Question};
use crate::show::{print, report};
use crate::value::{People, Reader};

/// Create and update rows from a CSV file or from JSON lines, as `notion rows` prints them.
///
/// The whole file is checked before anything is sent, and each cell that does not fit is named by line and column. Columns that
/// Notion computes are left out.
///
/// With --key a row of the file that is in the database already is updated if it differs, and otherwise left: the same import
/// can be run again, also after it was interrupted.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, URL or title of the database.
    database: String,
    /// The file: CSV, or JSON lines if its name ends with .jsonl or .ndjson; `-` for the standard input.
    file: String,
    /// The column that tells rows apart: `Email`.
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// Make the options of selects that do not exist yet.
    #[arg(long)]
    create_options: bool,
    /// Check the file and print what would be done.
    #[arg(long)]
    dry_run: bool,
    /// Begin with the record of this line: to go on with an interrupted import without a key.
    #[arg(long, value_name = "N", conflicts_with = "key")]
    from_line: Option<u64>,
    /// Read JSON lines, whatever the file is called.
    #[arg(long)]
    jsonl: bool,
    #[command(flatten)]
    connection: Connection,
}

/// One request for each row that is created or changed, one for each 100 rows that are there, and one for new options.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let input = Input::open(&arguments.file, arguments.jsonl)?;
    let session = arguments.connection.open()?;
    let database = names::database(&session, &arguments.database).await?;
    let source = database.data_source().await?;
    let columns = Columns::new(&source);
    let people = match import::has_people(&columns, &input)? {
        true => People::load(&session).await?,
        false => People::default(),
    };
    let mut titles = import::titles(&columns, &input)?;
    titles.load(&session).await?;
    let reader = Reader {
        people,
        titles,
        create_options: arguments.create_options,
    };
    let key = arguments.key.as_deref();
    if let Some(key) = key {
        columns
            .property(key)?
            .ok_or_else(|| Failure::new(format!("--key {key}: Notion computes this property")))?;
    }
    let checked = import::check(&input, &columns, &reader, key)?;
    for name in &checked.computed {
        report(&format!(
            "the column {name:?} is left out: Notion computes it"
        ));
    }
    let existing = match key {
        Some(key) => existing(&session, &database, key, &columns).await?,
        None => Existing::default(),
    };
    let load = Load {
        session: &session,
        source: &source,
        columns: &columns,
        reader: &reader,
        key,
        existing,
    };
    if arguments.dry_run {
        load.dry_run(input.records()?, arguments.from_line, &checked)?;
        return Ok(ExitCode::SUCCESS);
    }
    add_options(&session, &source, &checked).await?;
    load.run(input.records()?, arguments.from_line, checked.rows)
        .await
}

/// The rows that are there, by the digest of their key.
#[derive(Default)]
struct Existing {
    /// The properties whose values are compared, in the order of the digests.
    names: Vec<String>,
    rows: HashMap<u64, ExistingRow>,
}

/// A row that is there: its page, and what its values are. Of each there may be 100,000, so it is small.
struct ExistingRow {
    page: PageId,
    digests: Box<[u64]>,
}

impl Existing {
    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| other == name)
    }
}

/// Reads the rows that are there. One request for each 100.
async fn existing(
    session: &Session,
    database: &Database,
    key: &str,
    columns: &Columns,
) -> Result<Existing> {
    let mut found = Existing {
        names: columns.names(),
        rows: HashMap::new(),
    };
    let place = found.place(key).unwrap_or_default();
    let mut twice = None;
    query::read(database, Question::default(), async |page| {
        let mut digests = vec![0; found.names.len()];
        for (name, value) in query::values(session, page.data()).await? {
            if let Some(place) = found.place(&name) {
                let about = |error| Failure::about(format!("the row {}", page.id()), error);
                let value: PropertyValue = serde_json::from_value(value).map_err(about)?;
                digests[place] = digest(&value.kind);
            }
        }
        let of_key = digests[place];
        let row = ExistingRow {
            page: page.id(),
            digests: digests.into(),
        };
        if let Some(other) = found.rows.insert(of_key, row) {
            twice = twice.or(Some((other.page, page.id(), of_key)));
        }
        Ok(())
    })
    .await?;
    // Rows without a key are nobody's; they may be many.
    let empty = columns.property(key)?.and_then(|property| {
        let reader = Reader::default();
        reader.read(property, &serde_json::Value::Null).ok()
    });
    match twice {
        Some((one, other, of_key)) if empty.map(|value| digest(&value)) != Some(of_key) => {
            Err(Failure::new(format!(
                "--key {key}: the rows {one} and {other} have the same value already, so it does not tell rows apart"
            )))
        }
        _ => Ok(found),
    }
}

/// Adds the options that a file has and the schema has not: first, because rows that are sent concurrently would make them
/// twice. One request, if there are any.
async fn add_options(session: &Session, source: &DataSource, checked: &Checked) -> Result<()> {
    let mut update = UpdateDataSource::default();
    for (name, new) in &checked.new_options {
        let Some(property) = source.properties.get(name) else {
            continue;
        };
        let mut kind = property.kind.clone();
        if let SchemaKind::Select(schema) | SchemaKind::MultiSelect(schema) = &mut kind {
            schema
                .options
                .extend(new.iter().map(|name| SelectOption::named(name.as_str())));
        }
        let request = PropertySchemaRequest::from(kind);
        update.properties.insert(name.clone(), Some(request));
    }
    if !update.properties.is_empty() {
        session
            .api()
            .data_sources()
            .update(source.id, &update)
            .await?;
    }
    Ok(())
}

/// What is done with a record.
enum Step {
    Insert(Vec<(String, ValueKind)>),
    Update(PageId, Vec<(String, ValueKind)>),
    Leave,
}

/// What was done with records.
#[derive(Default)]
struct Count {
    inserted: u64,
    updated: u64,
    left: u64,
    failed: u64,
}

impl Count {
    fn described(&self, would: &str) -> String {
        format!(
            "{would}{} inserted, {} updated, {} unchanged",
            self.inserted, self.updated, self.left
        )
    }
}

struct Load<'a> {
    session: &'a Session,
    source: &'a DataSource,
    columns: &'a Columns,
    reader: &'a Reader,
    key: Option<&'a str>,
    existing: Existing,
}

impl Load<'_> {
    fn step(&self, record: &Record) -> Result<Step> {
        let values = self.columns.values(self.reader, record)?;
        let row = self.key.and_then(|key| {
            let value = key_of(&values, key)?;
            self.existing.rows.get(&digest(value))
        });
        let Some(row) = row else {
            return Ok(Step::Insert(values));
        };
        let mut changed = values;
        changed.retain(|(name, value)| {
            let place = self.existing.place(name);
            place.is_none_or(|place| row.digests[place] != digest(value))
        });
        Ok(match changed.is_empty() {
            true => Step::Leave,
            false => Step::Update(row.page, changed),
        })
    }

    fn dry_run(
        &self,
        mut records: Records,
        from_line: Option<u64>,
        checked: &Checked,
    ) -> Result<()> {
        let mut count = Count::default();
        for (name, options) in &checked.new_options {
            print(&format!("{name}: new options {}\n", options.join(", ")))?;
        }
        while let Some(record) = records.next()? {
            if from_line.is_some_and(|line| record.line < line) {
                continue;
            }
            let line = record.line;
            match self.step(&record)? {
                Step::Insert(_) => {
                    count.inserted += 1;
                    print(&format!("+ line {line}\n"))?;
                }
                Step::Update(page, values) => {
                    count.updated += 1;
                    let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
                    print(&format!("~ line {line}: {} of {page}\n", names.join(", ")))?;
                }
                Step::Leave => count.left += 1,
            }
        }
        print(&format!(
            "{}\n",
            count.described("nothing was sent; it would be ")
        ))
    }

    /// Sends the records in their order, some concurrently. Ctrl-C lets those under way finish; a second one does not wait for them.
    async fn run(
        &self,
        mut records: Records,
        from_line: Option<u64>,
        rows: u64,
    ) -> Result<ExitCode> {
        let progress = Progress::counted("importing");
        let mut count = Count::default();
        let mut last_line = 0;
        let wrong_file = std::cell::Cell::new(None);
        let stopped = std::cell::Cell::new(false);
        let steps = stream::iter(std::iter::from_fn(|| {
            loop {
                if stopped.get() {
                    return None;
                }
                match records.next() {
                    Ok(None) => return None,
                    Ok(Some(record)) if from_line.is_some_and(|line| record.line < line) => {}
                    Ok(Some(record)) => return Some((record.line, self.step(&record))),
                    // It was read to its end before, so somebody has changed it.
                    Err(error) => {
                        wrong_file.set(Some(error));
                        return None;
                    }
                }
            }
        }));
        let mut done = pin!(
            steps
                .map(|(line, step)| async move {
                    let step = match step {
                        Ok(step) => step,
                        Err(failure) => return (line, Err(failure), false),
                    };
                    match self.send(step).await {
                        Ok(effect) => (line, Ok(effect), false),
                        Err(error) => {
                            let is_hopeless = error.is_session();
                            (line, Err(Failure::from(error)), is_hopeless)
                        }
                    }
                })
                .buffered(CONCURRENCY)
        );
        let mut hopeless = None;
        let mut interrupts = 0;
        let mut interrupt = pin!(tokio::signal::ctrl_c());
        loop {
            let next = tokio::select! {
                next = done.next() => next,
                _ = &mut interrupt => {
                    interrupt.set(tokio::signal::ctrl_c());
                    interrupts += 1;
                    stopped.set(true);
                    match interrupts {
                        1 => continue,
                        _ => break,
                    }
                }
            };
            let Some((line, effect, is_hopeless)) = next else {
                break;
            };
            match effect {
                Ok(Effect::Inserted) => count.inserted += 1,
                Ok(Effect::Updated) => count.updated += 1,
                Ok(Effect::Left) => count.left += 1,
                Err(failure) => {
                    count.failed += 1;
                    report(&format!("line {line}: {failure}"));
                    if is_hopeless && hopeless.is_none() {
                        hopeless = Some(line);
                        stopped.set(true);
                    }
                }
            }
            if hopeless.is_none() {
                last_line = line;
            }
            progress.at(
                count.inserted + count.updated + count.left + count.failed,
                Some(rows),
            );
        }
        progress.end();
        let title = plain_text(&self.source.title);
        print(&format!("{title}: {}\n", count.described("")))?;
        if let Some(failure) = wrong_file.take() {
            return Err(failure);
        }
        let again = match self.key {
            Some(_) => "run it again to go on".to_owned(),
            None => format!(
                "go on with --from-line {}",
                hopeless.unwrap_or(last_line + 1)
            ),
        };
        if interrupts > 1 {
            return Err(Failure::new(format!(
                "the import was interrupted, with up to {CONCURRENCY} rows under way, which may be in the database or not: {again}"
            )));
        }
        if interrupts == 1 || hopeless.is_some() {
            return Err(Failure::new(format!("the import was interrupted: {again}")));
        }
        match count.failed {
            0 => Ok(ExitCode::SUCCESS),
            failed => Err(Failure::new(format!(
                "{failed} rows failed, and are named above"
            ))),
        }
    }

    async fn send(&self, step: Step) -> Result<Effect, Error> {
        match step {
            Step::Leave => Ok(Effect::Left),
            Step::Insert(values) => {
                let mut page = CreatePage::in_parent(Parent::data_source(self.source.id));
                page.properties = named(values);
                self.session.api().pages().create(&page).await?;
                Ok(Effect::Inserted)
            }
            Step::Update(id, values) => {
                let update = UpdatePage {
                    properties: named(values),
                    ..UpdatePage::default()
                };
                self.session.api().pages().update(id, &update).await?;
                Ok(Effect::Updated)
            }
        }
    }
}

enum Effect {
    Inserted,
    Updated,
    Left,
}

fn named(values: Vec<(String, ValueKind)>) -> notion_session::model::PropertyValues {
    values
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect()
}
