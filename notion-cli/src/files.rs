//! Files of the user: read as text, written whole or not at all.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

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

/// Writes a file whole or not at all: a full disk leaves what was there before.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let about = |error| Failure::about(path.display(), error);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    // What a new file has, which the system's mask narrows; a temporary file would be its owner's alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(about)?;
    file.write_all(bytes).map_err(about)?;
    file.persist(path).map_err(|error| about(error.error))?;
    Ok(())
}
