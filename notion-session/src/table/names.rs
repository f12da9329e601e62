//! Names in place of IDs: of people, and of the rows that relations lead to.

use std::collections::HashMap;

use serde_json::Value;

use super::{Table, line};
use crate::schema::NotionSchema;
use crate::session::{RelationMap, User};

impl Table {
    /// Shows people by their names, in place of their IDs.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, owner: People }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// use notion_session::table::Table;
    ///
    /// let me = session.whoami().await?;
    /// tasks.insert(Task { task: "Write".into(), owner: (&me).into() }).await?;
    /// let rows = tasks.query().all().await?;
    /// let users = session.all_users().await?;
    /// let csv = Table::of(&rows).people(&users).to_csv();
    /// assert_eq!(csv, format!("Task,Owner\r\nWrite,{}\r\n", me.name()));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn people<'a>(self, users: impl IntoIterator<Item = &'a User>) -> Table {
        let users = users.into_iter().filter(|user| !user.name().is_empty());
        let names = users.map(|user| (user.id().to_string(), user.name().to_owned()));
        self.named(&names.collect())
    }

    /// Shows the rows that relations lead to by their titles, in place of their IDs: those that were
    /// [loaded](crate::Session::load).
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, project: Relation<Project> }
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Project { #[notion(title)] name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await?;
    /// use notion_session::table::Table;
    ///
    /// let launch = projects.insert(Project { name: "Launch".into() }).await?;
    /// tasks.insert(Task { task: "Write".into(), project: (&launch).into() }).await?;
    /// let rows = tasks.query().all().await?;
    /// let projects = session.load(&rows, |t| t.project).await?;
    /// let csv = Table::of(&rows).related(&projects).to_csv();
    /// assert_eq!(csv, "Task,Project\r\nWrite,Launch\r\n");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn related<T: NotionSchema>(self, rows: &RelationMap<T>) -> Table {
        let mut properties = T::SCHEMA.properties.iter();
        let title = properties.position(|property| property.config.wire() == "title");
        let names = rows.rows().filter_map(|row| {
            let (entries, page) = line(row);
            let title = entries.into_iter().nth(title?)?.text;
            (!title.is_empty()).then_some((page.id, title))
        });
        self.named(&names.collect())
    }

    fn named(mut self, names: &HashMap<String, String>) -> Table {
        for line in &mut self.lines {
            for (column, entry) in self.columns.iter().zip(line) {
                if column.has_ids {
                    name(&mut entry.json, names);
                    let ids = entry.text.split(", ");
                    let named = ids.map(|id| names.get(id).map_or(id, String::as_str));
                    entry.text = named.collect::<Vec<_>>().join(", ");
                }
            }
        }
        self
    }
}

fn name(json: &mut Value, names: &HashMap<String, String>) {
    match json {
        Value::String(text) => {
            if let Some(name) = names.get(text) {
                text.clone_from(name);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| name(value, names)),
        _ => {}
    }
}
