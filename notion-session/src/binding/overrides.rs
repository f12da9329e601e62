//! What a call says in place of the schemas: titles, and whether databases are shown inside their page.

use std::any::TypeId;

use crate::error::{Error, Result};
use crate::schema::{NotionSchema, SchemaGraph};

/// Settings of databases that replace those of their schemas.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    /// The title of a single schema.
    pub(crate) title: Option<String>,
    /// Titles of schemas of a set, by their structs.
    titles: Vec<(TypeId, &'static str, String)>,
    pub(crate) inline: Option<bool>,
}

impl Overrides {
    pub(crate) fn set_title_of<S: NotionSchema>(&mut self, title: String) {
        let schema = S::schema();
        self.titles
            .push((TypeId::of::<S>(), schema.type_name, title));
    }

    /// Applies the settings to a graph.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the graph does not have a schema whose title is set.
    pub(crate) fn apply(&self, graph: &mut SchemaGraph) -> Result<()> {
        for node in &mut graph.schemas {
            if let Some(title) = &self.title {
                node.title.clone_from(title);
            }
            if let Some(inline) = self.inline {
                node.inline = inline;
            }
        }
        for (type_id, name, title) in &self.titles {
            let mut schemas = graph.schemas.iter_mut();
            let Some(node) = schemas.find(|node| node.type_id == Some(*type_id)) else {
                return Err(Error::config(format!(
                    "`{name}` is not a schema of the set, so its title cannot be set: add it to the tuple, or remove \
                     `title_of::<{name}>`"
                )));
            };
            node.title.clone_from(title);
        }
        Ok(())
    }
}
