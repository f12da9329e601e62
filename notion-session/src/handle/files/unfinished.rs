//! A local file while it is written.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is written next to its target, and renamed at the end.
///
/// It is removed if it is dropped before: when a download fails, or is dropped itself.
#[derive(Debug)]
pub(super) struct Unfinished {
    /// `None` once it is finished.
    file: Option<File>,
    path: PathBuf,
}

impl Unfinished {
    pub(super) fn beside(target: &Path) -> io::Result<Self> {
        let mut path = target.to_owned().into_os_string();
        path.push(format!(".{}.part", uuid::Uuid::new_v4().simple()));
        let path = PathBuf::from(path);
        let file = Some(File::create_new(&path)?);
        Ok(Self { file, path })
    }

    /// Writes bytes. If that fails, the file is removed.
    pub(super) fn write(mut self, piece: &[u8]) -> io::Result<Self> {
        if let Some(file) = &mut self.file {
            file.write_all(piece)?;
        }
        Ok(self)
    }

    /// Renames it to the target.
    pub(super) fn finish(self, target: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, target)?;
        // Nothing is left to be removed.
        let mut finished = self;
        finished.file = None;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // On systems where open files cannot be removed, it has to be closed first.
        if self.file.take().is_some() {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<_> = entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_finished_stays_and_all_else_goes() {
        let folder = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
        std::fs::create_dir(&folder).unwrap();
        let target = folder.join("a.bin");
        let begun = || Unfinished::beside(&target).unwrap().write(b"new").unwrap();

        drop(begun());
        assert!(names(&folder).is_empty());

        std::fs::write(&target, b"old").unwrap();
        let dropped = begun();
        assert_eq!(names(&folder).len(), 2);
        drop(dropped);
        assert_eq!(std::fs::read(&target).unwrap(), b"old");

        begun().finish(&target).unwrap();
        assert_eq!(names(&folder), ["a.bin"]);
        assert_eq!(std::fs::read(&target).unwrap(), b"new");

        // A target that cannot be replaced.
        let occupied = folder.join("folder");
        std::fs::create_dir_all(occupied.join("x")).unwrap();
        let failed = Unfinished::beside(&occupied).unwrap().finish(&occupied);
        assert!(failed.is_err());
        assert_eq!(names(&folder), ["a.bin", "folder"]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
