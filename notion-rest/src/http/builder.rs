//! Building a client.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use super::network::Http;
use super::pacer::Pacer;
use super::settings::{
    DEFAULT_BASE_URL, DEFAULT_CONNECT_TIMEOUT, DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_TIMEOUT, Pacing,
    Settings, given,
};
use super::{Client, Pace, Retry};
use crate::error::{Error, Result};

/// Builds a [`Client`], setting by setting. Created by [`Client::builder`].
///
/// No setting sends a request or fails by itself: what cannot be used is the error of [`build`](Self::build).
///
/// ```
/// use std::time::Duration;
/// use notion_rest::Client;
/// use notion_rest::http::Pace;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_rest::Result<()> {
/// let client = Client::builder()
///     .token("ntn_example")
///     .timeout(Duration::from_secs(20))
///     .pace(Pace::per_window(600, Duration::from_secs(60)))
///     .build()?;
/// assert_eq!(client.origin(), "https://api.notion.com");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "`build` makes the client"]
pub struct ClientBuilder {
    token: Option<SecretString>,
    base_url: String,
    timeout: Duration,
    connect_timeout: Duration,
    retry: Retry,
    pace: Option<Pace>,
    pacer: Option<Arc<dyn Pacer>>,
    max_response_bytes: usize,
    http_client: Option<reqwest::Client>,
    without_token: bool,
    #[cfg(feature = "local")]
    server: Option<notion_local::Server>,
}

impl Client {
    /// Builds a client, setting by setting.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl Default for ClientBuilder {
    /// The defaults of every setting, and no token.
    fn default() -> Self {
        Self {
            token: None,
            base_url: DEFAULT_BASE_URL.to_owned(),
            timeout: DEFAULT_TIMEOUT,
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            retry: Retry::default(),
            pace: None,
            pacer: None,
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            http_client: None,
            without_token: false,
            #[cfg(feature = "local")]
            server: None,
        }
    }
}

