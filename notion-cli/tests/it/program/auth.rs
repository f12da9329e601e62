//! `notion auth`, profiles, and the variables of the environment.

use std::path::PathBuf;
use std::process::Command;

use super::{Ran, World, file, finished, program, run_with_input};

/// An empty folder for a configuration.
fn folder(name: &str) -> PathBuf {
    let folder = file(name);
    let _missing = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn with(folder: &PathBuf, words: &[&str]) -> Command {
    let mut command = program(words);
    command.env("XDG_CONFIG_HOME", folder);
    command
}

fn logged_in(world: &World, folder: &PathBuf, profile: &str) -> Ran {
    let uri = world.server.uri();
    let words = [
        "auth",
        "login",
        "--with-token",
        "--profile",
        profile,
        "--base-url",
        &uri,
    ];
    run_with_input(with(folder, &words), &format!("{}\n", world.server.token()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_token_is_used_for_its_server() {
    let world = World::new().await;
    let folder = folder("stored");
    let out = logged_in(&world, &folder, "local").well();
    assert!(out.contains("profile local, token in "), "{out}");
    assert!(!out.contains(world.server.token()), "{out}");
    // The profile knows its address.
    let ran = finished(with(
        &folder,
        &["rows", "Tasks", "--csv", "--profile", "local"],
    ))
    .well();
    assert!(ran.starts_with("Task,"), "{ran}");
    let status = finished(with(&folder, &["auth", "status", "--profile", "local"])).well();
    assert!(
        status.starts_with("token of the profile local, for http://127.0.0.1:"),
        "{status}"
    );

    // It is not sent elsewhere.
    let words = [
        "ls",
        "--profile",
        "local",
        "--base-url",
        "http://127.0.0.1:9",
    ];
    let sentence = finished(with(&folder, &words)).badly();
    assert!(
        sentence.contains("is not sent to http://127.0.0.1:9"),
        "{sentence}"
    );

    let out = finished(with(&folder, &["auth", "logout", "--profile", "local"])).well();
    assert!(out.contains("removed"), "{out}");
    let sentence = finished(with(&folder, &["ls", "--profile", "local"])).badly();
    assert!(sentence.contains("has no token"), "{sentence}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_can_read_a_stored_token() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new().await;
    let folder = folder("private");
    logged_in(&world, &folder, "p").well();
    let path = folder.join("notion/tokens/p");
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let config = std::fs::read_to_string(folder.join("notion/config.toml")).unwrap();
    assert!(!config.contains(world.server.token()), "{config}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_notion_refuses_is_not_stored() {
    let world = World::new().await;
    let folder = folder("refused");
    let uri = world.server.uri();
    let words = ["auth", "login", "--with-token", "--base-url", &uri];
    let sentence = run_with_input(with(&folder, &words), "ntn_wrong").badly();
    assert!(
        sentence.contains("401") && !sentence.contains("ntn_wrong"),
        "{sentence}"
    );
    assert!(!folder.join("notion").exists());
    let sentence = run_with_input(with(&folder, &words), "two words").badly();
    assert!(sentence.contains("is not a token"), "{sentence}");
    let ran = finished(with(&folder, &["auth", "login"]));
    assert_eq!(ran.code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_of_the_environment_name_the_server_and_the_profile() {
    let world = World::new().await;
    let folder = folder("variables");
    logged_in(&world, &folder, "work").well();
    let mut command = with(&folder, &["ls"]);
    command.env("NOTION_TOKEN", world.server.token());
    command.env("NOTION_BASE_URL", world.server.uri());
    assert_eq!(finished(command).well().lines().count(), 2);
    let mut command = with(&folder, &["whoami"]);
    command.env("NOTION_PROFILE", "work");
    let me = finished(command).well();
    assert!(me.contains(&world.server.uri()), "{me}");

    // The configuration may name a default.
    let path = folder.join("notion/config.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("profile = \"work\"\n{config}")).unwrap();
    finished(with(&folder, &["whoami"])).well();
    let sentence = finished(with(&folder, &["whoami", "--profile", "home"])).badly();
    assert!(
        sentence.contains("there is no profile \"home\""),
        "{sentence}"
    );
    std::fs::write(&path, "token = \"ntn_hidden\"").unwrap();
    let sentence = finished(with(&folder, &["whoami"])).badly();
    assert!(
        sentence.contains("config.toml: `token` is not a key"),
        "{sentence}"
    );
}

/// Where nothing answers for a keyring, a token goes to a file.
#[cfg(all(feature = "keyring", target_os = "linux"))]
#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_a_token_is_kept_in_a_file() {
    let world = World::new().await;
    let folder = folder("no-keyring");
    let uri = world.server.uri();
    let words = [
        "auth",
        "login",
        "--with-token",
        "--profile",
        "k",
        "--base-url",
        &uri,
    ];
    // No bus that the test's own user may have.
    let without = |mut command: Command| {
        command
            .env_remove("NOTION_KEYRING")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/is/not/there");
        command
    };
    let out = run_with_input(without(with(&folder, &words)), world.server.token()).well();
    assert!(out.contains("token in /"), "{out}");
    assert!(folder.join("notion/tokens/k").exists());
    finished(without(with(&folder, &["whoami", "--profile", "k"]))).well();
    finished(without(with(
        &folder,
        &["auth", "logout", "--profile", "k"],
    )))
    .well();
    assert!(!folder.join("notion/tokens/k").exists());
    let failure = finished(without(with(&folder, &["whoami", "--profile", "k"]))).badly();
    assert!(
        failure.contains("the profile \"k\" has no token"),
        "{failure}"
    );
}
