//! Ids: making them from a seed, and reading them from requests.

use std::collections::HashSet;
use std::sync::Arc;

use notion_model::PropertyId;
use percent_encoding::percent_decode_str;
use uuid::Uuid;

/// Makes ids. The same seed makes the same ids in the same order.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    state: u64,
    prefix: u64,
    /// Ids that are somebody's already and are not made again.
    used: Arc<HashSet<Uuid>>,
}

/// What an id is for. Notion marks some kinds in the last group of the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdKind {
    /// Pages and blocks.
    Block,
    /// Data sources that are added to a database later.
    DataSource,
    View,
    Discussion,
    Comment,
    FileUpload,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        let mut ids = Self {
            state: seed,
            prefix: 0,
            used: Arc::default(),
        };
        // The first group and the second: the same for all ids of a workspace, as Notion's are for a day.
        ids.prefix = ids.next() >> 16;
        ids
    }

    /// Where the sequence is, as text: its numbers are too large for JSON.
    pub(crate) fn position(&self) -> String {
        format!("{:016x}{:012x}", self.state, self.prefix)
    }

    /// A sequence that goes on from such a place.
    pub(crate) fn resume(position: &str) -> Option<Self> {
        let (state, prefix) = position.split_at_checked(16)?;
        Some(Self {
            state: u64::from_str_radix(state, 16).ok()?,
            prefix: u64::from_str_radix(prefix, 16)
                .ok()
                .filter(|prefix| *prefix < 1 << 48)?,
            used: Arc::default(),
        })
    }

    /// A sequence for a workspace if only the ids in use are known. The same ids and the same seed give the same
    /// sequence, and it is not the one that the ids came from, so that what has no id of its own kind (tokens, ids of
    /// properties) is not made twice either.
    pub(crate) fn learned(seed: u64, used: &HashSet<Uuid>) -> Self {
        if used.is_empty() {
            let mut ids = Self::new(seed);
            // As in a fresh workspace: the bot and the workspace come first.
            ids.random();
            ids.random();
            return ids;
        }
        // The order of a set differs from run to run; a sum does not depend on it.
        let sum = used.iter().fold(0_u64, |sum, id| {
            let (high, low) = id.as_u64_pair();
            let mut mixed = Self::new(high ^ low.rotate_left(1));
            sum.wrapping_add(mixed.next())
        });
        let mut ids = Self::new(seed ^ sum);
        // Pages of one workspace begin alike.
        let made = used.iter().filter(|id| id.get_version_num() == 8);
        if let Some(first) = made.min() {
            ids.prefix = first.as_u64_pair().0 >> 16;
        }
        ids
    }

    /// Goes on from another place of the sequence.
    pub(crate) fn go_on_from(&mut self, position: &str) -> bool {
        match Self::resume(position) {
            Some(ids) => {
                (self.state, self.prefix) = (ids.state, ids.prefix);
                true
            }
            None => false,
        }
    }

    /// Leaves these ids out from now on.
    pub(crate) fn never_make(&mut self, used: HashSet<Uuid>) {
        self.used = Arc::new(used);
    }

    /// The first id of a sequence that is nobody's yet.
    fn unused(&mut self, mut next: impl FnMut(&mut Self) -> Uuid) -> Uuid {
        // The sequence has 2^64 places, far more than a set in memory can hold, so that this ends.
        loop {
            let id = next(self);
            if !self.used.contains(&id) {
                return id;
            }
        }
    }

    /// A sequence of its own for what is forgotten when the server stops: requests, lists and queries. What is kept
    /// has the same ids whatever is asked in between.
    pub(crate) fn fleeting(&self) -> Self {
        Self::new(!self.state)
    }

    /// The next 64 bits (SplitMix64: a fixed, well mixed sequence is all that is asked for).
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A random id (version 4): databases, their first data source, options, groups, request ids.
    pub(crate) fn random(&mut self) -> Uuid {
        self.unused(|ids| {
            let bits = (u128::from(ids.next()) << 64) | u128::from(ids.next());
            uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
        })
    }

    /// An id as Notion makes them for what an integration creates: version 8, third group `81xx`.
    pub(crate) fn made(&mut self, kind: IdKind) -> Uuid {
        self.unused(|ids| ids.make(kind))
    }

    fn make(&mut self, kind: IdKind) -> Uuid {
        let high = (self.prefix << 16) | 0x8100 | (self.next() & 0xff);
        let node: Option<u64> = match kind {
            IdKind::Block => None,
            IdKind::DataSource => Some(0x000b),
            IdKind::View => Some(0x000c),
            IdKind::Discussion => Some(0x001c),
            IdKind::Comment => Some(0x001d),
            IdKind::FileUpload => Some(0x00b2),
        };
        let random = self.next();
        let low = match node {
            None => random,
            Some(node) => (random & !(0xffff << 32)) | (node << 32),
        };
        let low = (low & !(0b11 << 62)) | (0b10 << 62);
        Uuid::from_u64_pair(high, low)
    }

    /// A property id: four characters of the 69 from `:` to `~`.
    pub(crate) fn property(&mut self) -> String {
        let mut bits = self.next();
        (0..4)
            .map(|_| {
                let c = b':' + u8::try_from(bits % 69).unwrap_or(0);
                bits /= 69;
                char::from(c)
            })
            .collect()
    }
}

