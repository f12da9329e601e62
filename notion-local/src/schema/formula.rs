//! Formulas: names of properties become ids before an expression is stored.

use notion_formula::{Formula as Expression, Mention, Reach, Reference};
use uuid::Uuid;

use super::Draft;
use crate::error::{ApiError, Result};
use crate::id::encode_property;
use crate::property::{Formula, PropertyKind};
use crate::state::Property;

impl Draft<'_> {
    /// The expression as Notion stores it: printed anew, with a token for each property.
    ///
    /// Choice: an expression that cannot be read is refused; the text is ours.
    pub(super) fn formula(&self, expression: &str) -> Result<Formula> {
        let parsed = Expression::parse(expression).map_err(|error| {
            ApiError::validation(format!("Formula could not be parsed: {error}"))
        })?;
        let named = parsed.try_rename(|mention| self.token(&mention))?;
        Ok(Formula::of(named))
    }

    fn token(&self, mention: &Mention<'_>) -> Result<Option<Reference>> {
        let Reference::Name(name) = mention.reference else {
            return Ok(None);
        };
        let found = match mention.reach {
            Reach::Own => self
                .property_of(self.own, name)
                .map(|property| (self.own, property)),
            Reach::Other => self.related_property(name),
        };
        let (source, property) = found.ok_or_else(|| ApiError::find_property(name))?;
        let id = encode_property(&property.id);
        Ok(Some(Reference::Token(format!(
            "notion:block_property:{id}:{source}:{}",
            self.workspace.id
        ))))
    }

    fn property_of(&self, source: Uuid, name: &str) -> Option<&Property> {
        self.schema(source)?.find(name)
    }

    /// A property of a page that the formula reaches through a relation: of the first related data source that has
    /// one of this name, else of its own.
    fn related_property(&self, name: &str) -> Option<(Uuid, &Property)> {
        let own = self.schema(self.own)?;
        let targets = own
            .properties
            .values()
            .filter_map(|property| match &property.kind {
                PropertyKind::Relation(relation) => Some(relation.target),
                _ => None,
            });
        targets.chain([self.own]).find_map(|source| {
            self.schema(source)?
                .by_name(name)
                .map(|property| (source, property))
        })
    }
}
