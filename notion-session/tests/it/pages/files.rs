//! Files against the local server: how they are sent, what that costs, what is refused, and how they are fetched.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use notion_local::{Fault, FaultRule, Server};
use notion_session::http::Retry;
use notion_session::model::{BlockKind, FileUploadStatus, IconKind};
use notion_session::prelude::*;
use notion_session::session::FileSource;
use notion_session::{Error, Page};
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{cost, home};

const MIB: u64 = 1 << 20;

/// A session that waits next to nothing between repetitions.
fn impatient() -> Session {
    let short = Duration::from_millis(1);
    let retry = Retry::default().waits(short, short);
    Session::builder()
        .local_server(Server::new())
        .retry(retry)
        .build()
        .unwrap()
}

/// Bytes of which no two parts are alike: numbered blocks.
fn noise(length: u64) -> Vec<u8> {
    let length = usize::try_from(length).unwrap();
    let filling: Vec<u8> = (0..4_088_u32).map(|at| ((at * 31) >> 3) as u8).collect();
    let mut all = Vec::with_capacity(length + 4_096);
    for number in 0_u64.. {
        if all.len() >= length {
            break;
        }
        all.extend_from_slice(&number.to_le_bytes());
        all.extend_from_slice(&filling);
    }
    all.truncate(length);
    all
}

#[tokio::test]
async fn a_file_goes_in_one_part_or_in_several_as_its_size_says() {
    let session = impatient();
    let bytes = |length| FileSource::bytes("a.bin", vec![7; length as usize]);
    // The first one asks what the workspace permits.
    assert_eq!(cost(&session, session.upload(bytes(5))).await.1, 3);
    for (length, sent) in [(0, 2), (20 * MIB, 2), (20 * MIB + 1, 2 + 3)] {
        let (upload, cost) = cost(&session, session.upload(bytes(length))).await;
        let upload = upload.unwrap();
        assert_eq!((upload.content_length(), cost), (Some(length), sent));
        assert_eq!(upload.status(), Some(&FileUploadStatus::Uploaded));
        assert!(upload.is_uploaded() && upload.expiry_time().is_some());
    }
    let part = session.upload(bytes(21 * MIB)).part_size(5 * MIB);
    assert_eq!(cost(&session, part).await.1, 2 + 5);
}

#[tokio::test]
async fn name_and_type_come_from_the_source_or_are_told() {
    let session = Session::local();
    for (name, kind) in [
        ("a.png", "image/png"),
        ("a.PDF", "application/pdf"),
        ("notes.md", "text/markdown"),
        ("thing", "application/octet-stream"),
    ] {
        let upload = session.upload(FileSource::bytes(name, "x")).await.unwrap();
        assert_eq!(
            (upload.filename(), upload.content_type()),
            (Some(name), Some(kind))
        );
    }
    let told = session
        .upload(FileSource::bytes("a", "x"))
        .name("b.table")
        .content_type("text/csv");
    let told = told.await.unwrap();
    assert_eq!(
        (told.filename(), told.content_type()),
        (Some("b.table"), Some("text/csv"))
    );
}

