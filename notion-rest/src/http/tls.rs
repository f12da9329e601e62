//! TLS for the client of our own, by the features of the crate.

use reqwest::ClientBuilder;

use crate::error::Result;

/// Returns a builder for a custom reqwest client, with the TLS of this crate's features: for
/// [`ClientBuilder::http_client`](crate::ClientBuilder::http_client).
///
/// It does not follow redirects, as a client requires; everything else is as reqwest sets it up. With the default
/// feature `rustls-ring`, reqwest itself has no crypto provider, so that `reqwest::Client::new()` panics in a program that
/// gives it no TLS by a feature of its own. Three ways out: this function; the feature `rustls` or `native-tls` of reqwest
/// (or `rustls-aws-lc` or `native-tls` of this crate); or a default provider for the process, set at its start with
/// `rustls::crypto::ring::default_provider().install_default()`.
///
/// ```
/// use std::time::Duration;
/// use notion_rest::{Client, http};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let http_client = http::client_builder()?.pool_idle_timeout(Duration::from_secs(10)).build()?;
/// let client = Client::builder().token("ntn_example").http_client(http_client).build()?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Error::Config`](crate::Error::Config) if the crate has no TLS, or TLS cannot be set up.
pub fn client_builder() -> Result<ClientBuilder> {
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    configure(builder, true)
}

/// Gives the builder its TLS. `needed` is false where the base is plain HTTP.
///
/// Where several features are on, the one that was chosen beats the default one: the operating system's TLS, then
/// aws-lc (both as reqwest sets them up), then ring. No provider is installed for the process.
#[cfg(any(feature = "native-tls", feature = "rustls-aws-lc"))]
#[expect(clippy::unnecessary_wraps, reason = "one signature for all features")]
pub(super) fn configure(builder: ClientBuilder, _needed: bool) -> Result<ClientBuilder> {
    #[cfg(feature = "native-tls")]
    let builder = builder.tls_backend_native();
    Ok(builder)
}

/// Ring, given to this client alone, and the operating system's certificates.
#[cfg(all(
    feature = "rustls-ring",
    not(any(feature = "native-tls", feature = "rustls-aws-lc"))
))]
pub(super) fn configure(builder: ClientBuilder, needed: bool) -> Result<ClientBuilder> {
    use std::sync::Arc;

    use rustls::{ClientConfig, RootCertStore, crypto::ring};
    use rustls_platform_verifier::BuilderVerifierExt;

    use crate::error::Error;

    let refuse = |error: rustls::Error| Error::config(format!("TLS could not be set up: {error}"));
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(refuse)?;
    // Reading the certificates takes time, and a machine may have none: plain HTTP goes without.
    let config = if needed {
        config.with_platform_verifier().map_err(refuse)?
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(builder.tls_backend_preconfigured(config))
}

/// Without TLS only plain HTTP can be spoken.
#[cfg(not(any(
    feature = "native-tls",
    feature = "rustls-aws-lc",
    feature = "rustls-ring"
)))]
pub(super) fn configure(builder: ClientBuilder, needed: bool) -> Result<ClientBuilder> {
    if needed {
        return Err(crate::error::Error::config(
            "https:// needs TLS: turn on one of the features `rustls-ring`, `rustls-aws-lc`, `native-tls`",
        ));
    }
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_of_one_s_own_can_be_built() {
        assert!(client_builder().unwrap().build().is_ok());
    }

    #[test]
    fn plain_http_needs_no_certificates() {
        assert!(
            configure(reqwest::Client::builder(), false)
                .unwrap()
                .build()
                .is_ok()
        );
    }

    #[test]
    #[cfg(all(
        feature = "rustls-ring",
        not(any(feature = "native-tls", feature = "rustls-aws-lc"))
    ))]
    fn no_provider_is_installed_for_the_process() {
        let _ = configure(reqwest::Client::builder(), true).map(ClientBuilder::build);
        assert!(rustls::crypto::CryptoProvider::get_default().is_none());
    }
}
