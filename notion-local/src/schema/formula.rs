//! Formulas: names of properties become ids before an expression is stored.

use notion_formula::{Formula as Expression, Mention, Reach, Reference};
use uuid::Uuid;

use super::Draft;
use crate::error::{ApiError, Result};
use crate::property::{Formula, PropertyKind};
use crate::state::id::{encode_property, percent_decode};
use crate::state::{Map, Property, PropertyId};

/// From how many tables on a formula is too deep.
const MAX_TABLES: usize = 10;

/// How many properties in a row are followed. Formulas of more give no value anyway.
const MAX_FOLLOWED: usize = 100;

impl Draft<'_> {
    /// The expression as Notion stores it: printed anew, with a token for each property.
    ///
    /// Choice: an expression that cannot be read is refused; the text is ours.
    pub(super) fn formula(&self, expression: &str) -> Result<Formula> {
        let parsed = Expression::parse(expression).map_err(|error| {
            ApiError::validation(format!("Formula could not be parsed: {error}"))
        })?;
        let named = parsed.try_rename(|mention| self.token(&mention))?;
        let mut depths = Depths {
            draft: self,
            known: Map::default(),
            open: 0,
        };
        if depths.of_formula(&named) >= MAX_TABLES {
            return Err(ApiError::formula_too_deep(MAX_TABLES));
        }
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

/// The number of tables that properties lead through. A property that is mentioned several times is computed only once.
struct Depths<'a> {
    draft: &'a Draft<'a>,
    /// Zero while a property is being looked at: one that leads back to itself leads no further.
    known: Map<Uuid, Map<PropertyId, usize>>,
    open: usize,
}

impl Depths<'_> {
    fn of_formula(&mut self, formula: &Expression) -> usize {
        let mentions = formula.mentions();
        let depths = mentions.iter().map(|mention| self.of_mention(mention));
        depths.max().unwrap_or_default()
    }

    fn of_mention(&mut self, mention: &Mention<'_>) -> usize {
        let Reference::Token(token) = mention.reference else {
            return 0;
        };
        let mut parts = token.split(':').skip(2);
        let id = parts.next().map(percent_decode).unwrap_or_default();
        let source = parts.next().and_then(|id| Uuid::try_parse(id).ok());
        let inner = source.map_or(0, |source| self.of_property(source, &id));
        usize::from(mention.reach == Reach::Other) + inner
    }

    fn of_property(&mut self, source: Uuid, id: &str) -> usize {
        let found = self.known.get(&source).and_then(|known| known.get(id));
        if let Some(known) = found {
            return *known;
        }
        let draft = self.draft;
        let property = draft.schema(source).and_then(|schema| schema.by_id(id));
        let Some(property) = property.filter(|_| self.open < MAX_FOLLOWED) else {
            return 0;
        };
        let known = self.known.entry(source).or_default();
        known.insert(property.id.clone(), 0);
        self.open += 1;
        let depth = match &property.kind {
            PropertyKind::Formula(formula) => formula
                .parsed()
                .map_or(0, |formula| self.of_formula(formula)),
            PropertyKind::Rollup(rollup) => {
                let schema = draft.schema(source);
                let relation = schema.and_then(|schema| schema.by_id(&rollup.relation));
                match relation.map(|relation| &relation.kind) {
                    Some(PropertyKind::Relation(relation)) => {
                        1 + self.of_property(relation.target, &rollup.target)
                    }
                    _ => 0,
                }
            }
            _ => 0,
        };
        self.open -= 1;
        let known = self.known.entry(source).or_default();
        known.insert(property.id.clone(), depth);
        depth
    }
}
