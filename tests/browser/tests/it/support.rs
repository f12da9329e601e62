//! A browser, a server with something in it, and a session that works on it.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use notion_local::{Running, Server};
use notion_session::prelude::*;
use serde_json::{Value, json};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
pub(crate) enum Status {
    Backlog,
    #[notion(color = blue)]
    InProgress,
    #[notion(color = green)]
    Done,
}

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
pub(crate) enum Label {
    #[notion(color = purple)]
    Docs,
    #[notion(color = orange)]
    Release,
    #[notion(color = pink)]
    People,
}

/// What we have promised to whom.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Projects", icon = "🚀")]
pub(crate) struct Project {
    #[notion(title)]
    pub(crate) name: String,
    #[notion(number = euro)]
    pub(crate) budget: Option<f64>,
    #[notion(two_way = project)]
    pub(crate) tasks: Relation<Task>,
    #[notion(rollup = sum(tasks.estimate))]
    pub(crate) effort: Rollup<f64>,
}

/// What is to be done.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tasks", icon = "✅")]
pub(crate) struct Task {
    #[notion(title)]
    pub(crate) task: String,
    pub(crate) status: Option<Status>,
    pub(crate) due: Option<Date>,
    pub(crate) estimate: Option<f64>,
    pub(crate) labels: Vec<Label>,
    pub(crate) urgent: bool,
    #[notion(two_way = tasks)]
    pub(crate) project: Relation<Project>,
}

/// A server with projects and tasks, and what works on them.
pub(crate) struct World {
    pub(crate) running: Running,
    pub(crate) session: Session,
    pub(crate) tasks: Database<Task>,
    pub(crate) projects: Database<Project>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let running = Server::start().await.unwrap();
        let session = session(&running);
        let home = session.search_page("Home").await.unwrap().item().unwrap();
        let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
        let world = Self {
            running,
            session,
            tasks,
            projects,
        };
        let launch = Project {
            name: "Launch".into(),
            budget: Some(12_000.0),
            ..Project::default()
        };
        let launch = world.projects.insert(launch).await.unwrap().id();
        for (task, status, due, estimate, labels) in [
            (
                "Write the README",
                Status::Done,
                "2026-11-02",
                2.0,
                vec![Label::Docs],
            ),
            (
                "Publish the crates",
                Status::InProgress,
                "2026-11-30",
                0.5,
                vec![Label::Release],
            ),
            (
                "Announce the release",
                Status::Backlog,
                "2026-12-04",
                1.0,
                vec![Label::Release, Label::People],
            ),
            (
                "Answer the first issues",
                Status::Backlog,
                "2026-12-11",
                3.0,
                vec![Label::People],
            ),
            (
                "Draw the floor plan",
                Status::Done,
                "2026-11-09",
                4.0,
                vec![],
            ),
        ] {
            let row = Task {
                task: task.into(),
                status: Some(status),
                due: due.parse().ok(),
                estimate: Some(estimate),
                labels,
                urgent: estimate < 1.0,
                project: launch.into(),
            };
            world.tasks.insert(row).await.unwrap();
        }
        world
    }

    pub(crate) async fn insert(&self, task: &str) {
        let row = Task {
            task: task.into(),
            ..Task::default()
        };
        self.tasks.insert(row).await.unwrap();
    }

    /// The ID of the data source of the tasks.
    pub(crate) async fn source(&self) -> String {
        let path = format!("databases/{}", self.tasks.id());
        let database = self.send("GET", &path, &Value::Null).await;
        let source = database["data_sources"][0]["id"].as_str();
        source.unwrap_or_else(|| panic!("{database}")).to_owned()
    }

    /// An address of the viewer.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.running.uri())
    }

    /// Sends a request of the API.
    pub(crate) async fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("/v1/{path}"))
            .header("authorization", format!("Bearer {}", self.running.token()))
            .header("notion-version", "2026-03-11")
            .body(match body {
                Value::Null => bytes::Bytes::new(),
                body => bytes::Bytes::from(body.to_string()),
            })
            .unwrap();
        let answer = self.running.call(request).await;
        serde_json::from_slice(answer.body()).unwrap()
    }

    /// A page with a block of many types in it. Gives its ID.
    pub(crate) async fn page(&self) -> String {
        let home = self.running.home();
        let text = |text: &str| json!([{ "text": { "content": text } }]);
        let page = json!({
            "parent": { "page_id": home },
            "icon": { "type": "emoji", "emoji": "🗺️" },
            "properties": { "title": text("Release plan") },
        });
        let page = self.send("POST", "pages", &page).await;
        let id = page["id"].as_str().unwrap().to_owned();
        let marked = json!([
            { "text": { "content": "The crates go out " } },
            { "text": { "content": "together" }, "annotations": { "bold": true } },
            { "text": { "content": ", under one number, with " } },
            { "text": { "content": "cargo publish" }, "annotations": { "code": true } },
            { "text": { "content": "." } },
        ]);
        let blocks = json!({ "children": [
            { "callout": { "rich_text": text("Nothing is published before the examples run."), "icon": { "type": "emoji", "emoji": "💡" }, "color": "blue_background" } },
            { "heading_2": { "rich_text": text("Order") } },
            { "paragraph": { "rich_text": marked } },
            { "to_do": { "rich_text": text("Read the changelog aloud"), "checked": true } },
            { "to_do": { "rich_text": text("Pack every crate"), "checked": false } },
            { "numbered_list_item": { "rich_text": text("The model") } },
            { "numbered_list_item": { "rich_text": text("The session") } },
            { "heading_2": { "rich_text": text("Check") } },
            { "code": { "rich_text": text("let tasks = session.get_or_create_db::<Task>(&home).await?;\nassert_eq!(tasks.query().count().await?, 5);"), "language": "rust" } },
            { "equation": { "expression": "\\sum_i x_i" } },
            { "quote": { "rich_text": text("What is not written down did not happen.") } },
            { "table": { "table_width": 2, "has_column_header": true, "children": [
                { "table_row": { "cells": [text("crate"), text("size")] } },
                { "table_row": { "cells": [text("notion-session"), text("340 KiB")] } },
            ] } },
            { "bookmark": { "url": "https://example.com/release" } },
        ] });
        let path = format!("blocks/{id}/children");
        let answer = self.send("PATCH", &path, &blocks).await;
        assert_eq!(answer["object"], "list", "{answer}");
        let comment = json!({ "parent": { "page_id": id }, "rich_text": text("Shall we wait for the audit?") });
        self.send("POST", "comments", &comment).await;
        id
    }
}

