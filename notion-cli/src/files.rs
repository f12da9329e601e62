//! Files of the user: read as text, written whole or not at all.

use std::fs;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::{Failure, Result};

/// The text of a file, or of the standard input for `-`.
pub(crate) fn read_text(word: &str) -> Result<String> {
    let about = |error| Failure::about(word, error);
    let mut bytes = Vec::new();
    match word {
        "-" => std::io::stdin().read_to_end(&mut bytes).map_err(about)?,
        path => fs::File::open(path)
            .and_then(|mut file| file.read_to_end(&mut bytes))
            .map_err(about)?,
    };
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::new(format!(
            "{word}: byte {at} is not UTF-8: convert the file first"
        ))
    })
}

/// Refuses to write where something is already, unless that is forced, and into a folder that does not exist: before any work is
/// done for it.
pub(crate) fn check_free(path: &Path, force: bool) -> Result<()> {
    if !force && path.exists() {
        return Err(Failure::new(format!(
            "{} exists already: name another file, or overwrite it with --force",
            path.display()
        )));
    }
    let folder = folder_of(path);
    match folder.is_dir() {
        true => Ok(()),
        false => Err(Failure::new(format!(
            "{} cannot be written: {} is not a folder",
            path.display(),
            folder.display()
        ))),
    }
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Writes a file whole or not at all: a full disk leaves what was there before.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = Unfinished::create(path, true)?;
    file.write(bytes)?;
    file.finish()
}

/// A file that is written piece by piece under another name, and gets its own once it is whole. It goes if it is not finished.
pub(crate) struct Unfinished {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
    force: bool,
}

impl Unfinished {
    /// Begins a file; one that is there already is replaced only if that is forced.
    pub(crate) fn create(path: &Path, force: bool) -> Result<Unfinished> {
        check_free(path, force)?;
        let mut builder = tempfile::Builder::new();
        // What a new file has, which the system's mask narrows; a temporary file would be its owner's alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder_of(path));
        // The error names the temporary file, which nobody knows.
        let file = file.map_err(|error| not_written(path, &error.kind().into()))?;
        Ok(Unfinished {
            path: path.to_owned(),
            file: BufWriter::new(file),
            force,
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.file.write_all(bytes);
        written.map_err(|error| not_written(&self.path, &error))
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> Result<()> {
        let Unfinished { path, file, force } = self;
        let file = file.into_inner();
        let file = file.map_err(|error| not_written(&path, error.error()))?;
        let kept = match force {
            true => file.persist(&path),
            false => file.persist_noclobber(&path),
        };
        kept.map_err(|error| not_written(&path, &error.error))?;
        Ok(())
    }
}

fn not_written(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!(
        "{} cannot be written ({error}), and is as it was before",
        path.display()
    ))
}