/// Reads an id as Notion does: with dashes or without. Only the versions that Notion makes are valid
/// (4 and 8), and the nil id; others were seen to be refused although they are well-formed.
pub(crate) fn parse(text: &str) -> Option<Uuid> {
    let id = match text.len() {
        32 => Uuid::try_parse(text).ok()?,
        36 => Uuid::try_parse(text).ok()?,
        _ => return None,
    };
    (id.is_nil() || matches!(id.get_version_num(), 4 | 8)).then_some(id)
}

/// A property id as paths, schemas and page values show it: what is not a letter, a digit or one of
/// `-_.!~*'()` is percent-encoded.
pub(crate) fn encode_property(id: &str) -> String {
    PropertyId::encode(id).as_str().to_owned()
}

/// The inverse of [`encode_property`]. Text that is not properly encoded is returned as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_ids() {
        let (mut a, mut b) = (Ids::new(7), Ids::new(7));
        assert_eq!(a.random(), b.random());
        assert_eq!(a.made(IdKind::Block), b.made(IdKind::Block));
        assert_ne!(Ids::new(8).random(), Ids::new(7).random());
    }

    #[test]
    fn a_sequence_goes_on_where_it_was() {
        let mut ids = Ids::new(5);
        ids.random();
        let mut resumed = Ids::resume(&ids.position()).unwrap();
        assert_eq!(resumed.made(IdKind::Block), ids.made(IdKind::Block));
        assert!(Ids::resume("nonsense").is_none());
    }

    #[test]
    fn ids_carry_version_and_kind() {
        let mut ids = Ids::new(1);
        assert_eq!(ids.random().get_version_num(), 4);
        let made = ids.made(IdKind::DataSource);
        assert_eq!(made.get_version_num(), 8);
        assert_eq!(made.get_variant(), uuid::Variant::RFC4122);
        assert!(made.to_string()[24..].starts_with("000b"), "{made}");
        assert_eq!(&made.to_string()[14..16], "81");
        assert_eq!(parse(&made.to_string()), Some(made));
        assert_eq!(parse(&made.simple().to_string()), Some(made));
    }

    #[test]
    fn well_formed_ids_of_other_versions_are_refused() {
        assert_eq!(parse("12345678-1234-1234-1234-123456789abc"), None);
        assert_eq!(parse("f3f2e850-b5d4-11ef-ac7e-96584d5248b2"), None);
        assert!(parse("00000000-0000-0000-0000-000000000000").is_some());
        assert!(parse("00000000-0000-4000-8000-0000000000f1").is_some());
        assert_eq!(parse("{00000000-0000-4000-8000-0000000000f1}"), None);
    }

    #[test]
    fn property_ids_are_four_characters_and_encode_as_in_a_url() {
        let mut ids = Ids::new(3);
        for _ in 0..200 {
            let id = ids.property();
            assert_eq!(id.len(), 4);
            assert!(id.bytes().all(|b| (b':'..=b'~').contains(&b)));
            assert_eq!(percent_decode(&encode_property(&id)), id);
        }
        assert_eq!(encode_property("[=yq"), "%5B%3Dyq");
        assert_eq!(encode_property("Z~_Y"), "Z~_Y");
        assert_eq!(percent_decode("100%"), "100%");
    }
}
