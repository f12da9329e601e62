//! The configuration of a session.

use std::path::Path;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use toml_span::value::{Table, ValueInner};

use crate::error::{Error, Result};
use crate::http::{
    ClientBuilder, DEFAULT_BASE_URL, DEFAULT_CONNECT_TIMEOUT, DEFAULT_MAX_RESPONSE_BYTES,
    DEFAULT_TIMEOUT, Pace, Retry,
};

pub use crate::http::TOKEN_VARIABLE;

/// The configuration of a session: token, base URL, timeouts, retries, pace and sizes.
///
/// It comes from the environment, from a TOML file, or is set field by field. `Debug` does not show the token.
///
/// ```
/// use notion_session::Config;
///
/// let config = Config::new("ntn_example");
/// assert_eq!(config.base_url, "https://api.notion.com");
/// assert!(!format!("{config:?}").contains("ntn_example"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The token of the integration. A session cannot be opened without one.
    pub token: Option<SecretString>,
    /// The base URL of Notion's API (default: `https://api.notion.com`), or that of a local server.
    pub base_url: String,
    /// The timeout of a request (default: 60 seconds, which is also Notion's own timeout).
    pub timeout: Duration,
    /// The timeout of a connection (default: 10 seconds).
    pub connect_timeout: Duration,
    /// The rules of retries.
    pub retry: Retry,
    /// The rate limit of the client. Default: [`Pace::default`] for Notion, and no limit for a server on this machine
    /// (`127.0.0.0/8`, `::1`, `localhost`) or in this process.
    pub pace: Option<Pace>,
    /// The maximum size of an answer in bytes (default: 64 MiB; a page of a list has some hundred kilobytes). It does not apply
    /// to downloads of files.
    pub max_response_bytes: usize,
    /// The maximum size of the object store in bytes, counted as JSON (default: 32 MiB).
    pub cache_bytes: usize,
}

impl Default for Config {
    /// Returns the defaults, without a token.
    fn default() -> Self {
        Self {
            token: None,
            base_url: DEFAULT_BASE_URL.to_owned(),
            timeout: DEFAULT_TIMEOUT,
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            retry: Retry::default(),
            pace: None,
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            cache_bytes: 32 << 20,
        }
    }
}

impl Config {
    /// Creates a configuration with a token and defaults.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self {
            token: Some(token.into()),
            ..Self::default()
        }
    }

    /// Creates a configuration with the token in the environment variable `NOTION_TOKEN`.
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`] if the variable is missing or blank.
    pub fn from_env() -> Result<Self> {
        let token = std::env::var(TOKEN_VARIABLE).unwrap_or_default();
        let token = given(&token).ok_or(Error::NoToken)?;
        Ok(Self::new(token))
    }

    /// Reads a TOML file with the keys of [`from_toml`](Self::from_toml).
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the file cannot be read or is invalid. The error names the file.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let refuse = |why: String| Error::config(format!("{}: {why}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
        parse(&text).map_err(refuse)
    }

    /// Parses TOML. All keys are optional; unknown keys are errors.
    ///
    /// Without a token in it, the environment variable `NOTION_TOKEN` is used, because a file in version control should not
    /// contain secrets.
    ///
    /// ```
    /// use std::time::Duration;
    /// use notion_session::Config;
    ///
    /// let config = Config::from_toml(
    ///     r#"
    ///     token = "ntn_example"
    ///     base_url = "https://api.notion.com"
    ///     timeout = 30                # seconds, as all durations here
    ///     connect_timeout = 2.5
    ///     cache_bytes = 1_000_000
    ///     max_response_bytes = 67_108_864
    ///
    ///     [retry]
    ///     retries = 3                 # after broken connections and errors of the server
    ///     rate_limit_retries = 8      # after "too many requests"
    ///     first_wait = 0.5
    ///     longest_wait = 30
    ///     longest_retry_after = 300
    ///     budget = 100                # retries that all requests share
    ///
    ///     [pace]
    ///     requests = 180              # the maximum
    ///     window = 60                 # in any 60 seconds; 0: no limit
    ///     "#,
    /// )?;
    /// assert_eq!(config.timeout, Duration::from_secs(30));
    /// # Ok::<(), notion_session::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with the number of the line, but without its text, which may contain the token.
    pub fn from_toml(text: &str) -> Result<Self> {
        parse(text).map_err(Error::config)
    }

    /// Returns the builder of a client with these settings.
    pub(crate) fn into_client_builder(self) -> ClientBuilder {
        let mut builder = ClientBuilder::default()
            .base_url(self.base_url)
            .timeout(self.timeout)
            .connect_timeout(self.connect_timeout)
            .retry(self.retry)
            .max_response_bytes(self.max_response_bytes);
        if let Some(token) = self.token {
            builder = builder.token(token);
        }
        if let Some(pace) = self.pace {
            builder = builder.pace(pace);
        }
        builder
    }
}

