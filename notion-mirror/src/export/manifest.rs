//! The manifest: which versions an export has, and with which files.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::ExportedTable;

/// The format of the manifest. A later one is not replaced.
pub(super) const FORMAT: u64 = 1;

/// What `manifest.json` has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u64,
    /// The versions that are kept, the newest first.
    pub(super) versions: Vec<Version>,
}

/// A version of the export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) version: u64,
    pub(super) created_at: String,
    /// Below `versions/`.
    pub(super) folder: String,
    pub(super) tables: Vec<ExportedTable>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            format: FORMAT,
            versions: Vec::new(),
        }
    }
}

impl Manifest {
    /// Reads a manifest, or returns why it cannot be read.
    pub(super) fn read(json: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Format {
            format: u64,
        }
        let unreadable = |error: serde_json::Error| {
            format!("its manifest.json is not one of an export ({error}); choose another place")
        };
        let Format { format } = serde_json::from_slice(json).map_err(unreadable)?;
        if format > FORMAT {
            return Err(format!(
                "its manifest.json has format {format}, and this version writes {FORMAT}; update `notion-mirror`"
            ));
        }
        serde_json::from_slice(json).map_err(unreadable)
    }

    /// The number of the newest version; 0 without any.
    pub(super) fn current(&self) -> u64 {
        self.versions.first().map_or(0, |version| version.version)
    }

    /// The manifest after a new version, of which this many are kept.
    pub(super) fn with(&self, version: Version, keep: NonZeroU32) -> Self {
        let mut versions = vec![version];
        versions.extend(self.versions.iter().cloned());
        versions.truncate(usize::try_from(keep.get()).unwrap_or(usize::MAX));
        Self {
            format: FORMAT,
            versions,
        }
    }

    /// Whether the files of a folder can be deleted: it is not of a version that is kept, nor of an export that may still succeed.
    ///
    /// An export that began before this manifest has at most its number, and fails, as it expects the manifest before.
    pub(super) fn is_waste(&self, folder: &str) -> bool {
        let number = folder
            .split('-')
            .next()
            .and_then(|number| number.parse::<u64>().ok());
        let is_kept = self.versions.iter().any(|version| version.folder == folder);
        !is_kept && number.is_some_and(|number| number <= self.current())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: u64) -> Version {
        Version {
            version: number,
            created_at: "2026-11-29T12:00:00Z".into(),
            folder: format!("{number:08}-0000000a"),
            tables: Vec::new(),
        }
    }

    #[test]
    fn the_newest_versions_are_kept() {
        let keep = NonZeroU32::new(2).unwrap();
        let mut manifest = Manifest::default();
        for number in 1..=4 {
            manifest = manifest.with(version(number), keep);
        }
        assert_eq!(manifest.current(), 4);
        assert!(!manifest.is_waste("00000004-0000000a") && !manifest.is_waste("00000003-0000000a"));
        assert!(manifest.is_waste("00000002-0000000a"), "an old version");
        assert!(
            manifest.is_waste("00000004-0000000b"),
            "an export that failed"
        );
        assert!(
            !manifest.is_waste("00000005-0000000b"),
            "an export that is under way"
        );
        assert!(!manifest.is_waste("mine"), "what no export has written");
    }

    #[test]
    fn a_manifest_of_something_else_is_an_error() {
        assert!(
            Manifest::read(b"{}")
                .unwrap_err()
                .contains("not one of an export")
        );
        assert!(
            Manifest::read(br#"{"format":9,"what":1}"#)
                .unwrap_err()
                .contains("format 9")
        );
        let json = serde_json::to_vec(&Manifest::default()).unwrap();
        assert_eq!(Manifest::read(&json), Ok(Manifest::default()));
    }
}
