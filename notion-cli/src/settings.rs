//! Profiles and their tokens: `$XDG_CONFIG_HOME/notion/config.toml`, and the system's keyring or, if there is none, a file of mode
//! 0600 for each token.

mod keyring;

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use notion_session::http::SecretString;
use secrecy::ExposeSecret as _;
use toml_span::value::{Table, ValueInner};

use crate::failure::{Failure, Result};

/// The name of the profile if none is chosen.
const DEFAULT_PROFILE: &str = "default";

/// What a profile says, and its token if it was stored.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) name: String,
    /// Where the API of its workspace is, unless it is Notion's.
    pub(crate) base_url: Option<String>,
    pub(crate) token: Option<SecretString>,
}

/// The folder of the configuration.
#[derive(Debug)]
pub(crate) struct Settings {
    folder: PathBuf,
}

impl Settings {
    /// The settings of this user: `$XDG_CONFIG_HOME/notion`, or `~/.config/notion`.
    pub(crate) fn of_user() -> Result<Settings> {
        let variable = |name: &str| {
            let value = std::env::var_os(name).filter(|value| !value.is_empty());
            value.map(PathBuf::from)
        };
        let folder = variable("XDG_CONFIG_HOME").or_else(|| {
            Some(
                variable("HOME")
                    .or_else(|| variable("USERPROFILE"))?
                    .join(".config"),
            )
        });
        let folder = folder.ok_or_else(|| {
            Failure::new("no place for the configuration: set XDG_CONFIG_HOME to a folder")
        })?;
        Ok(Settings {
            folder: folder.join("notion"),
        })
    }

    /// The chosen profile, or the one that `config.toml` names as `profile`, or `default`.
    pub(crate) fn profile(&self, chosen: Option<&str>) -> Result<Profile> {
        let path = self.config_path();
        let text = read_if_exists(&path)?.unwrap_or_default();
        let refuse = |why: String| Failure::about(path.display(), why);
        let config = Config::parse(&text).map_err(refuse)?;
        let name = chosen.or(config.profile.as_deref());
        let name = name.unwrap_or(DEFAULT_PROFILE).to_owned();
        check_name(&name)?;
        // A file is there only if there was no keyring.
        let token = match read_if_exists(&self.token_path(&name))? {
            Some(token) => Some(SecretString::from(token.trim())),
            None => keyring::read(&name)?,
        };
        let known = config.profiles.iter().find(|(other, _)| *other == name);
        if known.is_none() && token.is_none() && name != DEFAULT_PROFILE {
            return Err(Failure::new(format!(
                "there is no profile {name:?}: make it with `notion auth login --profile {name} --with-token`"
            )));
        }
        Ok(Profile {
            base_url: known.and_then(|(_, base_url)| base_url.clone()),
            token: token.filter(|token| !token.expose_secret().is_empty()),
            name,
        })
    }

    /// The name of the profile that a login makes or changes.
    pub(crate) fn profile_to_log_in(&self, chosen: Option<&str>) -> Result<String> {
        let name = match chosen {
            Some(name) => name.to_owned(),
            None => self.profile(None)?.name,
        };
        check_name(&name)?;
        Ok(name)
    }

    /// Stores the token of a profile, and where its API is. Returns where the token is: in the keyring, or in a file that only this
    /// user can read.
    pub(crate) fn store(
        &self,
        name: &str,
        token: &SecretString,
        base_url: Option<&str>,
    ) -> Result<String> {
        self.name_base_url(name, base_url)?;
        let path = self.token_path(name);
        if keyring::store(name, token)? {
            remove_if_exists(&path)?;
            return Ok("the system's keyring".to_owned());
        }
        write_private(&path, token.expose_secret())
            .map_err(|error| Failure::about(path.display(), error))?;
        Ok(path.display().to_string())
    }

    /// Removes the token of a profile; returns whether there was one.
    pub(crate) fn forget(&self, name: &str) -> Result<bool> {
        let had_file = remove_if_exists(&self.token_path(name))?;
        Ok(keyring::forget(name)? || had_file)
    }

    fn config_path(&self) -> PathBuf {
        self.folder.join("config.toml")
    }

    fn token_path(&self, name: &str) -> PathBuf {
        self.folder.join("tokens").join(name)
    }

