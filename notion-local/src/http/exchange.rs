//! From one request to its answer: who may send it, what goes wrong with it, and what becomes of it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header, request};
use hyper::body::Body;

use super::answer::{respond, respond_at};
use super::body::{LARGEST_BODY, discard, read_to_end};
use super::files;
use super::settings::HttpSettings;
use crate::control;
use crate::core::Core;
use crate::core::fault::Fault;
use crate::core::log::{Answered, Asked};
use crate::error::ApiError;
use crate::exchange::fetch::{self, Imports};
use crate::exchange::{Call, form};
use crate::route::local::Local;
#[cfg(feature = "viewer")]
use crate::route::viewer::View;
use crate::route::{Effect, RouteMatch, is_api};
#[cfg(feature = "viewer")]
use crate::viewer::{self, Events, Viewer};

/// The end of an exchange.
#[derive(Debug)]
pub(crate) enum ExchangeEnd {
    Whole(Response<Bytes>),
    /// The connection is closed after half of the body.
    Half(Response<Bytes>),
    /// The connection is closed before the answer.
    Broken,
    /// The head of an answer whose body is an endless stream of events.
    #[cfg(feature = "viewer")]
    Events(Response<()>, Events),
}

impl ExchangeEnd {
    /// The response, as far as it gets.
    pub(crate) fn into_result(self) -> Result<Response<Bytes>, BrokenConnection> {
        match self {
            Self::Whole(response) => Ok(response),
            Self::Half(response) => Ok(response.map(|body| body.slice(..body.len() / 2))),
            Self::Broken => Err(BrokenConnection),
            // In process nobody waits for more: what there is by now is a whole answer, and clients ask again.
            #[cfg(feature = "viewer")]
            Self::Events(head, mut events) => Ok(head.map(|()| events.now())),
        }
    }
}

/// There is no answer, because a fault that was ordered breaks the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenConnection;

impl std::fmt::Display for BrokenConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is broken, because a fault was ordered")
    }
}

impl std::error::Error for BrokenConnection {}

/// The core, as HTTP reaches it.
pub(crate) struct Exchange {
    pub(crate) core: Core,
    pub(crate) settings: HttpSettings,
    imports: Imports,
    #[cfg(feature = "viewer")]
    pub(crate) viewer: Viewer,
}

impl Exchange {
    pub(crate) fn new(core: Core, settings: HttpSettings) -> Arc<Self> {
        Arc::new(Self {
            core,
            settings,
            imports: Imports::default(),
            #[cfg(feature = "viewer")]
            viewer: Viewer::default(),
        })
    }

