//! What reading property values needs and gives beside the values.

use notion_vocabulary::OptionColor;
use uuid::Uuid;

use super::Choice;
use crate::state::id::Ids;
use crate::state::{OptionId, Property, PropertyId, Workspace};

/// Values are read against a workspace that does not change meanwhile: what has to be made on the way is noted.
pub(crate) struct ValueContext<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) ids: Ids,
    /// Options that were named for the first time.
    pub(crate) new_options: Vec<NewOption>,
    data_source: Uuid,
}

/// An option that has to be made.
#[derive(Debug)]
pub(crate) struct NewOption {
    pub(crate) data_source: Uuid,
    pub(crate) property: PropertyId,
    pub(crate) choice: Choice,
}

impl<'a> ValueContext<'a> {
    pub(crate) fn new(workspace: &'a Workspace, data_source: Uuid) -> Self {
        Self {
            workspace,
            ids: workspace.ids.clone(),
            new_options: Vec::new(),
            data_source,
        }
    }

    /// Notes that an option has to be made, once. Choice: without a colour it gets one by the seed, as Notion
    /// gives one by chance.
    pub(crate) fn new_option(
        &mut self,
        property: &Property,
        name: &str,
        color: Option<&str>,
    ) -> OptionId {
        // Names are one in any letter case.
        let lower = name.to_lowercase();
        let noted = self
            .new_options
            .iter()
            .find(|new| new.property == property.id && new.choice.name.to_lowercase() == lower);
        if let Some(noted) = noted {
            return noted.choice.id.clone();
        }
        let id: OptionId = self.ids.random().to_string().into();
        let color = color.map_or_else(
            || {
                let count = OptionColor::WORDS.len() as u64;
                let at = usize::try_from(self.ids.next() % count).unwrap_or_default();
                OptionColor::WORDS
                    .get(at)
                    .copied()
                    .unwrap_or("default")
                    .to_owned()
            },
            str::to_owned,
        );
        let choice = Choice {
            id: id.clone(),
            name: name.to_owned(),
            color,
            description: None,
        };
        self.new_options.push(NewOption {
            data_source: self.data_source,
            property: property.id.clone(),
            choice,
        });
        id
    }
}