    /// Adds the base URL of a profile to `config.toml`, whose other lines stay as the user wrote them.
    fn name_base_url(&self, name: &str, base_url: Option<&str>) -> Result<()> {
        let path = self.config_path();
        let about = |error| Failure::about(path.display(), error);
        let mut text = read_if_exists(&path)?.unwrap_or_default();
        let config = Config::parse(&text).map_err(|why| Failure::about(path.display(), why))?;
        match config.profiles.iter().find(|(other, _)| other == name) {
            Some((_, known)) if known.as_deref() == base_url => return Ok(()),
            Some(_) => {
                return Err(Failure::new(format!(
                    "{}: the profile {name:?} has another `base_url`: change it there, or choose another --profile",
                    path.display()
                )));
            }
            None => {}
        }
        let Some(base_url) = base_url else {
            return Ok(());
        };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text += &format!("[profiles.{name}]\nbase_url = {base_url:?}\n");
        fs::create_dir_all(&self.folder).map_err(about)?;
        fs::write(&path, text).map_err(about)
    }
}

/// What `config.toml` says.
#[derive(Default)]
struct Config {
    profile: Option<String>,
    profiles: Vec<(String, Option<String>)>,
}

impl Config {
    /// No message shows a value: somebody may have written a token into the wrong file.
    fn parse(text: &str) -> std::result::Result<Config, String> {
        let mut document = toml_span::parse(text).map_err(|error| {
            let before = text.get(..error.span.start).unwrap_or_default();
            format!(
                "line {}: this is not TOML",
                before.matches('\n').count() + 1
            )
        })?;
        let mut config = Config::default();
        let ValueInner::Table(mut table) = document.take() else {
            return Err("this is not TOML".to_owned());
        };
        config.profile = string(&mut table, "profile")?;
        let profiles = table.remove("profiles").map(|mut value| value.take());
        if let Some(key) = table.keys().next() {
            return Err(unknown_key(&key.name));
        }
        match profiles {
            None => {}
            Some(ValueInner::Table(profiles)) => {
                for (name, mut value) in profiles {
                    let ValueInner::Table(mut profile) = value.take() else {
                        return Err(format!("`profiles.{}` must be a table", name.name));
                    };
                    let base_url = string(&mut profile, "base_url")?;
                    if let Some(key) = profile.keys().next() {
                        return Err(unknown_key(&key.name));
                    }
                    config.profiles.push((name.name.into_owned(), base_url));
                }
            }
            Some(_) => return Err("`profiles` must be a table".to_owned()),
        }
        Ok(config)
    }
}

fn unknown_key(key: &str) -> String {
    if key == "token" {
        return "`token` is not a key of this file: store tokens with `notion auth login --with-token`".to_owned();
    }
    let key: String = key.chars().take(30).collect();
    format!("unknown key `{key}`: the keys are `profile`, and `base_url` in `[profiles.NAME]`")
}

fn string(table: &mut Table<'_>, key: &str) -> std::result::Result<Option<String>, String> {
    match table.remove(key).map(|mut value| value.take()) {
        None => Ok(None),
        Some(ValueInner::String(text)) => Ok(Some(text.into_owned())),
        Some(_) => Err(format!("`{key}` must be a string in quotes")),
    }
}

/// A profile's name is the name of a file, and a key of TOML that needs no quotes.
fn check_name(name: &str) -> Result<()> {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    if !name.is_empty() && name.len() <= 50 && name.chars().all(is_plain) {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "{name:?} is not the name of a profile: use letters, digits, `-` and `_`"
    )))
}

fn read_if_exists(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::about(path.display(), error)),
    }
}

/// Removes a file; returns whether there was one.
fn remove_if_exists(path: &Path) -> Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::about(path.display(), error)),
    }
}

/// Writes a file that nobody else can read, whole or not at all.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // A temporary file has the mode 0600 from its first byte on.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(file, "{text}")?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_names_profiles_and_their_base_urls() {
        let config = Config::parse(
            "profile = \"work\"\n[profiles.work]\n[profiles.local]\nbase_url = \"http://127.0.0.1:8080\"\n",
        );
        let mut config = config.unwrap();
        config.profiles.sort();
        assert_eq!(config.profile.as_deref(), Some("work"));
        assert_eq!(
            config.profiles,
            [
                ("local".to_owned(), Some("http://127.0.0.1:8080".to_owned())),
                ("work".to_owned(), None)
            ]
        );
    }

    #[test]
    fn mistakes_in_a_configuration_name_the_key_and_never_the_value() {
        for (text, expected) in [
            ("profile = 3", "`profile` must be a string"),
            ("token = \"ntn_hidden\"", "auth login"),
            ("[profiles.a]\nurl = \"ntn_hidden\"", "unknown key `url`"),
            ("profiles = 1", "`profiles` must be a table"),
            ("a\nb = ntn_hidden", "this is not TOML"),
        ] {
            let error = Config::parse(text).err().unwrap();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains("ntn_hidden"), "{error}");
        }
    }

    #[test]
    fn names_of_profiles_are_names_of_files() {
        for name in ["work", "a-b_C3"] {
            assert!(check_name(name).is_ok());
        }
        for name in ["", "../x", "a/b", "a b", "é", &"x".repeat(51)] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
