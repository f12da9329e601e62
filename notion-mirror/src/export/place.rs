//! Where an export goes: a folder or a bucket.

use std::fs::{File, OpenOptions, TryLockError};
use std::sync::Arc;

use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};

use super::manifest::Manifest;
use crate::error::{Error, Result};

/// A folder or a bucket, with the right to write to it.
pub(super) struct Place {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    shown: String,
    /// The lock on a folder, which a bucket has no need of.
    lock: Option<File>,
}

/// A manifest, and which version of the object it is; `None` if there is none yet.
pub(super) struct Found {
    pub(super) manifest: Manifest,
    version: Option<UpdateVersion>,
}

impl Place {
    /// The place in a string: the path of a folder, which is created, or `s3://bucket/prefix`.
    pub(super) fn open(to: &str) -> Result<Self> {
        let invalid = |reason: &str| Error::Address {
            address: crate::store::without_password(to),
            reason: reason.to_owned(),
        };
        if to.is_empty() {
            return Err(invalid(
                "the path is empty; pass a folder or s3://bucket/prefix",
            ));
        }
        if to.starts_with("s3://") {
            #[cfg(feature = "s3")]
            return super::bucket::open(to).map(|(store, prefix)| Self {
                store,
                prefix,
                shown: to.to_owned(),
                lock: None,
            });
            #[cfg(not(feature = "s3"))]
            return Err(invalid("this program was built without the feature `s3`"));
        }
        if to.contains("://") {
            return Err(invalid("pass the path of a folder, or s3://bucket/prefix"));
        }
        Self::folder(to)
    }

    fn folder(to: &str) -> Result<Self> {
        let failed = |source| Error::File {
            path: to.to_owned(),
            source,
        };
        std::fs::create_dir_all(to).map_err(failed)?;
        let opened = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(std::path::Path::new(to).join("export.lock"));
        let file = opened.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Held {
                    holder: format!("an export to {to}"),
                });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let store = LocalFileSystem::new_with_prefix(to)
            .map_err(|error| export_failed(to, error))?
            .with_automatic_cleanup(true)
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            prefix: Path::default(),
            shown: to.to_owned(),
            lock: Some(file),
        })
    }

    pub(super) fn store(&self) -> Arc<dyn ObjectStore> {
        Arc::clone(&self.store)
    }

    /// The path of a file of a version, and the same relative to the manifest.
    pub(super) fn file(&self, folder: &str, table: &str) -> (Path, String) {
        let file = format!("{table}.parquet");
        let relative = Path::from_iter(["versions", folder, file.as_str()]);
        (self.at(&relative), relative.to_string())
    }

    pub(super) fn failed(&self, error: impl std::fmt::Display) -> Error {
        export_failed(&self.shown, error)
    }

    fn at(&self, relative: &Path) -> Path {
        self.prefix.parts().chain(relative.parts()).collect()
    }

    fn manifest_path(&self) -> Path {
        self.at(&Path::from("manifest.json"))
    }

    /// Reads the manifest.
    pub(super) async fn manifest(&self) -> Result<Found> {
        let object = match self.store.get(&self.manifest_path()).await {
            Ok(object) => object,
            Err(object_store::Error::NotFound { .. }) => {
                return Ok(Found {
                    manifest: Manifest::default(),
                    version: None,
                });
            }
            Err(error) => return Err(self.failed(error)),
        };
        let version = UpdateVersion {
            e_tag: object.meta.e_tag.clone(),
            version: object.meta.version.clone(),
        };
        let bytes = object.bytes().await.map_err(|error| self.failed(error))?;
        Ok(Found {
            manifest: Manifest::read(&bytes).map_err(|reason| self.failed(reason))?,
            version: Some(version),
        })
    }

    /// Replaces the manifest, unless it is no longer the one that was found.
    ///
    /// A folder has no such condition: there the lock is what keeps others out, and the new manifest takes the place of the old one
    /// by a rename.
    pub(super) async fn replace(&self, manifest: &Manifest, found: &Found) -> Result<()> {
        let mode = match (&found.version, &self.lock) {
            (None, _) => PutMode::Create,
            (Some(_), Some(_)) => PutMode::Overwrite,
            (Some(version), None) => PutMode::Update(version.clone()),
        };
        let json = serde_json::to_vec_pretty(manifest).map_err(|error| self.failed(error))?;
        let options = PutOptions::from(mode);
        let path = self.manifest_path();
        match self.store.put_opts(&path, json.into(), options).await {
            Ok(_) => Ok(()),
            Err(
                object_store::Error::Precondition { .. }
                | object_store::Error::AlreadyExists { .. },
            ) => Err(self.failed("another export was finished in the meantime; export again")),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Deletes the files of a folder.
    pub(super) async fn delete(&self, folder: &str) -> Result<u64> {
        self.delete_where(|name| name == folder).await
    }

    /// Deletes the files of versions that a manifest does not keep, and those that exports left which did not succeed.
    pub(super) async fn delete_what_is_not_in(&self, manifest: &Manifest) -> Result<u64> {
        self.delete_where(|folder| manifest.is_waste(folder)).await
    }

    async fn delete_where(&self, is_waste: impl Fn(&str) -> bool) -> Result<u64> {
        let versions = self.at(&Path::from("versions"));
        let depth = versions.parts().count();
        let files: Vec<_> = self
            .store
            .list(Some(&versions))
            .try_collect()
            .await
            .map_err(|error| self.failed(error))?;
        let mut deleted = 0;
        for file in files {
            let folder = file.location.parts().nth(depth);
            if folder.is_some_and(|folder| is_waste(folder.as_ref())) {
                match self.store.delete(&file.location).await {
                    Ok(()) => deleted += 1,
                    // Another export deletes the same files.
                    Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => return Err(self.failed(error)),
                }
            }
        }
        Ok(deleted)
    }
}

fn export_failed(place: &str, error: impl std::fmt::Display) -> Error {
    Error::Export {
        place: place.to_owned(),
        reason: error.to_string(),
    }
}
