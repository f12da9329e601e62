//! From one request to its answer, through faults, limits, the workspace and the data file.

use std::net::IpAddr;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Request, Response, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Body;
use jiff::Timestamp;
use tokio::sync::oneshot;

use crate::answer::{date, respond};
use crate::control;
use crate::error::ApiError;
use crate::fault::Fault;
use crate::fetch;
use crate::form;
use crate::integration;
use crate::log::Asked;
use crate::reply::Reply;
use crate::router;
use crate::server::Server;
use crate::state::Workspace;
use crate::store::{Change, Entry, Store};
use crate::sync::lock;
use crate::webhook::Watch;

/// The largest body that is read from a socket: a part of a file and its surroundings.
const LARGEST_BODY: usize = 21 * 1024 * 1024;

/// How long an unwanted body is taken for.
const DISCARDING: Duration = Duration::from_secs(5);

/// How an exchange ends.
#[derive(Debug)]
pub(crate) enum Outcome {
    Whole(Response<Bytes>),
    /// The connection breaks when half of the body is there.
    Half(Response<Bytes>),
    /// The connection breaks before anything is there.
    Broken,
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

impl Server {
    /// Answers one request, or fails as it was told to.
    pub(crate) async fn exchange(&self, mut request: Request<Bytes>) -> Outcome {
        let path = request.uri().path();
        if let Some(rest) = path.strip_prefix("/_local/") {
            return Outcome::Whole(match rest.strip_prefix("files/") {
                Some(rest) => {
                    // The name after the id is for people.
                    let id = rest.split('/').next().unwrap_or_default();
                    let query = request.uri().query().unwrap_or_default();
                    self.file(request.method(), id, query)
                }
                None => control::answer(self, &request).await,
            });
        }
        let fault = lock(&self.inner.faults).next(request.method().as_str(), path);
        let fault = match fault {
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
        let asked = Asked::of(&request);
        if fault == Some(Fault::CutBefore) {
            lock(&self.inner.requests).add(asked, 0);
            return Outcome::Broken;
        }
        if let Some(form) = form::read(&request).await {
            request.extensions_mut().insert(form);
        }
        if let Some(target) = fetch::wanted(&request)
            && self.is_known(request.headers())
        {
            let fetched = self.inner.imports.fetch(target).await;
            request.extensions_mut().insert(fetched);
        }
        let (mut response, kept) = self.answer(request, fault.as_ref()).await;
        if let Some(kept) = kept
            && kept.await != Ok(true)
        {
            self.recover().await;
            response = self.refuse(ApiError::not_kept());
        }
        if fault == Some(Fault::CutAfter) {
            lock(&self.inner.requests).add(asked, 0);
            return Outcome::Broken;
        }
        lock(&self.inner.requests).add(asked, response.status().as_u16());
        match fault {
            Some(Fault::Truncated) => Outcome::Half(response),
            _ => Outcome::Whole(response),
        }
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
        let is_local = parts.uri.path().starts_with("/_local/");
        let hosts = &self.inner.settings.hosts;
        if let Err(host) = hosts.check(&parts.uri, &parts.headers, own) {
            discard(&parts.headers, body);
            return Err(if is_local {
                control::foreign(&host)
            } else {
                self.refuse(ApiError::foreign_host(&host))
            });
        }
        let may_ask = if is_local {
            control::is_ours(self, &parts.headers)
        } else {
            parts.uri.path().starts_with("/v1/") && self.is_known(&parts.headers)
        };
        if !may_ask {
            discard(&parts.headers, body);
            return Ok(Request::from_parts(parts, Bytes::new()));
        }
        if body.size_hint().lower() > LARGEST_BODY as u64 {
            discard(&parts.headers, body);
            return Err(self.refuse(ApiError::body_too_large()));
        }
        let reading = read_to_end(body, patience);
        match reading.await {
            Ok(bytes) => Ok(Request::from_parts(parts, bytes)),
            Err(refused) => Err(self.refuse(refused)),
        }
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        let state = lock(&self.inner.workspace);
        integration::bot_of(headers, &state.0.integrations).is_ok()
    }

    pub(crate) fn refuse(&self, error: ApiError) -> Response<Bytes> {
        let id = lock(&self.inner.workspace).0.fleeting_ids.random();
        respond(Err(error), id)
    }

    /// The answer, and what to wait for before it is given.
    async fn answer(
        &self,
        request: Request<Bytes>,
        fault: Option<&Fault>,
    ) -> (Response<Bytes>, Option<oneshot::Receiver<bool>>) {
        let now = lock(&self.inner.workspace).0.clock.now();
        let (result, kept) = match (self.admit(now, fault), fault) {
            (Err(refused), _) => (Err(refused), None),
            (Ok(()), Some(Fault::Lost)) => {
                let (_lost, kept) = self.change(request, now);
                (Err(ApiError::of_status(504)), kept)
            }
            (Ok(()), _) if router::may_change(request.method(), request.uri().path()) => {
                self.change(request, now)
            }
            (Ok(()), _) => (self.read(request, now).await, None),
        };
        let request_id = lock(&self.inner.workspace).0.fleeting_ids.random();
        let mut response = respond(result, request_id);
        date(&mut response, now);
        (response, kept)
    }

    /// Whether a request is answered at all, by the rate limit and the fault that was ordered for it.
    fn admit(&self, now: Timestamp, fault: Option<&Fault>) -> crate::error::Result<()> {
        if let Some(limit) = lock(&self.inner.limit).as_mut() {
            limit.take(now).map_err(ApiError::over_budget)?;
        }
        match fault {
            Some(Fault::RateLimited { retry_after }) => Err(ApiError::rate_limited(*retry_after)),
            Some(Fault::Status(status)) => Err(ApiError::of_status(*status)),
            Some(Fault::Error {
                status,
                code,
                retry_after,
            }) => Err(ApiError::ordered(*status, code, *retry_after)),
            _ => Ok(()),
        }
    }

    /// Answers a request that may change something, at this moment.
    fn change(
        &self,
        request: Request<Bytes>,
        now: Timestamp,
    ) -> (crate::error::Result<Reply>, Option<oneshot::Receiver<bool>>) {
        let mut state = self.inner.waiting.during(|| lock(&self.inner.workspace));
        let workspace = &mut state.0;
        workspace.clock.hold(now);
        workspace.memo = None;
        let changed = self.carry_out(workspace, request);
        workspace.clock.let_go();
        changed
    }

    /// Does what a request asks for, and lets what has changed be written, in the order of the changes.
    fn carry_out(
        &self,
        workspace: &mut Workspace,
        request: Request<Bytes>,
    ) -> (crate::error::Result<Reply>, Option<oneshot::Receiver<bool>>) {
        if !router::may_change(request.method(), request.uri().path()) {
            return (router::answer(workspace, request), None);
        }
        let store = self.inner.store.as_ref();
        if store.is_some_and(Store::is_broken) {
            return (Err(ApiError::not_kept()), None);
        }
        let entry = store.map(|store| (store, Entry::of(&request, workspace)));
        let hooks = &self.inner.hooks;
        let watch = (!hooks.is_empty()).then(|| {
            let author = integration::bot_of(request.headers(), &workspace.integrations);
            (Watch::begin(workspace, &request), author)
        });
        let result = router::answer(workspace, request);
        let Ok(reply) = &result else {
            return (result, None);
        };
        if let Some((watch, Ok(author))) = watch {
            let events = watch.end(workspace, reply);
            hooks.tell(workspace, author, &events);
        }
        let kept = entry.map(|(store, entry)| {
            let (send, receive) = oneshot::channel();
            store.write(Change::Request(entry), move |is_good| {
                let _gone = send.send(is_good);
            });
            receive
        });
        (result, kept)
    }
}

/// Reads a body. Each chunk must arrive within the timeout, and the whole body within ten times the timeout.
async fn read_to_end<B>(body: B, patience: Option<Duration>) -> Result<Bytes, ApiError>
where
    B: Body<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let mut body = std::pin::pin!(Limited::new(body, LARGEST_BODY));
    let mut all = BytesMut::new();
    let reading = async {
        loop {
            let frame = match patience {
                None => body.frame().await,
                Some(patience) => match tokio::time::timeout(patience, body.frame()).await {
                    Ok(frame) => frame,
                    Err(_) => return Err(ApiError::request_timeout()),
                },
            };
            match frame {
                None => return Ok(()),
                Some(Err(error)) if error.is::<LengthLimitError>() => {
                    return Err(ApiError::body_too_large());
                }
                // The connection is broken, or what comes is not HTTP.
                Some(Err(_)) => return Err(ApiError::invalid_json()),
                Some(Ok(frame)) => {
                    if let Some(data) = frame.data_ref() {
                        all.extend_from_slice(data);
                    }
                }
            }
        }
    };
    match patience {
        None => reading.await?,
        Some(patience) => match tokio::time::timeout(patience.saturating_mul(10), reading).await {
            Ok(read) => read?,
            Err(_) => return Err(ApiError::request_timeout()),
        },
    }
    Ok(all.freeze())
}

/// Reads and drops the body of a refused request, so that a client in the middle of sending it gets the answer instead of a
/// broken connection. A client that waits for `100 Continue` does not get it.
fn discard<B>(headers: &HeaderMap, body: B)
where
    B: Body<Data = Bytes> + Send + 'static,
{
    if body.is_end_stream() || headers.contains_key(header::EXPECT) {
        return;
    }
    let Ok(handle) = tokio::runtime::Handle::try_current() else {
        return;
    };
    handle.spawn(async move {
        let mut left = LARGEST_BODY;
        let mut body = std::pin::pin!(body);
        let discarding = async {
            while let Some(Ok(frame)) = body.frame().await {
                left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
                if left == 0 {
                    break;
                }
            }
        };
        let _cut = tokio::time::timeout(DISCARDING, discarding).await;
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::store::tests::{Folder, server};

    #[tokio::test]
    async fn what_cannot_be_written_is_not_there_afterwards() {
        let folder = Folder::new("refused");
        let (server, left) = server(&folder).await;
        let send = async |method: &str, path: &str, body: String| {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header("authorization", format!("Bearer {}", server.token()))
                .header("notion-version", "2026-03-11")
                .body(Bytes::from(body))
                .unwrap();
            let answer = server.call(request).await;
            let body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
            (answer.status().as_u16(), body)
        };
        let page = |title: &str| {
            serde_json::json!({
                "parent": { "page_id": server.home() },
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
        let before = server.snapshot();
        let (_, patched) = send("POST", "/v1/pages", page("patched")).await;
        let patched = format!("/v1/pages/{}", patched["id"].as_str().unwrap());
        let at: jiff::Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        server.freeze(at);

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
        assert_eq!(server.now(), at, "the clock stays as it was set");

        left.store(usize::MAX, Ordering::SeqCst);
        // The file is behind from now on: nothing more is promised, but everything can still be read.
        let here = server.snapshot();
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
        assert_eq!(server.snapshot(), here);
        drop(server);
        let opened = Server::open(folder.file()).await.unwrap();
        assert_eq!(opened.snapshot(), here);
    }
}
