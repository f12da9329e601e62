//! How large a schema may be.

use notion_vocabulary::limits::MAX_SCHEMA_BYTES;
use serde_json::json;

use super::Draft;
use crate::error::{ApiError, Result};
use crate::state::Property;
use crate::state::id::encode_property;

/// Refuses a schema that has grown too large. A schema that shrinks, or stays what it is, is good.
///
/// Choice: what counts is the size of the properties as an answer shows them. The documentation tells the limit, and
/// that the error names the largest property.
pub(super) fn check(draft: &Draft<'_>) -> Result<()> {
    let size = |property: &Property| {
        let config = property.kind.render_config(draft.workspace, draft.own);
        let shown = json!({
            "id": encode_property(&property.id),
            "name": property.name,
            "description": property.description,
            "type": property.kind.name(),
            property.kind.name(): config,
        });
        shown.to_string().len()
    };
    let total =
        |properties: &mut dyn Iterator<Item = &Property>| properties.map(size).sum::<usize>();
    let Some(schema) = draft.schema(draft.own) else {
        return Ok(());
    };
    let after = total(&mut schema.properties.values());
    let before = draft
        .workspace
        .data_sources
        .get(&draft.own)
        .map_or(0, |source| total(&mut source.schema.properties.values()));
    if after <= MAX_SCHEMA_BYTES || after <= before {
        return Ok(());
    }
    let largest = schema
        .properties
        .values()
        .max_by_key(|property| size(property));
    Err(match largest {
        Some(largest) => ApiError::schema_too_large(
            after,
            MAX_SCHEMA_BYTES,
            &largest.name,
            &encode_property(&largest.id),
            size(largest),
        ),
        None => ApiError::of_status(500),
    })
}
