//! Tokens in the keyring of the system: the Secret Service on Linux, Keychain on macOS, the Credential Manager on Windows.
//!
//! Without the feature `keyring`, and if `NOTION_KEYRING=off` is set, there is none. The calls block until the keyring is unlocked,
//! and run on a thread of their own: on Linux they drive an async runtime, which must not be started within ours.

use notion_session::http::SecretString;

use crate::failure::{Failure, Result};

/// Set to `off`, it keeps tokens in files.
#[cfg(feature = "keyring")]
const VARIABLE: &str = "NOTION_KEYRING";

/// Returns the token of a profile, if there is a keyring that has one.
#[cfg(feature = "keyring")]
pub(super) fn read(profile: &str) -> Result<Option<SecretString>> {
    match with_entry(profile, |entry| entry.get_password()) {
        Ok(token) => Ok(Some(token.into())),
        Err(keyring::Error::NoEntry | keyring::Error::NoDefaultStore) => Ok(None),
        Err(error) => Err(failure(&error)),
    }
}

/// Stores the token of a profile. Returns false if there is no keyring.
#[cfg(feature = "keyring")]
pub(super) fn store(profile: &str, token: &SecretString) -> Result<bool> {
    use secrecy::ExposeSecret as _;

    match with_entry(profile, |entry| entry.set_password(token.expose_secret())) {
        Ok(()) => Ok(true),
        Err(keyring::Error::NoDefaultStore) => Ok(false),
        Err(error) => Err(failure(&error)),
    }
}

/// Removes the token of a profile. Returns true if there was one.
#[cfg(feature = "keyring")]
pub(super) fn forget(profile: &str) -> Result<bool> {
    match with_entry(profile, |entry| entry.delete_credential()) {
        Ok(()) => Ok(true),
        Err(keyring::Error::NoEntry | keyring::Error::NoDefaultStore) => Ok(false),
        Err(error) => Err(failure(&error)),
    }
}

#[cfg(feature = "keyring")]
fn with_entry<T: Send>(
    profile: &str,
    call: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send,
) -> keyring::Result<T> {
    if std::env::var_os(VARIABLE).is_some_and(|value| value == "off") {
        return Err(keyring::Error::NoDefaultStore);
    }
    let ended = std::thread::scope(|scope| {
        let call = || call(&keyring::Entry::new("notion", profile)?);
        scope.spawn(call).join()
    });
    ended.unwrap_or(Err(keyring::Error::NoDefaultStore))
}

/// The errors of the crate show no secrets, except those that carry a stored value.
#[cfg(feature = "keyring")]
fn failure(error: &keyring::Error) -> Failure {
    let why = match error {
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => {
            "its entry is not a token".to_owned()
        }
        error => error.to_string(),
    };
    Failure::new(format!(
        "the system's keyring: {why}; with {VARIABLE}=off tokens are kept in files"
    ))
}

#[cfg(not(feature = "keyring"))]
pub(super) fn read(_: &str) -> Result<Option<SecretString>, Failure> {
    Ok(None)
}

#[cfg(not(feature = "keyring"))]
pub(super) fn store(_: &str, _: &SecretString) -> Result<bool, Failure> {
    Ok(false)
}

#[cfg(not(feature = "keyring"))]
pub(super) fn forget(_: &str) -> Result<bool, Failure> {
    Ok(false)
}