#[tokio::test]
async fn a_stream_is_read_no_faster_than_it_is_sent_and_arrives_whole() {
    let session = impatient();
    let all = Arc::new(noise(43 * MIB + 17));
    let total = all.len() as u64;
    let (taken, sent, lead) = (
        Arc::<AtomicU64>::default(),
        Arc::<AtomicU64>::default(),
        Arc::<AtomicU64>::default(),
    );
    let pieces = stream::iter((0..all.len()).step_by(100_000)).map({
        let (all, taken, sent, lead) = (all.clone(), taken.clone(), sent.clone(), lead.clone());
        move |at| {
            let piece = Bytes::copy_from_slice(&all[at..all.len().min(at + 100_000)]);
            let taken = taken.fetch_add(piece.len() as u64, Ordering::SeqCst) + piece.len() as u64;
            lead.fetch_max(taken - sent.load(Ordering::SeqCst), Ordering::SeqCst);
            Ok::<_, io::Error>(piece)
        }
    });
    let steps = Arc::<AtomicU64>::default();
    let upload = session
        .upload(FileSource::stream("noise.bin", pieces).length(total))
        .part_size(5 * MIB)
        .concurrency(2)
        .on_progress({
            let (sent, steps) = (sent.clone(), steps.clone());
            move |progress| {
                assert!(progress.sent <= progress.total);
                sent.store(progress.sent, Ordering::SeqCst);
                steps.fetch_add(1, Ordering::SeqCst);
            }
        })
        .await
        .unwrap();
    assert_eq!(
        (sent.load(Ordering::SeqCst), steps.load(Ordering::SeqCst)),
        (total, 9)
    );
    // Two parts on their way, and a third being read at most.
    let lead = lead.load(Ordering::SeqCst);
    assert!(
        lead <= 3 * 5 * MIB + 100_000,
        "{lead} bytes were read ahead"
    );

    let block = home(&session).await.attach(&upload).await.unwrap();
    let back = block.file().unwrap().bytes().await.unwrap();
    assert!(back == *all, "the file did not come back as it was");
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_the_file_is_there_once() {
    for (path, length) in [
        ("/v1/file_uploads", 5),
        ("/v1/file_uploads/", 5),
        ("/v1/file_uploads/", 21 * MIB),
    ] {
        for fault in [
            Fault::Lost,
            Fault::Status(503),
            Fault::RateLimited { retry_after: 0 },
        ] {
            let session = impatient();
            let server = session.local_server().unwrap();
            server.fail_when(FaultRule::new(fault).on("POST", path).times(2));
            let all = noise(length);
            let source = FileSource::bytes("a.bin", all.clone());
            let upload = session.upload(source).concurrency(1).await.unwrap();
            let block = home(&session).await.attach(&upload).await.unwrap();
            assert!(block.file().unwrap().bytes().await.unwrap() == all);
        }
    }
    // The last step: all parts are there, and the answer that says so is lost.
    let session = impatient();
    session.whoami().await.unwrap();
    let server = session.local_server().unwrap().clone();
    let source = FileSource::bytes("a.bin", noise(21 * MIB));
    let upload = session.upload(source).on_progress(move |progress| {
        if progress.sent == progress.total {
            server.fail_next(Fault::Lost);
        }
    });
    let (upload, sent) = cost(&session, upload).await;
    assert!(upload.unwrap().is_uploaded());
    // Announced, three parts, completed twice, and asked for what became of it.
    assert_eq!(sent, 1 + 3 + 2 + 1);
}

#[tokio::test]
async fn what_is_too_large_or_says_a_wrong_length_is_refused() {
    let session = impatient();
    let limit = session.whoami().await.unwrap().max_upload_size().unwrap();
    let zeros = |length: u64| FileSource::reader("zeros.bin", io::repeat(0)).length(length);
    let refused = |error: Error, said: &str| {
        let text = error.to_string();
        assert!(
            matches!(error, Error::Refused(_)) && text.contains(said),
            "{text}"
        );
    };

    let (over, sent) = cost(&session, session.upload(zeros(limit + 1))).await;
    refused(
        over.unwrap_err(),
        &format!("the workspace takes {limit} at most"),
    );
    // A free workspace takes 5 MiB, and not a byte more.
    let server = Server::builder().max_upload(5 << 20).build();
    let free = Session::builder().local_server(server).build().unwrap();
    let bytes = |length| FileSource::bytes("a.bin", noise(length));
    assert!(free.upload(bytes(5 * MIB)).await.is_ok());
    refused(
        free.upload(bytes(5 * MIB + 1)).await.unwrap_err(),
        "takes 5242880 at most",
    );

    let endless = FileSource::reader("zeros.bin", io::repeat(0));
    let (unknown, sent_2) = cost(&session, session.upload(endless)).await;
    refused(unknown.unwrap_err(), "FileSource::length");
    let (name, sent_3) = cost(
        &session,
        session.upload(FileSource::bytes("x".repeat(901), "x")),
    )
    .await;
    refused(name.unwrap_err(), "901 bytes");
    let (folder, sent_4) = cost(&session, session.upload(env!("CARGO_MANIFEST_DIR"))).await;
    assert!(matches!(folder, Err(Error::File(_))));
    assert_eq!((sent, sent_2, sent_3, sent_4), (0, 0, 0, 0));

    for length in [3, 30 * MIB] {
        let short = FileSource::reader("a.bin", io::Cursor::new(noise(length - 1))).length(length);
        refused(
            session.upload(short).await.unwrap_err(),
            "the stream ended before",
        );
        let long = FileSource::reader("a.bin", io::Cursor::new(noise(length + 1))).length(length);
        refused(
            session.upload(long).await.unwrap_err(),
            "the stream has more than",
        );
    }
    let broken = stream::iter([
        Ok(Bytes::from_static(b"x")),
        Err(io::Error::other("the disk is gone")),
    ]);
    let error = session
        .upload(FileSource::stream("a.bin", broken))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::File(_)) && error.to_string().contains("the disk is gone"),
        "{error}"
    );
    // None of them is taken for a file.
    assert!(
        session
            .list_uploads(FileUploadStatus::Uploaded)
            .await
            .unwrap()
            .is_empty()
    );
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Papers")]
struct Paper {
    #[notion(title)]
    title: String,
    attachments: Files,
}