    /// Reads a request to its end and answers it: 504 if a fault breaks the connection.
    pub(crate) async fn call<B>(&self, request: Request<B>) -> Response<Bytes>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let request = match self.collect(request, None, None).await {
            Ok(request) => request,
            Err(refused) => return refused,
        };
        self.answer(request).await
    }

    /// Answers one request: with 504 if a fault breaks the connection.
    pub(crate) async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let outcome = self.exchange(request).await;
        outcome
            .into_result()
            .unwrap_or_else(|BrokenConnection| self.refuse(ApiError::of_status(504)))
    }

    /// Answers one request, or fails as it was told to.
    pub(crate) async fn exchange(&self, request: Request<Bytes>) -> ExchangeEnd {
        let (parts, body) = request.into_parts();
        match Local::of(&parts.method, parts.uri.path()) {
            Some(Local::File(id)) => {
                let query = parts.uri.query().unwrap_or_default();
                return ExchangeEnd::Whole(files::answer(&self.core, &parts.method, id, query));
            }
            Some(local) => {
                return ExchangeEnd::Whole(control::answer(&self.core, local, &parts, &body).await);
            }
            None => {}
        }
        #[cfg(feature = "viewer")]
        if let Some(view) = View::of(&parts.method, parts.uri.path()) {
            return match self.viewer.answer(&self.core, view, &parts, &body).await {
                viewer::Answer::Whole(response) => ExchangeEnd::Whole(response),
                viewer::Answer::Events(head, events) => ExchangeEnd::Events(head, events),
            };
        }
        let began = Instant::now();
        let path = parts.uri.path();
        let fault = match self.core.next_fault(parts.method.as_str(), path) {
            Some((fault, delay)) => {
                let more = match &fault {
                    Fault::Delay(time) => *time,
                    _ => Duration::ZERO,
                };
                tokio::time::sleep(delay.saturating_add(more)).await;
                Some(fault)
            }
            None => None,
        };
        let version = parts.headers.get("notion-version");
        let asked = Asked::of(&parts.method, &parts.uri, &body).in_version(version);
        let broken = |at| Answered {
            at,
            took: began.elapsed(),
            ..Answered::default()
        };
        if fault == Some(Fault::CutBefore) {
            self.core.log(asked, broken(self.core.now()));
            return ExchangeEnd::Broken;
        }
        let found = RouteMatch::of(&parts.method, path);
        let call = self.take_apart(parts, body, found.as_ref()).await;
        let answer = self.core.answer(&call, found.as_ref(), fault.as_ref());
        let answer = answer.await;
        let at = answer.at;
        let response = respond_at(answer);
        if fault == Some(Fault::CutAfter) {
            self.core.log(asked, broken(at));
            return ExchangeEnd::Broken;
        }
        let answered = Answered {
            status: response.status().as_u16(),
            body: response.body().clone(),
            ..broken(at)
        };
        self.core.log(asked, answered);
        match fault {
            Some(Fault::Truncated) => ExchangeEnd::Half(response),
            _ => ExchangeEnd::Whole(response),
        }
    }

    /// The request without HTTP, its form taken apart, with the file that it names on this machine.
    async fn take_apart(
        &self,
        parts: request::Parts,
        body: Bytes,
        found: Option<&RouteMatch>,
    ) -> Call {
        let header = |name: &str| parts.headers.get(name);
        let authorization = authorization(&parts.headers).map(str::to_owned);
        let version = header("notion-version");
        let version = version.map(|value| value.to_str().unwrap_or_default().to_owned());
        let content_type = header(header::CONTENT_TYPE.as_str());
        let content_type =
            content_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let mut call = Call::new(parts.method, parts.uri, body);
        call.authorization = authorization;
        call.version = version;
        call.content_type = content_type;
        call.form = form::read(call.content_type.as_deref(), &call.body).await;
        if found.is_some_and(|found| found.route.effect == Effect::Fetches)
            && let Some(target) = call.json().ok().and_then(fetch::wanted)
            && self.core.is_known(call.authorization.as_deref())
        {
            call.fetched = Some(self.imports.fetch(target).await);
        }
        call
    }

    /// Checks whom a request is meant for, and reads its body to its end. One that is too large, or does not come in time, is
    /// refused. The body of a request that is refused in any case, because it has no valid token, is not read.
    pub(crate) async fn collect<B>(
        &self,
        request: Request<B>,
        own: Option<IpAddr>,
        patience: Option<Duration>,
    ) -> Result<Request<Bytes>, Response<Bytes>>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        let is_local = Local::of(&parts.method, parts.uri.path()).is_some();
        let hosts = &self.settings.hosts;
        if let Err(host) = hosts.check(&parts.uri, &parts.headers, own) {
            discard(&parts.headers, body);
            return Err(if is_local {
                control::foreign(&host)
            } else {
                self.refuse(ApiError::foreign_host(&host))
            });
        }
        let authorization = authorization(&parts.headers);
        #[cfg(feature = "viewer")]
        if let Some(view) = View::of(&parts.method, parts.uri.path()) {
            let size = body.size_hint();
            if !self.viewer.may_send(&self.core, view, &parts, size.upper()) {
                discard(&parts.headers, body);
                return Ok(Request::from_parts(parts, Bytes::new()));
            }
            return match read_to_end(body, patience).await {
                Ok(bytes) => Ok(Request::from_parts(parts, bytes)),
                Err(refused) => Err(self.refuse(refused)),
            };
        }
        let may_ask = if is_local {
            control::is_ours(&self.core, authorization)
        } else {
            is_api(parts.uri.path()) && self.core.is_known(authorization)
        };
        if !may_ask {
            discard(&parts.headers, body);
            return Ok(Request::from_parts(parts, Bytes::new()));
        }
        if body.size_hint().lower() > LARGEST_BODY as u64 {
            discard(&parts.headers, body);
            return Err(self.refuse(ApiError::body_too_large()));
        }
        match read_to_end(body, patience).await {
            Ok(bytes) => Ok(Request::from_parts(parts, bytes)),
            Err(refused) => Err(self.refuse(refused)),
        }
    }

    pub(crate) fn refuse(&self, error: ApiError) -> Response<Bytes> {
        respond(Err(error), self.core.fleeting_id())
    }
}

