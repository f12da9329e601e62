//! Why a value is refused before it is sent.

/// Why Notion would refuse a value: a sentence without the property's name, which the error that
/// carries it adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Refusal {
    /// The reason, in one sentence.
    pub fn new(reason: impl Into<String>) -> Refusal {
        Refusal(reason.into())
    }
}
