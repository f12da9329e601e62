//! `place`.

use serde_json::Value;

use crate::render::Object;
use crate::state::{Cell, Place};

pub(super) fn parse(value: &Value) -> Option<Cell> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(Cell::Place(Place {
        lat: value.get("lat")?.as_number()?.clone(),
        lon: value.get("lon")?.as_number()?.clone(),
        name: text("name"),
        address: text("address"),
        aws_place_id: text("aws_place_id"),
        google_place_id: text("google_place_id"),
    }))
}

pub(super) fn render(cell: Option<&Cell>) -> Value {
    match cell {
        Some(Cell::Place(place)) => Object::new()
            .put("lat", Value::Number(place.lat.clone()))
            .put("lon", Value::Number(place.lon.clone()))
            .put("name", place.name.clone())
            .put("address", place.address.clone())
            .put("aws_place_id", place.aws_place_id.clone())
            .put("google_place_id", place.google_place_id.clone())
            .into(),
        _ => Value::Null,
    }
}
