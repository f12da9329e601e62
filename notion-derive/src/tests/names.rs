//! The derive's lists of words are those of `notion-model`, which is what a session sends.

use notion_model as model;

use crate::model::{COLORS, NUMBER_FORMATS};

#[test]
fn number_formats_are_the_models() {
    let known: Vec<_> = model::NumberFormat::ALL
        .iter()
        .map(model::NumberFormat::as_str)
        .collect();
    assert_eq!(NUMBER_FORMATS[..], known);
}

#[test]
fn colours_are_the_models() {
    let known: Vec<_> = model::SelectColor::ALL
        .iter()
        .map(model::SelectColor::as_str)
        .collect();
    assert_eq!(COLORS[..], known);
}
