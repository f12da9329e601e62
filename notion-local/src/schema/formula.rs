//! Formulas: names of properties become ids before an expression is stored.

use notion_formula::{Formula as Expression, Mention, Reach, Reference};
use uuid::Uuid;

use super::Draft;
use crate::error::{ApiError, Result};
use crate::id::{encode_property, percent_decode};
use crate::property::{Formula, PropertyKind};
use crate::state::Property;

/// From how many tables on a formula is too deep.
const DEEPEST: usize = 10;

impl Draft<'_> {
    /// The expression as Notion stores it: printed anew, with a token for each property.
    ///
    /// Choice: an expression that cannot be read is refused; the text is ours.
    pub(super) fn formula(&self, expression: &str) -> Result<Formula> {
        let parsed = Expression::parse(expression).map_err(|error| {
            ApiError::validation(format!("Formula could not be parsed: {error}"))
        })?;
        let named = parsed.try_rename(|mention| self.token(&mention))?;
        let depth = named
            .mentions()
            .iter()
            .map(|mention| self.depth_of(mention, 0))
            .max();
        if depth.is_some_and(|depth| depth >= DEEPEST) {
            return Err(ApiError::formula_too_deep(DEEPEST));
        }
        Ok(Formula::of(named))
    }

    /// How many tables a mention leads through. It is not followed further than is allowed.
    fn depth_of(&self, mention: &Mention<'_>, before: usize) -> usize {
        let Reference::Token(token) = mention.reference else {
            return before;
        };
        let mut parts = token.split(':').skip(2);
        let id = parts.next().map(percent_decode).unwrap_or_default();
        let source = parts.next().and_then(|id| Uuid::try_parse(id).ok());
        let before = before + usize::from(mention.reach == Reach::Other);
        match source.and_then(|source| Some((source, self.schema(source)?.by_id(&id)?))) {
            Some((source, property)) => self.depth(source, property, before),
            None => before,
        }
    }

    fn depth(&self, source: Uuid, property: &Property, before: usize) -> usize {
        if before >= DEEPEST {
            return before;
        }
        match &property.kind {
            PropertyKind::Formula(formula) => {
                let mentions = formula
                    .parsed()
                    .map(Expression::mentions)
                    .unwrap_or_default();
                let depths = mentions
                    .iter()
                    .map(|mention| self.depth_of(mention, before));
                depths.max().unwrap_or(before)
            }
            PropertyKind::Rollup(rollup) => {
                let relation = self
                    .schema(source)
                    .and_then(|schema| schema.by_id(&rollup.relation));
                let Some(PropertyKind::Relation(relation)) = relation.map(|found| &found.kind)
                else {
                    return before;
                };
                match self
                    .schema(relation.target)
                    .and_then(|schema| schema.by_id(&rollup.target))
                {
                    Some(target) => self.depth(relation.target, target, before + 1),
                    None => before,
                }
            }
            _ => before,
        }
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