#[tokio::test]
async fn an_upload_is_attached_to_blocks_properties_icons_and_covers() {
    let session = Session::local();
    let home = home(&session).await;
    let upload = async |name: &str| {
        session
            .upload(FileSource::bytes(name, name.to_owned()))
            .await
            .unwrap()
    };

    macro_rules! shown {
        ($($name:literal as $kind:ident),*) => {$(
            let file = upload($name).await;
            let (block, sent) = cost(&session, home.attach(&file)).await;
            let block = block.unwrap();
            assert!(matches!(block.kind(), BlockKind::$kind(_)), "{:?}", block.kind());
            assert_eq!(sent, 1);
            assert_eq!(block.file().unwrap().bytes().await.unwrap(), $name);
        )*};
    }
    shown!(
        "a.png" as Image,
        "a.mp4" as Video,
        "a.mp3" as Audio,
        "a.pdf" as Pdf,
        "a.zip" as File
    );

    let papers = session.create_db::<Paper>(&home).await.unwrap();
    let draft = upload("draft.txt").await;
    let row = papers
        .insert(Paper {
            title: "Draft".into(),
            attachments: (&draft).into(),
        })
        .await
        .unwrap();
    let mut page = session.get_page(row.id()).await.unwrap();
    page.update()
        .icon(&upload("icon.png").await)
        .cover(&upload("cover.jpg").await)
        .await
        .unwrap();
    assert!(matches!(page.icon().unwrap().kind, IconKind::Hosted(_)));
    assert_eq!(page.icon_file().unwrap().bytes().await.unwrap(), "icon.png");
    assert_eq!(
        page.cover_file().unwrap().bytes().await.unwrap(),
        "cover.jpg"
    );
    page.set("Attachments", &upload("final.txt").await)
        .await
        .unwrap();
    let files = page.files("Attachments");
    assert_eq!((files.len(), files[0].name()), (1, Some("final.txt")));
    assert_eq!(files[0].bytes().await.unwrap(), "final.txt");
    assert!(page.files("Nope").is_empty());

    // What was never sent cannot be attached.
    let pending = session
        .import_url("https://example.com/a.png")
        .without_waiting()
        .await
        .unwrap();
    assert_eq!(pending.status(), Some(&FileUploadStatus::Pending));
    let mut other = pending.clone();
    assert_eq!(cost(&session, other.wait()).await.1, 1);
    assert!(other.is_uploaded());
}

#[tokio::test]
async fn an_address_that_has_expired_is_renewed_with_one_request() {
    let session = Session::local();
    let home = home(&session).await;
    let server = session.local_server().unwrap();
    let upload = session
        .upload(FileSource::bytes("a.txt", "Hello!"))
        .await
        .unwrap();
    let block = home.attach(&upload).await.unwrap();
    let mut file = block.file().unwrap();
    assert!(file.is_hosted() && !file.has_expired());
    let (url, sent) = cost(&session, file.url()).await;
    assert!(url.unwrap().path().contains("/_local/files/") && sent == 0);
    assert_eq!(cost(&session, file.bytes()).await.1, 0);

    // By the server's clock.
    server.advance(Duration::from_secs(2 * 3600));
    let (bytes, sent) = cost(&session, file.bytes()).await;
    assert_eq!((bytes.unwrap(), sent), (Bytes::from("Hello!"), 1));

    // By ours.
    server.freeze("2026-01-01T00:00:00Z".parse().unwrap());
    let mut old = session
        .get_block(block.id())
        .fresh()
        .await
        .unwrap()
        .file()
        .unwrap();
    assert!(old.has_expired());
    server.thaw();
    let (url, sent) = cost(&session, old.url()).await;
    assert!(url.is_ok() && sent == 1 && !old.has_expired());
    assert_eq!(cost(&session, old.download()).await.1, 0);
}

