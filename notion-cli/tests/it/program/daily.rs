//! The commands of every day: finding, reading, writing and moving pages.

use serde_json::{Value, json};

use super::{Stage, Task, World, file, program, run_with_input};

async fn with_task() -> (World, String) {
    let world = World::new().await;
    let task = Task {
        task: "Write".into(),
        estimate: Some(2.5),
        stage: Some(Stage::Backlog),
        ..Default::default()
    };
    let id = world.tasks.insert(task).await.unwrap().id().to_string();
    (world, id)
}

/// The values of a row, as the program prints them.
fn row(world: &World, id: &str) -> Value {
    let out = world.run(&["get", id, "--json", "--properties"]).well();
    serde_json::from_str::<Value>(&out).unwrap()["properties"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_databases_are_found_by_words_of_their_titles() {
    let (world, id) = with_task().await;
    let out = world.run(&["search", "Write"]).well();
    assert_eq!(out, format!("{id}  page      Write\n"));
    let out = world.run(&["search", "Tasks", "--json"]).well();
    let hit: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&hit["type"], &hit["title"]),
        (&json!("database"), &json!("Tasks"))
    );
    let all = world.run(&["search", "--csv"]).well();
    assert!(all.starts_with("id,type,title,url\r\n"), "{all}");
    assert_eq!(all.lines().count(), 5, "{all}");
    assert_eq!(
        world
            .run(&["search", "--limit", "1"])
            .well()
            .lines()
            .count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_created_with_content_and_printed_as_it_was_written() {
    let world = World::new().await;
    let text = "## Goals\n\n- [x] Write **it**\n- [ ] Read it\n";
    let mut command = program(&[
        "new",
        "Home",
        "--title",
        "Plans",
        "--md",
        "-",
        "--base-url",
        &world.server.uri(),
    ]);
    command.env("NOTION_TOKEN", world.server.token());
    let out = run_with_input(command, text).well();
    let (id, url) = out.trim_end().split_once("  ").unwrap();
    assert!(url.starts_with("https://"), "{out}");
    let front = format!("---\nid: {id}\nurl: \"{url}\"\ntitle: \"Plans\"\n---\n");
    assert_eq!(
        world.run(&["get", "Plans"]).well(),
        format!("{front}\n{text}")
    );
    assert_eq!(world.run(&["get", id, "--properties"]).well(), front);

    // What was printed is read back, without its front matter.
    let path = file("plans.md");
    let _missing = std::fs::remove_file(&path);
    let path = path.to_str().unwrap();
    assert_eq!(world.run(&["get", id, "--out", path]).well(), "");
    assert_eq!(world.run(&["append", id, path]).well(), "");
    let doubled = world.run(&["get", id, "--json"]).well();
    let doubled: Value = serde_json::from_str(&doubled).unwrap();
    assert_eq!(doubled["markdown"], format!("{text}\n{text}"));
    let html = world.run(&["get", id, "--html"]).well();
    assert!(
        html.contains("<title>Plans</title>") && html.contains("<strong>it</strong>"),
        "{html}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_markdown_cannot_express_is_listed() {
    let world = World::new().await;
    let home = world.session.get_page(world.server.home()).await.unwrap();
    use notion_session::content::{paragraph, table_of_contents};
    let page = world
        .session
        .create_page(&home, "Odd")
        .content([paragraph("a"), table_of_contents()]);
    page.await.unwrap();
    let ran = world.run(&["get", "Odd"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.ends_with("---\n\na\n"), "{}", ran.out);
    assert!(
        ran.err.starts_with("not in the Markdown: [1]"),
        "{}",
        ran.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_created_and_changed_by_the_schema() {
    let (world, _) = with_task().await;
    let words = [
        "new",
        "Tasks",
        "--title",
        "Read",
        "--set",
        "stage=Done",
        "--set",
        "Estimate = 3",
    ];
    let out = world.run(&words).well();
    let id = out.split("  ").next().unwrap();
    let expected = json!({ "Done": false, "Estimate": 3, "Project": [], "Stage": "Done" });
    assert_eq!(row(&world, id), expected);

    world
        .run(&["set", id, "Estimate=", "Done=yes", "Task=Read it"])
        .well();
    let expected = json!({ "Done": true, "Estimate": null, "Project": [], "Stage": "Done" });
    assert_eq!(row(&world, id), expected);
    world.run(&["get", "Read it"]).well();
}

#[tokio::test(flavor = "multi_thread")]
async fn elements_are_added_to_lists_and_removed() {
    let (world, id) = with_task().await;
    let project = |name: &str| super::Project {
        name: name.into(),
        ..Default::default()
    };
    let a = world
        .projects
        .insert(project("A"))
        .await
        .unwrap()
        .id()
        .to_string();
    let b = world
        .projects
        .insert(project("B"))
        .await
        .unwrap()
        .id()
        .to_string();
    world.run(&["set", &id, &format!("Project={a}")]).well();
    world.run(&["set", &id, &format!("Project+={b}")]).well();
    world.run(&["set", &id, &format!("Project+={b}")]).well();
    assert_eq!(row(&world, &id)["Project"], json!([a, b]));
    world.run(&["set", &id, &format!("Project-={a}")]).well();
    assert_eq!(row(&world, &id)["Project"], json!([b]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_does_not_fit_says_what_would_and_changes_nothing() {
    let (world, id) = with_task().await;
    let before = row(&world, &id);
    for (assignment, parts) in [
        (
            "Estimate=soon",
            &["\"Estimate\"", "\"soon\" is not a number"][..],
        ),
        (
            "Stage=Dome",
            &["did you mean \"Done\"?", "\"Backlog\"", "--create-options"],
        ),
        (
            "Stag=Done",
            &["\"Stag\" is not a property", "did you mean \"Stage\"?"],
        ),
        ("Estimate+=1", &["has one value"]),
        ("Done=perhaps", &["is not yes or no"]),
        (
            "Project=Launch",
            &["is not the title, id or URL of a page of the related database"],
        ),
    ] {
        let sentence = world.run(&["set", &id, "Done=yes", assignment]).badly();
        for part in parts {
            assert!(sentence.contains(part), "{part:?} is missing in {sentence}");
        }
    }
    let ran = world.run(&["set", &id, "Done"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert_eq!(row(&world, &id), before);
    world
        .run(&["set", &id, "Stage=Dreamt", "--create-options"])
        .well();
    assert_eq!(row(&world, &id)["Stage"], "Dreamt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_in_a_page_has_a_title_and_nothing_else() {
    let world = World::new().await;
    world.run(&["new", "Home", "--title", "Plans"]).well();
    let ran = world.run(&["new", "Home", "--title", "x", "--set", "Status=Done"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let sentence = world.run(&["set", "Plans", "Status=Done"]).badly();
    assert!(
        sentence.contains("is not a row of a database"),
        "{sentence}"
    );
    world.run(&["set", "Plans", "title=Dreams"]).well();
    world.run(&["get", "Dreams"]).well();
    let sentence = world.run(&["set", "Tasks", "Stage=Done"]).badly();
    assert!(sentence.contains("is a database"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_to_the_trash_and_come_back_and_move() {
    let (world, id) = with_task().await;
    world.run(&["trash", &id]).well();
    assert_eq!(world.run(&["rows", "Tasks", "--json"]).well(), "");
    world.run(&["restore", &id]).well();
    assert_eq!(
        world
            .run(&["rows", "Tasks", "--json"])
            .well()
            .lines()
            .count(),
        1
    );

    world.run(&["new", "Home", "--title", "Plans"]).well();
    world.run(&["new", "Home", "--title", "Old"]).well();
    world.run(&["mv", "Old", "Plans"]).well();
    let old = world
        .session
        .search_page("Old")
        .await
        .unwrap()
        .item()
        .unwrap();
    let plans = world
        .session
        .search_page("Plans")
        .await
        .unwrap()
        .item()
        .unwrap();
    assert_eq!(old.parent().unwrap().page_id(), Some(plans.id()));
    world.run(&["mv", "Tasks", "Plans"]).well();
    assert_eq!(world.run(&["ls", "Plans"]).well().lines().count(), 1);
    let sentence = world.run(&["mv", "Tasks", "Projects"]).badly();
    assert!(sentence.contains("cannot be in a database"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_goes_to_the_trash_when_that_is_confirmed() {
    let world = World::new().await;
    let id = world.tasks.id().to_string();
    let sentence = world.run(&["trash", "Tasks"]).badly();
    assert!(
        sentence.contains("\"Tasks\" with all its rows") && sentence.contains("--yes"),
        "{sentence}"
    );
    #[cfg(unix)]
    {
        let words = ["trash", "Tasks", "--base-url", &world.server.uri()];
        let token = world.server.token();
        let out = super::terminal::typed(program(&words), token, 80, "n\n");
        assert!(
            out.contains("[y/N]") && out.contains("nothing was done"),
            "{out}"
        );
        assert_eq!(world.run(&["ls"]).well().lines().count(), 2);
        let out = super::terminal::typed(program(&words), token, 80, "y\n");
        assert!(out.contains("is in the trash"), "{out}");
    }
    #[cfg(not(unix))]
    world.run(&["trash", "Tasks", "--yes"]).well();
    assert_eq!(world.run(&["ls"]).well().lines().count(), 1);
    world.run(&["restore", &id]).well();
    assert_eq!(world.run(&["ls"]).well().lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_are_written_and_answered() {
    let world = World::new().await;
    world.run(&["comment", "Home", "Is this **done**?"]).well();
    let out = world.run(&["comments", "Home", "--json"]).well();
    let comment: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(comment["text"], "Is this done?");
    let discussion = comment["discussion_id"].as_str().unwrap();
    world
        .run(&["comment", "Home", "Yes", "--reply-to", discussion])
        .well();
    let out = world.run(&["comments", "Home"]).well();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 2, "{out}");
    assert!(
        lines[0].ends_with(": Is this done?") && lines[1].ends_with(": Yes"),
        "{out}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_uploaded_and_downloaded() {
    let world = World::new().await;
    let path = file("letter.txt");
    std::fs::write(&path, "Dear Ada").unwrap();
    let out = world
        .run(&["upload", path.to_str().unwrap(), "--to", "Home"])
        .well();
    let back = file("letter-back.txt");
    let _missing = std::fs::remove_file(&back);
    let words = ["fetch", out.trim_end(), "--out", back.to_str().unwrap()];
    world.run(&words).well();
    assert_eq!(std::fs::read_to_string(&back).unwrap(), "Dear Ada");
    let sentence = world
        .run(&["fetch", &world.server.home().to_string()])
        .badly();
    assert!(sentence.contains("has no file"), "{sentence}");
    let sentence = world.run(&["upload", "/is/not/there.txt"]).badly();
    assert!(sentence.contains("/is/not/there.txt"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_endpoint_can_be_asked() {
    let world = World::new().await;
    let me = world.run(&["api", "get", "/v1/users/me"]).well();
    let me: Value = serde_json::from_str(&me).unwrap();
    assert_eq!(me["object"], "user");
    let hits = world
        .run(&["api", "POST", "v1/search", "{\"query\": \"Tasks\"}"])
        .well();
    let hits: Value = serde_json::from_str(&hits).unwrap();
    assert_eq!(hits["results"].as_array().unwrap().len(), 1);
    let sentence = world.run(&["api", "GET", "/v1/pages/x"]).badly();
    assert!(sentence.contains("400"), "{sentence}");
    for words in [
        &["api", "PUT", "/v1/pages/x"][..],
        &["api", "GET", "/x"],
        &["api", "POST", "/v1/search", "{"],
    ] {
        assert_eq!(world.run(words).code, Some(2), "{words:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_has_comments_of_its_own() {
    let world = World::new().await;
    let home = world.session.get_page(world.server.home()).await.unwrap();
    home.append("A paragraph.").await.unwrap();
    let blocks = world
        .session
        .api()
        .blocks()
        .children(home.id())
        .all()
        .await
        .unwrap();
    let block = blocks.last().unwrap().id.to_string();
    let url = format!("{}#{}", home.url().unwrap(), block.replace('-', ""));
    world.run(&["comment", &block, "first"]).well();
    world.run(&["comment", &url, "second"]).well();
    for word in [&block, &url] {
        let comments = world.run(&["comments", word]).well();
        assert!(
            comments.contains(": first\n") && comments.contains(": second\n"),
            "{comments}"
        );
    }
    let database = world.tasks.id().to_string();
    let sentence = world.run(&["comments", &database]).badly();
    assert_eq!(
        sentence,
        format!(
            "`{database}` is the id of a database, not of a page: `notion search` lists pages and databases"
        )
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_opened_in_the_browser() {
    let world = World::new().await;
    let out = world.run(&["open", "Home", "--print"]).well();
    assert!(out.starts_with("https://"), "{out}");
    // A browser that writes down what it is given.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let (browser, opened) = (super::file("browser"), super::file("opened"));
        let _none = std::fs::remove_file(&opened);
        let script = format!(
            "#!/bin/sh\necho \"$1\" > {0}.part\nmv {0}.part {0}\n",
            opened.display()
        );
        std::fs::write(&browser, script).unwrap();
        std::fs::set_permissions(&browser, PermissionsExt::from_mode(0o755)).unwrap();
        let mut command = program(&["open", "Home", "--base-url", &world.server.uri()]);
        command
            .env("NOTION_TOKEN", world.server.token())
            .env("BROWSER", &browser);
        assert_eq!(super::finished(command).well(), out);
        // It runs by itself.
        while !opened.exists() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(std::fs::read_to_string(&opened).unwrap(), out);
    }
    let mut command = program(&["open", "Home", "--base-url", &world.server.uri()]);
    command
        .env("NOTION_TOKEN", world.server.token())
        .env("BROWSER", "no-such-browser");
    let sentence = super::finished(command).badly();
    assert!(
        sentence.contains("no-such-browser cannot be started"),
        "{sentence}"
    );
}
