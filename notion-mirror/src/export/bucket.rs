//! A bucket of S3, or of another service with its API.

use std::sync::Arc;
use std::time::Duration;

use notion_session::http::client_builder;
use object_store::aws::AmazonS3Builder;
use object_store::client::{ClientConfigKey, HttpClient, HttpConnector};
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore};

use crate::error::{Error, Result};

/// How long one request to a bucket may take: a part of a file is up to 10 MiB.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Opens a bucket by `s3://bucket/prefix`, with credentials and endpoint from the environment. Returns it with the prefix.
pub(super) fn open(to: &str) -> Result<(Arc<dyn ObjectStore>, Path)> {
    let failed = |error: &dyn std::fmt::Display| Error::Export {
        place: to.to_owned(),
        reason: error.to_string(),
    };
    let rest = to.trim_start_matches("s3://");
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() {
        return Err(Error::Address {
            address: to.to_owned(),
            reason: "the bucket is missing; pass s3://bucket/prefix".to_owned(),
        });
    }
    let prefix = Path::parse(prefix).map_err(|error| failed(&error))?;
    let store = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .with_http_connector(Connector)
        .build()
        .map_err(|error| failed(&error))?;
    Ok((Arc::new(store), prefix))
}

/// The HTTP client with the TLS of this program's features: that of `object_store` has none of its own here.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let failed = |source| object_store::Error::Generic {
            store: "S3",
            source,
        };
        let may_be_http = options.get_config_value(&ClientConfigKey::AllowHttp);
        let builder = client_builder().map_err(|error| failed(error.into()))?;
        let client = builder
            .https_only(may_be_http.as_deref() != Some("true"))
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| failed(error.into()))?;
        Ok(HttpClient::new(client))
    }
}