#[tokio::test]
async fn a_file_that_is_no_longer_attached_is_gone() {
    let session = Session::local();
    let home = home(&session).await;
    let server = session.local_server().unwrap();
    let mut page = session.create_page(&home, "Plans").await.unwrap();
    let upload = session
        .upload(FileSource::bytes("a.jpg", "x"))
        .await
        .unwrap();
    page.set_cover(&upload).await.unwrap();
    let cover = page.cover_file().unwrap();
    page.remove_cover().await.unwrap();
    server.advance(Duration::from_secs(2 * 3600));
    let error = cover.bytes().await.unwrap_err();
    assert!(matches!(error, Error::FileGone(_)), "{error}");
    assert!(
        error.to_string().contains("no longer attached") && !error.to_string().contains("expires="),
        "{error}"
    );
}

#[tokio::test]
async fn a_download_is_written_where_it_is_told_and_leaves_nothing_half_done() {
    let session = Session::local();
    let folder = std::env::temp_dir().join(format!("notion-files-{}", uuid()));
    std::fs::create_dir(&folder).unwrap();
    let all = noise(3 * MIB);
    let upload = session
        .upload(FileSource::bytes("a.bin", all.clone()))
        .await
        .unwrap();
    let block = home(&session).await.attach(&upload).await.unwrap();
    let file = block.file().unwrap();
    let download = file.download().await.unwrap();
    assert_eq!(download.content_type(), Some("application/octet-stream"));
    let target = folder.join("a.bin");
    std::fs::write(&target, "old").unwrap();
    file.save(&target).await.unwrap();
    assert!(std::fs::read(&target).unwrap() == all);
    // And up again by its path.
    let again = session.upload(&target).await.unwrap();
    assert_eq!(
        (again.filename(), again.content_length()),
        (Some("a.bin"), Some(3 * MIB))
    );

    let error = file
        .save(folder.join("no/such/folder/a.bin"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::File(_)), "{error}");
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    std::fs::remove_dir_all(&folder).unwrap();
}

fn uuid() -> String {
    format!("{}-{:?}", std::process::id(), std::thread::current().id()).replace(['(', ')'], "")
}

#[tokio::test]
async fn a_file_elsewhere_is_fetched_without_the_token() {
    let server = Server::start().await.unwrap();
    let session = Session::builder()
        .base_url(server.uri())
        .token(server.token())
        .build()
        .unwrap();
    let host = MockServer::start().await;
    let moved = ResponseTemplate::new(302).insert_header("location", "/there.jpg");
    Mock::given(path("/here.jpg"))
        .respond_with(moved)
        .mount(&host)
        .await;
    let answer = ResponseTemplate::new(200).set_body_bytes("a picture");
    Mock::given(path("/there.jpg"))
        .respond_with(answer)
        .mount(&host)
        .await;
    Mock::given(path("/loop.jpg"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "/loop.jpg"))
        .mount(&host)
        .await;

    let home = home(&session).await;
    let cover = |name: &str| format!("{}/{name}", host.uri());
    let mut page = session
        .create_page(&home, "Plans")
        .cover(cover("here.jpg"))
        .await
        .unwrap();
    let (bytes, sent) = cost(&session, page.cover_file().unwrap().bytes()).await;
    assert_eq!((bytes.unwrap(), sent), (Bytes::from("a picture"), 0));
    for request in host.received_requests().await.unwrap() {
        assert!(!request.headers.contains_key("authorization"));
        assert!(!request.headers.contains_key("notion-version"));
    }
    page.set_cover(cover("loop.jpg")).await.unwrap();
    let error = page.cover_file().unwrap().bytes().await.unwrap_err();
    assert!(error.to_string().contains("too many redirects"), "{error}");
    page.set_cover(cover("missing.jpg")).await.unwrap();
    let error = page.cover_file().unwrap().bytes().await.unwrap_err();
    assert!(
        matches!(error, Error::FileGone(_)) && error.to_string().contains("404"),
        "{error}"
    );

    // Over a socket as in the process.
    let upload = session
        .upload(FileSource::bytes("a.txt", "Hello!"))
        .await
        .unwrap();
    let block = home.attach(&upload).await.unwrap();
    assert_eq!(block.file().unwrap().bytes().await.unwrap(), "Hello!");
}