/// The header `Authorization`, if it is text.
pub(crate) fn authorization(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?;
    value.to_str().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::core::Settings;
    use crate::store::tests::{Folder, core};

    #[tokio::test]
    async fn what_cannot_be_written_is_not_there_afterwards() {
        let folder = Folder::new("refused");
        let (core, left) = core(&folder).await;
        let server = Exchange::new(core, HttpSettings::default());
        let send = async |method: &str, path: &str, body: String| {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header("authorization", format!("Bearer {}", server.core.token()))
                .header("notion-version", "2026-03-11")
                .body(Bytes::from(body))
                .unwrap();
            let answer = server.answer(request).await;
            let body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
            (answer.status().as_u16(), body)
        };
        let page = |title: &str| {
            serde_json::json!({
                "parent": { "page_id": server.core.home() },
                "properties": { "title": [{ "text": { "content": title } }] },
            })
            .to_string()
        };
        let titles = async || {
            let (_, found) = send("POST", "/v1/search", "{}".into()).await;
            let mut titles: Vec<String> = found["results"]
                .as_array()
                .unwrap()
                .iter()
                .map(|page| {
                    let title = &page["properties"]["title"]["title"][0]["plain_text"];
                    title.as_str().unwrap().to_owned()
                })
                .collect();
            titles.sort();
            titles
        };
        assert_eq!(send("POST", "/v1/pages", page("kept")).await.0, 200);
        let before = server.core.snapshot();
        let (_, patched) = send("POST", "/v1/pages", page("patched")).await;
        let patched = format!("/v1/pages/{}", patched["id"].as_str().unwrap());
        let at: jiff::Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        server.core.freeze(at);

        left.store(0, Ordering::SeqCst);
        let requests = [
            send("POST", "/v1/pages", page("refused")),
            send("POST", "/v1/pages", page("refused too")),
            send("PATCH", &patched, "{\"in_trash\":true}".into()),
        ];
        for answer in requests {
            assert_eq!(answer.await.0, 500);
        }
        assert_eq!(titles().await, ["Home", "kept", "patched"]);
        assert_eq!(server.core.now(), at, "the clock stays as it was set");

        left.store(usize::MAX, Ordering::SeqCst);
        // The file is behind from now on: nothing more is promised, but everything can still be read.
        let here = server.core.snapshot();
        assert_eq!(send("POST", "/v1/pages", page("refused")).await.0, 500);
        assert_eq!(send("POST", "/_local/reset", String::new()).await.0, 400);
        assert_eq!(
            send("POST", "/_local/reset", "{\"seed\":3}".into()).await.0,
            400
        );
        let other = "{\"name\":\"x\",\"pages\":[]}".to_owned();
        assert_eq!(send("POST", "/_local/integrations", other).await.0, 400);
        assert_eq!(send("PUT", "/_local/snapshot", "{}".into()).await.0, 400);
        assert_eq!(
            send("PUT", "/_local/snapshot", before.to_string()).await.0,
            400
        );
        assert_eq!(send("GET", "/v1/users/me", String::new()).await.0, 200);
        assert_eq!(server.core.snapshot(), here);
        drop(server);
        let opened = Core::open(Settings::default(), &folder.file())
            .await
            .unwrap();
        assert_eq!(opened.snapshot(), here);
    }
}