/// Returns a token without the whitespace around it; `None` if nothing is left.
fn given(token: &str) -> Option<SecretString> {
    let token = token.trim();
    (!token.is_empty()).then(|| token.into())
}

/// A TOML table whose keys are taken out one by one.
///
/// No message shows a value, because a token may have been written in the wrong place.
struct Keys<'a> {
    /// The prefix of the keys in messages: `retry.`.
    prefix: &'static str,
    table: Table<'a>,
}

impl<'a> Keys<'a> {
    fn take<T>(
        &mut self,
        key: &str,
        expected: &str,
        read: impl FnOnce(ValueInner<'a>) -> Option<T>,
    ) -> Result<Option<T>, String> {
        match self.table.remove(key) {
            None => Ok(None),
            Some(mut value) => match read(value.take()) {
                Some(value) => Ok(Some(value)),
                None => Err(format!("`{}{key}` must be {expected}", self.prefix)),
            },
        }
    }

    /// Takes a duration in seconds.
    fn time(&mut self, key: &str, time: &mut Duration) -> Result<(), String> {
        let seconds = |value: ValueInner<'a>| Duration::try_from_secs_f64(number(&value)?).ok();
        let set = self.take(key, "a number of seconds, not below 0", seconds)?;
        *time = set.unwrap_or(*time);
        Ok(())
    }

    /// Takes a non-negative integer.
    fn count<T: TryFrom<i64>>(&mut self, key: &str, count: &mut T) -> Result<(), String> {
        let whole = |value: ValueInner<'a>| T::try_from(value.as_integer()?).ok();
        if let Some(set) = self.take(key, "a whole number, not below 0", whole)? {
            *count = set;
        }
        Ok(())
    }

    /// Takes a nested table.
    fn table(&mut self, key: &str, prefix: &'static str) -> Result<Keys<'a>, String> {
        let table = |value| match value {
            ValueInner::Table(table) => Some(table),
            _ => None,
        };
        let table = self.take(key, "a table", table)?.unwrap_or_default();
        Ok(Keys { prefix, table })
    }

    fn has_keys(&self) -> bool {
        !self.table.is_empty()
    }

    /// Returns an error if a key was not taken.
    fn end(self, token: Option<&SecretString>) -> Result<(), String> {
        let Some(key) = self.table.keys().next() else {
            return Ok(());
        };
        let key = key.name.as_ref();
        // Longer than every known key, or a token in the wrong place.
        let is_token = token.is_some_and(|token| key.contains(token.expose_secret()));
        let may_be_secret =
            is_token || key.len() > 30 || key.starts_with("ntn_") || key.starts_with("secret_");
        let prefix = self.prefix;
        Err(if may_be_secret {
            format!("an unknown key in `{prefix}`, which is not shown as it may be a secret")
                .replace(" in ``", "")
        } else {
            format!("unknown key `{prefix}{key}`")
        })
    }
}

fn number(value: &ValueInner<'_>) -> Option<f64> {
    value
        .as_float()
        .or_else(|| Some(value.as_integer()? as f64))
}

/// Parses a file. The token is taken out first, so that no message about the rest can contain it.
fn parse(text: &str) -> Result<Config, String> {
    let mut document = toml_span::parse(text).map_err(|error| no_toml(text, &error))?;
    let ValueInner::Table(table) = document.take() else {
        return Err("invalid TOML".to_owned());
    };
    let mut keys = Keys { prefix: "", table };
    let string = |value| match value {
        ValueInner::String(text) => Some(text.into_owned()),
        _ => None,
    };
    let token = keys.take("token", "a string in quotes", string)?;
    let token = token.or_else(|| std::env::var(TOKEN_VARIABLE).ok());
    let mut config = Config {
        token: token.as_deref().and_then(given),
        ..Config::default()
    };
    if let Some(base_url) = keys.take("base_url", "a string in quotes", string)? {
        config.base_url = base_url;
    }
    keys.time("timeout", &mut config.timeout)?;
    keys.time("connect_timeout", &mut config.connect_timeout)?;
    keys.count("cache_bytes", &mut config.cache_bytes)?;
    keys.count("max_response_bytes", &mut config.max_response_bytes)?;

    let mut table = keys.table("retry", "retry.")?;
    let retry = &mut config.retry;
    table.count("retries", &mut retry.retries)?;
    table.count("rate_limit_retries", &mut retry.rate_limit_retries)?;
    table.count("budget", &mut retry.budget)?;
    table.time("first_wait", &mut retry.first_wait)?;
    table.time("longest_wait", &mut retry.longest_wait)?;
    table.time("longest_retry_after", &mut retry.longest_retry_after)?;
    table.end(config.token.as_ref())?;

    let mut table = keys.table("pace", "pace.")?;
    let usual = Pace::default();
    let (mut requests, mut window) = (usual.requests(), usual.window());
    if table.has_keys() {
        table.count("requests", &mut requests)?;
        table.time("window", &mut window)?;
        config.pace = Some(Pace::per_window(requests, window));
    }
    table.end(config.token.as_ref())?;
    keys.end(config.token.as_ref())?;
    Ok(config)
}

/// Returns the error for invalid TOML, with the number of the line. The parser's own message would show its text.
fn no_toml(text: &str, error: &toml_span::Error) -> String {
    match text.get(..error.span.start) {
        Some(before) => format!("line {}: invalid TOML", before.matches('\n').count() + 1),
        None => "invalid TOML".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Session;

    fn message(toml: &str) -> String {
        Config::from_toml(toml).unwrap_err().to_string()
    }

    #[test]
    fn what_is_left_out_stays_as_it_usually_is() {
        let config = Config::from_toml("token = \" ntn_x\\n\"").unwrap();
        assert_eq!(config.token.unwrap().expose_secret(), "ntn_x");
        assert_eq!(config.timeout, Duration::from_secs(60));
        assert_eq!(config.pace, None);
        assert_eq!(config.retry, Retry::default());
    }

    #[test]
    fn what_a_pace_leaves_out_stays_as_it_usually_is() {
        let pace = |keys: &str| {
            let config = Config::from_toml(&format!("token = 'x'\n[pace]\n{keys}")).unwrap();
            config
                .pace
                .map(|pace| (pace.requests(), pace.window().as_secs_f64()))
        };
        assert_eq!(pace("requests = 20"), Some((20, 60.0)));
        assert_eq!(pace("window = 0.5"), Some((180, 0.5)));
        assert_eq!(pace("window = 0"), Some((180, 0.0)));
        assert_eq!(pace(""), None);
    }

    #[test]
    fn unknown_keys_and_wrong_types_are_named() {
        assert!(message("token = 'x'\ntimeuot = 3").contains("timeuot"));
        assert!(message("token = 'x'\n[retry]\nretires = 3").contains("retires"));
        assert!(message("token = 'x'\ntimeout = -3").contains("`timeout`"));
        assert!(message("token = 'x'\nbase_url = 3").contains("base_url"));
    }

    #[test]
    fn no_message_holds_the_token() {
        for broken in [
            "token = hidden1",
            "token = \"hidden2",
            "token = \"hidden3\" x",
            "token = 4040404040",
        ] {
            let text = message(broken);
            assert!(
                !text.contains("hidden") && !text.contains("4040404040"),
                "{text}"
            );
        }
        assert!(message("\n\ntoken = hidden").contains("line 3"));
    }

    /// A token in the wrong place: in the value of another key, or as a key.
    #[test]
    fn no_message_holds_a_value() {
        const KEYS: [&str; 6] = [
            "base_url",
            "timeout",
            "connect_timeout",
            "cache_bytes",
            "max_response_bytes",
            "token",
        ];
        const RETRY: [&str; 6] = [
            "retries",
            "rate_limit_retries",
            "budget",
            "first_wait",
            "longest_wait",
            "longest_retry_after",
        ];
        let tables = RETRY.iter().map(|key| ("[retry]\n", *key));
        let tables = tables.chain([("[pace]\n", "requests"), ("[pace]\n", "window")]);
        for (table, key) in KEYS.iter().map(|key| ("", *key)).chain(tables) {
            for value in [
                "'hidden'",
                "['hidden']",
                "{ hidden = 1 }",
                "true",
                "-404040",
                "nan",
            ] {
                let toml = format!("{table}{key} = {value}");
                let Err(error) = Config::from_toml(&toml) else {
                    continue;
                };
                let shown = format!("{error} {error:?}");
                assert!(
                    !shown.contains("hidden") && !shown.contains("404040"),
                    "{shown}"
                );
                assert!(shown.contains(&format!("{key}`")), "{shown}");
            }
        }
        for toml in [
            "token = 'hidden_key'\nhidden_key = 1",
            "ntn_hidden = 1",
            "secret_hidden = 1",
            "[retry]\nntn_hidden = 1",
            "[pace]\nntn_hidden = 1",
            "[ntn_hidden]\nx = 1",
            "retry = 'hidden'",
            "pace = ['hidden']",
            "hidden_hidden_hidden_hidden_hidden = 1",
        ] {
            let shown = message(toml);
            assert!(!shown.contains("hidden"), "{shown}");
        }
        let mut config = Config::new("hidden_token");
        config.base_url = "hidden_token".to_owned();
        let shown = Session::builder().config(config).build().unwrap_err();
        assert!(!format!("{shown} {shown:?}").contains("hidden"), "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([a-z_]{0,3}[=.\\[\\]\"'#0-9\\\\\n {},-]{0,3}){0,20}|\\PC{0,40}") {
            let _ = Config::from_toml(&text);
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = Config::from_file("no/such/file.toml").unwrap_err();
        assert!(error.to_string().contains("no/such/file.toml"), "{error}");
    }
}
