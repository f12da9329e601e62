//! What the tools do. Each returns the text that the agent reads.

use std::pin::pin;

use futures_util::TryStreamExt as _;
use notion_session::api::SearchParams;
use notion_session::content::edit::{Editable, conflicts};
use notion_session::content::markdown;
use notion_session::model::{
    DataSource, PageOrDataSource, SchemaKind, SearchFilter, SearchObject, SelectOption, ValueKind,
    plain_text,
};
use notion_session::session::AnyValue;
use notion_session::{Page, Session};
use serde_json::{Map, Value, json};

use crate::command::{about, edit as page_edit, plan as schema_plan, rows};
use crate::failure::{Failure, Result};
use crate::front;
use crate::names::{self, Object};
use crate::query::{self, Question};
use crate::value::{People, Reader, Titles, plain};

/// The arguments of a call.
pub(super) struct Input(Map<String, Value>);

impl Input {
    pub(super) fn new(arguments: Map<String, Value>) -> Input {
        Input(arguments)
    }

    fn text(&self, name: &str) -> Result<&str> {
        self.maybe_text(name).ok_or_else(|| {
            Failure::new(format!(
                "the argument {name:?} is missing, or is not a string"
            ))
        })
    }

    fn maybe_text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    fn flag(&self, name: &str) -> bool {
        self.0
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }

    fn number(&self, name: &str, default: usize) -> usize {
        let number = self.0.get(name).and_then(Value::as_u64);
        number
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(default)
    }

    fn object(&self, name: &str) -> Result<Map<String, Value>> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(object)) => Ok(object.clone()),
            Some(_) => Err(Failure::new(format!(
                "the argument {name:?} is not an object"
            ))),
        }
    }
}

pub(super) async fn search(session: &Session, input: &Input) -> Result<String> {
    let words = input.text("words")?;
    let limit = input.number("limit", 20);
    let params = match words.trim().is_empty() {
        true => SearchParams::default(),
        false => SearchParams::query(words),
    };
    let mut found = pin!(session.api().search(&params).items());
    let mut lines = String::new();
    let mut count = 0;
    while let Some(hit) = found.try_next().await? {
        if count == limit {
            lines +=
                &format!("omitted: there are more than {limit}; narrow the words or raise limit\n");
            break;
        }
        let object = match hit {
            PageOrDataSource::Page(page) => {
                let title = plain_text(page.title().unwrap_or_default());
                json!({ "type": "page", "id": page.id, "title": title, "url": page.url })
            }
            PageOrDataSource::DataSource(source) => {
                let title = plain_text(&source.title);
                json!({ "type": "database", "id": source.id, "title": title, "url": source.url })
            }
            _ => continue,
        };
        count += 1;
        lines += &format!("{object}\n");
    }
    Ok(match lines.is_empty() {
        true => "nothing was found; only what is shared with the integration can be\n".to_owned(),
        false => lines,
    })
}

pub(super) async fn get_page(session: &Session, input: &Input) -> Result<String> {
    let page = names::page(session, input.text("page")?).await?;
    let most = input.number("max_characters", 50_000);
    if input.flag("editable") {
        let editable = Editable::new(&page.content().await?);
        let text = editable.text();
        if text.chars().count() > most {
            return Err(Failure::new(format!(
                "the page has {} characters, more than max_characters ({most}): a part of it cannot be edited as a whole",
                text.chars().count()
            )));
        }
        return Ok(text.to_owned());
    }
    let values = query::values(session, page.data()).await?;
    let written = page.export_markdown().await?;
    let mut text = format!("{}\n{}", front::write(page.data(), &values), written.text);
    if let Some((end, _)) = text.char_indices().nth(most) {
        let omitted = text[end..].chars().count();
        text.truncate(end);
        text += &format!("\nomitted: {omitted} characters; raise max_characters\n");
    }
    for loss in written.lost {
        text += &format!("\nomitted: {loss}");
    }
    Ok(text)
}

pub(super) async fn describe(session: &Session, input: &Input) -> Result<String> {
    let database = names::database(session, input.text("database")?).await?;
    let source = database.data_source().await?;
    let mut text = format!("{} ({})\n\n", plain_text(&source.title), source.id);
    for (name, property) in &source.properties {
        text += &format!("- {}: {}", json!(name), property.kind.type_name());
        let options = options(&property.kind);
        if !options.is_empty() {
            let names: Vec<&str> = options.iter().map(|option| option.name.as_str()).collect();
            text += &format!(", options {}", json!(names));
        }
        if let Some(about) = property
            .description
            .as_deref()
            .filter(|about| !about.is_empty())
        {
            text += &format!(" ({about})");
        }
        text.push('\n');
    }
    Ok(text + "\nFilters of query:\n\n" + about::WHERE)
}