impl ClientBuilder {
    /// Sets the token of the integration. Spaces and line ends around it are ignored.
    ///
    /// Without a token, or with an empty one, [`build`](Self::build) fails with [`Error::NoToken`]; with one that no header
    /// can carry, every request fails before it is sent. The token is never in an error, a log or `Debug`.
    ///
    /// ```
    /// # use notion_rest::Client;
    /// # fn main() -> notion_rest::Result<()> {
    /// let client = Client::builder().token("ntn_example\n").build()?;
    /// assert!(!format!("{client:?}").contains("ntn_example"));
    /// assert!(Client::builder().token(" ").build().is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn token(mut self, token: impl Into<SecretString>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Allows a client without a token: it can ask for one with [`Api::oauth`](crate::Api::oauth), and every other request
    /// fails with [`Error::NoToken`] before anything is sent.
    ///
    /// ```
    /// # use notion_rest::{Client, Error};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// let client = Client::builder().without_token().build()?;
    /// let error = client.api().users().me().await.unwrap_err();
    /// assert!(matches!(error, Error::NoToken));
    /// assert_eq!(client.requests_sent(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn without_token(mut self) -> Self {
        self.without_token = true;
        self
    }

    /// Sets the URL of Notion's API (default: `https://api.notion.com`), such as that of a local server or a proxy.
    ///
    /// A string that is not a URL of `http` or `https`, or has a query or a fragment, is an [`Error::Config`] of
    /// [`build`](Self::build).
    ///
    /// ```
    /// # use notion_rest::Client;
    /// # fn main() -> notion_rest::Result<()> {
    /// let client = Client::builder().token("ntn_example").base_url("http://127.0.0.1:8080").build()?;
    /// assert_eq!(client.origin(), "http://127.0.0.1:8080");
    /// # Ok(())
    /// # }
    /// ```
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Sets the timeout of a request (default: 60 seconds), each repetition by itself. Zero is an [`Error::Config`] of
    /// [`build`](Self::build).
    ///
    /// A request without an answer in this time fails with an error for which [`is_timeout`](Error::is_timeout) is true; one
    /// that may be repeated is sent again first.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the timeout of a connection attempt (default: 10 seconds). It does not apply to
    /// [`http_client`](Self::http_client). Zero is an [`Error::Config`] of [`build`](Self::build).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets when a failed request is sent again (default: [`Retry::default`]). Each repetition is one more request;
    /// [`Retry::never`] sends every request once.
    ///
    /// ```
    /// # use notion_rest::Client;
    /// # use notion_rest::http::Retry;
    /// # fn main() -> notion_rest::Result<()> {
    /// let client = Client::builder().token("ntn_example").retry(Retry::never()).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the rate limit of the client (default: [`Pace::default`]). It also applies on loopback, where requests are not
    /// limited by default. Requests beyond the limit wait for their turn; none is dropped and none fails for it.
    ///
    /// Clients of the same token and address in one process share their pace: the strictest one applies to all of them.
    ///
    /// ```
    /// # use notion_rest::Client;
    /// use std::time::Duration;
    /// # use notion_rest::http::Pace;
    /// # fn main() -> notion_rest::Result<()> {
    /// let client = Client::builder().token("ntn_example").pace(Pace::per_window(20, Duration::from_secs(10))).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = Some(pace);
        self
    }

    /// Sets who decides when requests leave, in place of [`pace`](Self::pace): a [`Pacer`] that several processes share, such as
    /// `RedisPace` (feature `redis`).
    pub fn shared_pace(mut self, pacer: Arc<dyn Pacer>) -> Self {
        self.pacer = Some(pacer);
        self
    }

    /// Sets the size of the largest answer that is read, in bytes (default: 64 MiB). A larger one is an error that names the
    /// limit. It applies to answers of Notion after decompression, and not to files that are downloaded. Zero is an
    /// [`Error::Config`] of [`build`](Self::build).
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Sets the reqwest client, with its proxies, certificates and connections.
    /// [`client_builder`](super::client_builder) starts one; with the default features of this crate
    /// `reqwest::Client::new()` panics unless the program gives reqwest TLS of its own.
    ///
    /// A request that must not be repeated and was redirected by such a client has an unknown outcome; reqwest removes the
    /// token where a redirect leads to another origin.
    ///
    /// ```
    /// # use notion_rest::Client;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let http_client = notion_rest::http::client_builder()?.no_proxy().build()?;
    /// let client = Client::builder().token("ntn_example").http_client(http_client).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Uses a local server inside the process instead of Notion: nothing goes over the network. The token is the server's
    /// own unless one is given, and requests are not limited unless a pace is set.
    ///
    /// ```
    /// # use notion_rest::Client;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// let server = notion_local::Server::new();
    /// let client = Client::builder().local_server(server.clone()).build()?;
    /// client.api().users().me().await?;    // one request
    /// assert_eq!(server.requests().len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "local")]
    pub fn local_server(mut self, server: notion_local::Server) -> Self {
        self.server = Some(server);
        self
    }

    /// Makes the client. No request: whether Notion accepts the token is known after the first one.
    ///
    /// # Errors
    ///
    /// [`Error::NoToken`] without a token, unless that was [allowed](Self::without_token); [`Error::Config`] if a setting
    /// cannot be used.
    pub fn build(self) -> Result<Client> {
        self.check()?;
        let token = given(self.token.as_ref());
        #[cfg(feature = "local")]
        if let Some(server) = self.server {
            let token = token.unwrap_or_else(|| server.token().into());
            let settings = Settings {
                timeout: self.timeout,
                retry: self.retry,
                pacing: self.pacer.map_or_else(
                    || Pacing::Client(self.pace.unwrap_or_else(Pace::unlimited)),
                    Pacing::Given,
                ),
                token,
            };
            let bytes = self.max_response_bytes;
            return Ok(Client::over_local_server(server, bytes, settings));
        }
        let token = match token {
            Some(token) => token,
            None if self.without_token => SecretString::default(),
            None => return Err(Error::NoToken),
        };
        let transport = match self.http_client {
            Some(client) => Http::with_client(&self.base_url, client)?,
            None => Http::new(&self.base_url, self.connect_timeout)?,
        };
        let transport = transport.max_response_bytes(self.max_response_bytes);
        let usual = if transport.is_loopback() {
            Pace::unlimited()
        } else {
            Pace::default()
        };
        let pacing = self.pacer.map_or_else(
            || Pacing::Connection(self.pace.unwrap_or(usual)),
            Pacing::Given,
        );
        let settings = Settings {
            token,
            timeout: self.timeout,
            retry: self.retry,
            pacing,
        };
        Ok(Client::new(Arc::new(transport), settings))
    }

    /// Refuses settings that cannot work.
    fn check(&self) -> Result<()> {
        for (name, time) in [
            ("timeout", self.timeout),
            ("connect_timeout", self.connect_timeout),
        ] {
            if time.is_zero() {
                return Err(Error::config(format!(
                    "`{name}` must not be zero: nothing could be answered in time"
                )));
            }
        }
        if self.max_response_bytes == 0 {
            return Err(Error::config(
                "`max_response_bytes` must not be zero: no answer could be read",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns true if a client limits its requests.
    fn is_paced(base_url: &str, pace: Option<Pace>) -> bool {
        let builder = Client::builder().token("x").base_url(base_url);
        let builder = match pace {
            Some(pace) => builder.pace(pace),
            None => builder,
        };
        builder.build().unwrap().is_paced()
    }

    #[test]
    fn loopback_has_no_rate_limit_by_default() {
        for base_url in [
            "http://127.0.0.1:9",
            "http://127.8.9.1:9/v1",
            "http://[::1]:9",
            "http://[::ffff:127.0.0.1]:9",
            "http://localhost:9",
            "http://LOCALHOST:9",
            "http://localhost.:9",
            "http://notion.localhost:9",
        ] {
            assert!(!is_paced(base_url, None), "{base_url}");
            assert!(is_paced(base_url, Some(Pace::default())), "{base_url}");
        }
        for base_url in [
            "http://10.0.0.1:9",
            "http://128.0.0.1:9",
            "http://[::2]:9",
            "http://localhost.example:9",
            "http://mylocalhost:9",
        ] {
            assert!(is_paced(base_url, None), "{base_url}");
            assert!(!is_paced(base_url, Some(Pace::unlimited())), "{base_url}");
        }
    }

    #[test]
    fn a_token_of_spaces_is_missing() {
        for token in ["", " ", "\n"] {
            let built = Client::builder().token(token).build();
            assert!(matches!(built, Err(Error::NoToken)));
        }
        assert!(matches!(Client::builder().build(), Err(Error::NoToken)));
        assert!(Client::builder().without_token().build().is_ok());
    }

    #[test]
    fn settings_of_zero_are_refused_by_name() {
        let refused = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
        let with_token = || Client::builder().token("x");
        for (name, builder) in [
            ("`timeout`", with_token().timeout(Duration::ZERO)),
            (
                "`connect_timeout`",
                with_token().connect_timeout(Duration::ZERO),
            ),
            ("`max_response_bytes`", with_token().max_response_bytes(0)),
        ] {
            let message = refused(builder);
            assert!(message.contains(name), "{message}");
        }
    }

    #[test]
    fn a_token_in_place_of_the_base_url_is_not_shown() {
        let builder = Client::builder()
            .token("hidden_token")
            .base_url("hidden_token");
        let error = builder.build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hidden"), "{error}");
    }
}