#[tokio::test]
async fn an_import_that_fails_says_why() {
    let notion = MockServer::start().await;
    let session = Session::builder()
        .base_url(notion.uri())
        .token("ntn_x")
        .build()
        .unwrap();
    let id = "00000000-0000-4000-8000-0000000000fa";
    let pending =
        json!({ "object": "file_upload", "id": id, "status": "pending", "filename": "a.pdf" });
    let failed = json!({
        "object": "file_upload", "id": id, "status": "failed", "filename": "a.pdf",
        "file_import_result": { "type": "error", "error": {
            "type": "download_error", "code": "not_found", "message": "No such file.", "status_code": 404 } },
    });
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200).set_body_json(pending))
        .mount(&notion)
        .await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(failed))
        .mount(&notion)
        .await;
    let error = session
        .import_url("https://example.com/a.pdf")
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::UploadFailed(_)), "{text}");
    assert!(
        text.contains("\"a.pdf\"") && text.contains("No such file. (status 404)"),
        "{text}"
    );

    let error = session
        .import_url("https://example.com/download")
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
}

#[tokio::test]
async fn an_upload_that_nobody_finished_expires() {
    let session = Session::local();
    let new = notion_session::api::CreateFileUpload {
        filename: Some("a.txt".to_owned()),
        ..Default::default()
    };
    let announced = session.api().file_uploads().create(&new).await.unwrap();
    session
        .local_server()
        .unwrap()
        .advance(Duration::from_secs(2 * 3600));
    let mut upload = session.get_upload(announced.id).await.unwrap();
    let error = upload.wait().await.unwrap_err();
    assert!(matches!(error, Error::UploadFailed(_)), "{error}");
    assert!(
        error.to_string().contains("\"a.txt\"") && error.to_string().contains("in time"),
        "{error}"
    );
    let error = home(&session).await.attach(&upload).await.unwrap_err();
    assert!(error.is_validation(), "{error}");
}

#[tokio::test]
async fn a_session_on_the_local_server_asks_nobody_else_for_files() {
    let session = Session::local();
    let home = home(&session).await;
    let cover = "https://example.com/a.jpg?signature=hidden";
    let page = session
        .create_page(&home, "Plans")
        .cover(cover)
        .await
        .unwrap();
    let error = page
        .cover_file()
        .unwrap()
        .bytes()
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("https://example.com/a.jpg")
            && error.contains("requests nothing from elsewhere"),
        "{error}"
    );
    assert!(!error.contains("hidden"), "{error}");
}

/// A page whose cover is at an address, as Notion has it.
async fn page_with_cover(address: &str) -> (Session, Page, MockServer) {
    let notion = MockServer::start().await;
    let local = Session::local();
    let id = home(&local).await.id();
    let request = notion_session::http::Request::get(format!("/v1/pages/{id}"));
    let answer = local.client().send(&request).await.unwrap();
    let mut page: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
    page["cover"] = json!({ "type": "external", "external": { "url": address } });
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(page))
        .mount(&notion)
        .await;
    let session = Session::builder()
        .base_url(notion.uri())
        .token("ntn_example");
    let session = session.build().unwrap();
    let page = session.get_page(id).await.unwrap();
    (session, page, notion)
}