/// The schemas of the databases that are shared, a line for each. One request for each 100 data sources.
pub(super) async fn schemas(session: &Session) -> Result<String> {
    /// What a model reads before each conversation is to stay short.
    const MAX_LENGTH: usize = 6_000;
    let params = SearchParams {
        filter: Some(SearchFilter::of(SearchObject::DataSource)),
        ..SearchParams::default()
    };
    let mut found = pin!(session.api().search(&params).items());
    let mut lines = String::new();
    while let Some(hit) = found.try_next().await? {
        let PageOrDataSource::DataSource(source) = hit else {
            continue;
        };
        let mut names: Vec<String> = Vec::new();
        for (name, property) in &source.properties {
            let options = options(&property.kind);
            let options: Vec<&str> = options.iter().map(|option| option.name.as_str()).collect();
            let kind = property.kind.type_name();
            names.push(match options.is_empty() {
                true => format!("{} {kind}", json!(name)),
                false => format!("{} {kind} of {}", json!(name), json!(options)),
            });
        }
        let line = format!(
            "- {} ({}): {}\n",
            plain_text(&source.title),
            source.id,
            names.join(", ")
        );
        if lines.len() + line.len() > MAX_LENGTH {
            lines += "omitted: there are more databases; search lists them, and describe_database has their schemas\n";
            break;
        }
        lines += &line;
    }
    Ok(lines)
}

/// The options of a select, multi-select or status.
fn options(kind: &SchemaKind) -> &[SelectOption] {
    match kind {
        SchemaKind::Select(schema) | SchemaKind::MultiSelect(schema) => &schema.options,
        SchemaKind::Status(schema) => &schema.options,
        _ => &[],
    }
}

pub(super) async fn query(session: &Session, input: &Input) -> Result<String> {
    let database = names::database(session, input.text("database")?).await?;
    let source = database.data_source().await?;
    let limit = input.number("limit", 50);
    let columns: Option<Vec<String>> = match input.0.get("columns") {
        Some(Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            Some(
                names
                    .map(|name| rows::property(&source, name))
                    .collect::<Result<_>>()?,
            )
        }
        _ => None,
    };
    let question = Question {
        filter: input.maybe_text("where"),
        sort: input.maybe_text("sort"),
        limit: Some(limit.saturating_add(1)),
    };
    let mut lines = String::new();
    for (index, page) in query::all(&database, question)
        .await?
        .into_iter()
        .enumerate()
    {
        if index == limit {
            lines += &format!(
                "omitted: there are more than {limit} rows; narrow where or raise limit\n"
            );
            break;
        }
        let values = query::values(session, page.data()).await?;
        let is_wanted = |name: &String| {
            columns
                .as_ref()
                .is_none_or(|columns| columns.contains(name))
        };
        let kept = values.into_iter().filter(|(name, _)| is_wanted(name));
        let properties: Map<String, Value> =
            kept.map(|(name, value)| (name, plain(&value))).collect();
        let row = json!({ "id": page.id(), "url": page.url(), "properties": properties });
        lines += &format!("{row}\n");
    }
    Ok(match lines.is_empty() {
        true => "no rows\n".to_owned(),
        false => lines,
    })
}

pub(super) async fn create(session: &Session, input: &Input) -> Result<String> {
    let parent = names::object(session, input.text("parent")?).await?;
    let title = input.text("title")?;
    let properties = input.object("properties")?;
    let document = markdown::read(front::strip(
        input.maybe_text("markdown").unwrap_or_default(),
    ));
    let lost: String = document
        .lost
        .iter()
        .map(|loss| format!("omitted: {loss}\n"))
        .collect();
    let mut new = match &parent {
        Object::Page(page) => {
            if !properties.is_empty() {
                return Err(Failure::new(
                    "a page in a page has a title and no other properties",
                ));
            }
            session.create_page(page, title)
        }
        Object::Database(database) => {
            let source = database.data_source().await?;
            let mut new = session.create_page(database, title);
            for (name, value) in values(session, &source, &properties).await? {
                new = new.set(&name, AnyValue::from(value));
            }
            new
        }
    };
    if input.flag("dry_run") {
        let blocks = document.blocks.len();
        return Ok(format!(
            "nothing was sent; it would be created with {blocks} blocks\n{lost}"
        ));
    }
    if !document.blocks.is_empty() {
        new = new.content(document);
    }
    let page = new.await?;
    Ok(format!(
        "{}\n{lost}",
        json!({ "id": page.id(), "url": page.url() })
    ))
}