/// A session on a server, over its socket.
pub(crate) fn session(running: &Running) -> Session {
    Session::builder()
        .token(running.token())
        .base_url(running.uri())
        .build()
        .unwrap()
}

/// A tab of a browser.
pub(crate) struct Browser {
    pub(crate) client: Client,
}

impl Browser {
    /// A fresh browser; nothing where there is no driver, which is then said.
    pub(crate) async fn start() -> Option<Self> {
        let Ok(driver) = std::env::var("WEBDRIVER") else {
            println!("!!! WEBDRIVER is not set: a test in the browser DOES NOT RUN");
            return None;
        };
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
        ];
        let capabilities = json!({
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let Value::Object(capabilities) = capabilities else {
            return None;
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver)
            .await
            .unwrap();
        Some(Self { client })
    }

    /// A browser that has opened the address with the key.
    pub(crate) async fn visit(world: &World) -> Option<Self> {
        let browser = Self::start().await?;
        browser.go(&world.running.viewer_uri()).await;
        browser.sees("#side").await;
        Some(browser)
    }

    pub(crate) async fn go(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Follows the first link with this name, whatever icon it has.
    pub(crate) async fn follow(&self, name: &str) {
        let link = format!("//a[normalize-space(.)='{name}' or span[last()]='{name}']");
        let found = self.client.find(Locator::XPath(&link)).await;
        match found {
            Ok(found) => found.click().await.unwrap(),
            Err(error) => panic!("{name}: {error}\n{}", self.text().await),
        }
    }

    /// Waits for an element.
    pub(crate) async fn sees(&self, css: &str) -> fantoccini::elements::Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(css));
        match found.await {
            Ok(found) => found,
            Err(error) => panic!("{css}: {error}\n{}", self.text().await),
        }
    }

    /// Waits until the page has a text.
    pub(crate) async fn reads(&self, text: &str) {
        let began = Instant::now();
        loop {
            let page = self.text().await;
            if page.contains(text) {
                return;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "{text:?} does not appear in\n{page}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(crate) async fn text(&self) -> String {
        let text = self.run("return document.body.innerText").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Presses keys, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.client
            .issue_cmd(Extra("goog/cdp/execute", body))
            .await
            .unwrap()
    }

    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    pub(crate) async fn prefer(&self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// What the browser has to say, errors of the network and of the policy included.
    pub(crate) async fn console(&self) -> Vec<String> {
        let body = json!({ "type": "browser" });
        let said = self.client.issue_cmd(Extra("se/log", body)).await.unwrap();
        let said = said.as_array().unwrap().iter();
        said.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Ends the browser, which has said nothing.
    pub(crate) async fn close(self) {
        assert_eq!(self.console().await, Vec::<String>::new());
        self.client.close().await.unwrap();
    }
}

/// A command of chromedriver that is not part of WebDriver.
#[derive(Debug)]
struct Extra(&'static str, Value);

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.0
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.1.to_string()))
    }
}