#[tokio::test]
async fn the_file_that_an_address_holds_is_decoded_without_a_request() {
    let (session, page, _notion) = page_with_cover("data:image/png;base64,SGVsbG8h").await;
    let file = page.cover_file().unwrap();
    let (bytes, sent) = cost(&session, file.bytes()).await;
    assert_eq!((bytes.unwrap(), sent), (Bytes::from("Hello!"), 0));
    let download = file.download().await.unwrap();
    assert_eq!(download.content_length(), Some(6));
    assert_eq!(download.content_type(), Some("image/png"));
    let folder = std::env::temp_dir().join(format!("data-url-{}", uuid()));
    std::fs::create_dir_all(&folder).unwrap();
    file.save(folder.join("a.png")).await.unwrap();
    assert_eq!(std::fs::read(folder.join("a.png")).unwrap(), b"Hello!");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn no_error_holds_the_content_of_an_address() {
    let content = "A?B=".repeat(1 << 18);
    for address in [
        format!("data:image/png;base64,{content}!"),
        format!("data:{content}"),
        format!("DATA:{content};base64,!"),
        format!("blob:{content}"),
        format!("https://127.0.0.1:9/{content}"),
        content.clone(),
    ] {
        let (_session, page, _notion) = page_with_cover(&address).await;
        let error = page.cover_file().unwrap().bytes().await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.len() < 4_000, "{} bytes", shown.len());
    }
}

/// A server of files that sends a beginning and then does what a test says.
async fn file_server(rest: FileRest) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/a.bin", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0; 4096];
            assert_ne!(stream.read(&mut buffer).await.unwrap(), 0);
            let head = match rest {
                FileRest::Chunked => {
                    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nHello\r\n"
                }
                FileRest::Cut | FileRest::Never => {
                    "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nHello"
                }
            };
            stream.write_all(head.as_bytes()).await.unwrap();
            if let FileRest::Never = rest {
                tokio::spawn(async move {
                    let _open = stream;
                    std::future::pending::<()>().await;
                });
            }
        }
    });
    url
}

#[derive(Clone, Copy, Debug)]
enum FileRest {
    /// The connection breaks before the announced length is there.
    Cut,
    /// The same without a length.
    Chunked,
    /// Nothing, for ever.
    Never,
}

fn names(folder: &std::path::Path) -> Vec<std::ffi::OsString> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name()).collect()
}

#[tokio::test]
async fn nothing_remains_of_a_download_that_is_cut_or_dropped() {
    for rest in [FileRest::Cut, FileRest::Chunked, FileRest::Never] {
        let url = file_server(rest).await;
        let (_session, page, _notion) = page_with_cover(&url).await;
        let file = page.cover_file().unwrap();
        let folder = std::env::temp_dir().join(format!("cut-{rest:?}-{}", uuid()));
        std::fs::create_dir_all(&folder).unwrap();
        let target = folder.join("a.bin");
        std::fs::write(&target, "old").unwrap();
        let saving = tokio::spawn({
            let target = target.clone();
            async move { file.save(target).await }
        });
        if let FileRest::Never = rest {
            // The beginning is there once the partial file has it.
            let begun = |name: &std::ffi::OsString| {
                name != "a.bin" && std::fs::read(folder.join(name)).is_ok_and(|it| it == b"Hello")
            };
            while !names(&folder).iter().any(begun) {
                tokio::task::yield_now().await;
            }
            saving.abort();
            assert!(saving.await.unwrap_err().is_cancelled());
            // A write that was under way ends on its own thread.
            while names(&folder).len() > 1 {
                tokio::task::yield_now().await;
            }
        } else {
            let error = saving.await.unwrap().unwrap_err();
            assert!(matches!(error, Error::Transport(_)), "{rest:?}: {error}");
        }
        assert_eq!(names(&folder), ["a.bin"], "{rest:?}");
        assert_eq!(std::fs::read(&target).unwrap(), b"old");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[tokio::test]
async fn a_signed_address_is_shown_without_its_query() {
    let session = Session::local();
    let signed = "https://me:hidden1@files.example/?X-Amz-Signature=hidden2#hidden3";
    let error = session.import_url(signed).await.unwrap_err();
    let import = format!("{:?}", session.import_url(signed));
    for shown in [format!("{error} {error:?}"), import] {
        assert!(
            shown.contains("files.example") && !shown.contains("hidden"),
            "{shown}"
        );
    }
    let error = session.get_page(signed).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hidden2"), "{error}");
}
