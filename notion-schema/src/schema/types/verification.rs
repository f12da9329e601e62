//! Whether a wiki page was verified.

use std::borrow::Cow;

use notion_model::UserId;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

use super::DateRange;
use super::date_codec::decode_range;
use super::people::Reference;
use crate::schema::{Property, Refusal, kind};

/// Whether a page of a wiki was verified, by whom, and for how long.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verification {
    /// `verified`, `unverified` or `expired`.
    state: String,
    /// Who verified the page.
    verified_by: Option<UserId>,
    /// From when to when it counts as verified.
    date: Option<DateRange>,
}

impl Verification {
    /// Of what was written before.
    pub(super) const fn new(
        state: String,
        verified_by: Option<UserId>,
        date: Option<DateRange>,
    ) -> Verification {
        Verification {
            state,
            verified_by,
            date,
        }
    }

    /// A page that is verified, for the time given or forever.
    pub fn verified(date: Option<DateRange>) -> Verification {
        Verification {
            state: "verified".to_owned(),
            verified_by: None,
            date,
        }
    }

    /// Returns true if the page is verified now.
    pub fn is_verified(&self) -> bool {
        self.state == "verified"
    }

    /// Returns the state in Notion's words: `verified`, `unverified` or `expired`; empty if the row was
    /// never read.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Who verified the page.
    pub const fn verified_by(&self) -> Option<UserId> {
        self.verified_by
    }

    /// From when to when it counts as verified.
    pub const fn date(&self) -> Option<DateRange> {
        self.date
    }
}

#[diagnostic::do_not_recommend]
impl Property for Verification {
    type Kind = kind::Verification;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Content<'a> {
            #[serde(borrow)]
            state: Cow<'a, str>,
            #[serde(default)]
            verified_by: Option<Reference>,
            #[serde(default)]
            date: Option<serde_json::Value>,
        }
        let Content {
            state,
            verified_by,
            date,
        } = Content::deserialize(content)?;
        Ok(Verification {
            state: state.into_owned(),
            verified_by: verified_by.map(|user| user.id),
            date: date
                .map(decode_range)
                .transpose()
                .map_err(D::Error::custom)?,
        })
    }

    fn to_text(&self) -> String {
        match self.state() {
            "unverified" => String::new(),
            state => state.to_owned(),
        }
    }

    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        #[derive(Serialize)]
        struct Content<'a> {
            state: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            date: Option<Option<DateRange>>,
        }
        let verified = self.is_verified();
        let state = if verified { "verified" } else { "unverified" };
        let date = verified.then_some(self.date);
        Content { state, date }.serialize(content)
    }

    fn is_empty(&self) -> bool {
        !self.is_verified()
    }
    fn check(&self) -> Result<(), Refusal> {
        self.date.map_or(Ok(()), |date| date.check())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(json: &str) -> Verification {
        Verification::decode(&mut serde_json::Deserializer::from_str(json)).unwrap()
    }

    fn sent(verification: &Verification) -> serde_json::Value {
        verification.encode(serde_json::value::Serializer).unwrap()
    }

    #[test]
    fn a_page_that_nobody_verified_is_read_and_written_as_nothing() {
        let verification = read(r#"{"state":"unverified","verified_by":null,"date":null}"#);
        assert!(!verification.is_verified());
        assert_eq!(
            (verification.verified_by(), verification.date()),
            (None, None)
        );
        assert!(verification.is_empty());
        assert_eq!(sent(&verification), json!({ "state": "unverified" }));
    }

    #[test]
    fn a_verified_page_says_by_whom_and_until_when() {
        let verification = read(
            r#"{"state":"verified","verified_by":{"object":"user","id":"00000000-0000-4000-8000-0000000000f1"},
                "date":{"start":"2026-11-22","end":"2026-12-22","time_zone":null}}"#,
        );
        assert!(verification.is_verified());
        let by = verification.verified_by().unwrap().to_string();
        assert_eq!(by, "00000000-0000-4000-8000-0000000000f1");
        assert_eq!(
            verification.date().unwrap().to_string(),
            "2026-11-22 → 2026-12-22"
        );
        let expected = json!({
            "state": "verified", "date": { "start": "2026-11-22", "end": "2026-12-22" },
        });
        assert!(!verification.is_empty());
        assert_eq!(sent(&verification), expected);
    }
}
