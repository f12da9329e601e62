//! What a workspace cannot do to the browser.

use serde_json::json;

use crate::support::{Browser, World};

#[tokio::test(flavor = "multi_thread")]
async fn no_other_host_is_asked_and_nothing_runs() {
    let world = World::new().await;
    let page = world.page().await;
    let bad = "<img src=x onerror=\"document.title='bad'\"><script>document.title='bad'</script>";
    let text = json!([{ "text": { "content": bad, "link": { "url": "https://example.com/" } } }]);
    let elsewhere =
        json!({ "type": "external", "external": { "url": "https://example.com/a.png" } });
    let blocks = json!({ "children": [
        { "paragraph": { "rich_text": text } },
        { "image": elsewhere },
        { "video": { "type": "external", "external": { "url": "https://example.com/a.mp4" } } },
        { "embed": { "url": "https://example.com/" } },
    ] });
    world
        .send("PATCH", &format!("blocks/{page}/children"), &blocks)
        .await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    browser
        .go(&world.address(&format!("/_viewer/page/{page}")))
        .await;
    browser.reads("onerror").await;
    let asked = browser
        .run("return performance.getEntriesByType('resource').map((one) => one.name)")
        .await;
    let own = world.running.uri();
    for address in asked.as_array().unwrap() {
        assert!(address.as_str().unwrap().starts_with(&own), "{address}");
    }
    assert_ne!(browser.run("return document.title").await, "bad");
    // The policy holds for what somebody would smuggle in, too.
    let refused = browser
        .run(
            "const image = new Image(); image.src = 'https://example.com/a.png'; document.body.append(image);
             return new Promise((done) => { image.onerror = () => done(true); image.onload = () => done(false); })",
        )
        .await;
    assert_eq!(refused, true);
    let said = browser.console().await;
    assert!(
        said.iter()
            .any(|line| line.contains("Content Security Policy")),
        "{said:?}"
    );
    browser.client.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_uploaded_page_does_not_run() {
    let world = World::new().await;
    let Some(browser) = Browser::visit(&world).await else {
        return;
    };
    for (name, kind, content) in [
        (
            "a.html",
            "text/html",
            "<script>document.title = 'ran'</script><p>shown</p>",
        ),
        (
            "a.svg",
            "image/svg+xml",
            "<svg xmlns='http://www.w3.org/2000/svg'><script>document.title = 'ran'</script></svg>",
        ),
    ] {
        let upload = world
            .send(
                "POST",
                "file_uploads",
                &json!({ "filename": name, "content_type": kind }),
            )
            .await;
        let id = upload["id"].as_str().unwrap();
        let form = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n{content}\r\n--x--\r\n"
        );
        let request = http::Request::post(format!("/v1/file_uploads/{id}/send"))
            .header("authorization", format!("Bearer {}", world.running.token()))
            .header("notion-version", "2026-03-11")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(bytes::Bytes::from(form))
            .unwrap();
        assert_eq!(world.running.call(request).await.status(), 200, "{name}");
        browser.go(&world.address("/")).await;
        // It is saved, so that the page stays where it is.
        let address = world.address(&format!("/_local/files/{id}/{name}"));
        browser.client.goto(&address).await.unwrap();
        assert_eq!(
            browser.run("return document.title").await,
            "Recently edited – Notion, locally",
            "{name}"
        );
    }
    browser.close().await;
}