pub(super) async fn set(session: &Session, input: &Input) -> Result<String> {
    let mut page = names::page(session, input.text("page")?).await?;
    let source = page
        .parent()
        .and_then(notion_session::model::Parent::data_source_id);
    let Some(source) = source else {
        return Err(Failure::new(format!(
            "{:?} is not a row of a database",
            page.title()
        )));
    };
    let source = session.get_db(source).await?.data_source().await?;
    let values = values(session, &source, &input.object("properties")?).await?;
    let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
    let done = format!("{} of {:?}", names.join(", "), page.title());
    if input.flag("dry_run") {
        return Ok(format!("nothing was sent; it would set {done}\n"));
    }
    let mut update = page.update();
    for (name, value) in values {
        update = update.set(&name, AnyValue::from(value));
    }
    update.await?;
    Ok(format!("set {done}\n"))
}

pub(super) async fn append(session: &Session, input: &Input) -> Result<String> {
    let page = names::page(session, input.text("page")?).await?;
    let document = markdown::read(front::strip(input.text("markdown")?));
    let lost: String = document
        .lost
        .iter()
        .map(|loss| format!("omitted: {loss}\n"))
        .collect();
    let count = document.blocks.len();
    if input.flag("dry_run") {
        return Ok(format!(
            "nothing was sent; it would append {count} blocks to {:?}\n{lost}",
            page.title()
        ));
    }
    if count > 0 {
        page.append(document).await?;
    }
    Ok(format!(
        "appended {count} blocks to {:?}\n{lost}",
        page.title()
    ))
}

pub(super) async fn edit(session: &Session, input: &Input) -> Result<String> {
    let page: Page = names::page(session, input.text("page")?).await?;
    let edited = front::strip(input.text("markdown")?);
    let read = page.content().await?;
    let editable = Editable::new(&read);
    let changes = editable
        .changes(edited)
        .map_err(|error| Failure::new(error.to_string()))?;
    let mut text: String = changes.iter().map(|change| format!("{change}\n")).collect();
    for loss in editable.lost(edited) {
        text += &format!("omitted: {loss}\n");
    }
    if changes.is_empty() {
        return Ok("nothing has changed\n".to_owned());
    }
    if input.flag("dry_run") {
        return Ok(format!("nothing was sent; it would be:\n{text}"));
    }
    let found = conflicts(&read, &page.content().await?, &changes);
    if !found.is_empty() {
        return Err(page_edit::conflict(&found));
    }
    for (done, change) in changes.iter().enumerate() {
        let applied = page_edit::apply(session, &page, change).await;
        applied.map_err(|error| {
            Failure::new(format!(
                "{error}; {done} of {} changes were made before",
                changes.len()
            ))
        })?;
    }
    Ok(text)
}

pub(super) async fn plan(session: &Session, input: &Input) -> Result<String> {
    schema_plan::described(session, input.text("schema")?, input.text("database")?).await
}

/// Reads values by the schema; all that do not fit are named.
async fn values(
    session: &Session,
    source: &DataSource,
    properties: &Map<String, Value>,
) -> Result<Vec<(String, ValueKind)>> {
    let mut found = Vec::new();
    for (name, value) in properties {
        let name = rows::property(source, name)?;
        found.push((&source.properties[&name], value));
    }
    let has_people = found
        .iter()
        .any(|(property, _)| matches!(property.kind, SchemaKind::People(_)));
    let people = match has_people {
        true => People::load(session).await?,
        false => People::default(),
    };
    let mut titles = Titles::default();
    for (property, value) in &found {
        titles.note(property, value);
    }
    titles.load(session).await?;
    let reader = Reader {
        people,
        titles,
        create_options: false,
    };
    let mut values = Vec::new();
    let mut mistakes = Vec::new();
    for (property, value) in found {
        match reader.read(property, value) {
            Ok(value) => values.push((property.name.clone(), value)),
            Err(why) => mistakes.push(format!("{:?}: {why}", property.name)),
        }
    }
    match mistakes.is_empty() {
        true => Ok(values),
        false => Err(Failure::new(mistakes.join("\n"))),
    }
}
