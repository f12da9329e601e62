//! Runnable programs, one idea each. This library holds what they share: the choice between Notion
//! and the local server, which the library itself never makes silently.

use std::fmt;

use notion_session::{Page, Session};

/// What `main` gives: an error is printed as the sentence that it is.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// Any error, for a person to read. `main` prints the `Debug` form of what it fails with.
pub struct Failure(Box<dyn std::error::Error>);

impl<E: std::error::Error + 'static> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure(Box::new(error))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The variable with the page that the examples work on, by its id or URL.
const PAGE_VARIABLE: &str = "NOTION_PAGE";

/// Returns whether the program was started with `--view`. To be called first: a misspelt argument is an error before any request.
///
/// # Errors
///
/// If there is any other argument.
pub fn wants_view() -> Result<bool> {
    is_view(&std::env::args().skip(1).collect::<Vec<_>>())
}

fn is_view(arguments: &[String]) -> Result<bool> {
    match arguments {
        [] => Ok(false),
        [argument] if argument == "--view" => Ok(true),
        _ => Err(Failure(
            format!(
                "`{}` is not understood: the only argument is `--view`, which shows the result in the browser",
                arguments.join(" ")
            )
            .into(),
        )),
    }
}

/// Shows the local server of a session in the browser until Ctrl-C, if that is wanted; else prints how to. A session on Notion
/// itself has no local server to show.
///
/// # Errors
///
/// If no port can be opened.
#[expect(clippy::print_stdout, reason = "a program says where to look")]
pub async fn view(session: &Session, program: &str, wanted: bool) -> Result {
    let Some(server) = session.local_server() else {
        if wanted {
            println!("The viewer shows the local server; this session is on Notion itself.");
        }
        return Ok(());
    };
    if !wanted {
        println!("To look at it in the browser: cargo run --example {program} -- --view");
        return Ok(());
    }
    let running = server.clone().serve(([127, 0, 0, 1], 0).into()).await?;
    let address = running.viewer_uri();
    println!("Look at it in the browser, and stop it with Ctrl-C:\n{address}");
    // If the browser cannot be opened, the printed address remains.
    let _unopened = open::that_detached(&address);
    Ok(tokio::signal::ctrl_c().await?)
}

/// A session, and the page to work on.
///
/// With the variables `NOTION_TOKEN` and `NOTION_PAGE` it is that page in Notion; without a token it
/// is the page "Home" of the local server. Which of the two it is, is printed. One request.
///
/// # Errors
///
/// Where there is a token and no page, and as [`Session::get_page`] and [`Session::search_page`].
#[expect(clippy::print_stdout, reason = "a program says what it works on")]
pub async fn open() -> Result<(Session, Page)> {
    let set = |name| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    if !set("NOTION_TOKEN") {
        println!(
            "No NOTION_TOKEN is set: running on the local server, nothing leaves this machine.\n"
        );
        let session = Session::local();
        let home = session.search_page("Home").await?.item()?;
        return Ok((session, home));
    }
    let session = Session::from_env()?;
    let page = std::env::var(PAGE_VARIABLE).unwrap_or_default();
    if page.trim().is_empty() {
        return Err(Failure(
            format!(
                "set {PAGE_VARIABLE} to the id or URL of a page that is shared with the integration"
            )
            .into(),
        ));
    }
    let page = session.get_page(page.trim()).await?;
    println!("Working on {} in Notion.\n", page.url().unwrap_or("a page"));
    Ok((session, page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_argument_is_an_error_that_names_it() {
        let of = |arguments: &[&str]| {
            let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
            is_view(&arguments).map_err(|failure| format!("{failure:?}"))
        };
        assert_eq!(of(&[]), Ok(false));
        assert_eq!(of(&["--view"]), Ok(true));
        for wrong in [&["--vieww"][..], &["--view", "now"]] {
            let error = of(wrong).unwrap_err();
            assert!(
                error.contains(&wrong.join(" ")) && error.contains("`--view`"),
                "{error}"
            );
        }
    }
}
