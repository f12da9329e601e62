//! A request of the log as a command for the shell. The token is not kept in the log, and is not in the command either.

use crate::core::log::Logged;

/// The command that sends a request once more.
pub(super) fn command(logged: &Logged, host: &str) -> String {
    let url = format!("http://{host}{}", logged.target());
    let mut parts = vec![
        format!("curl -X {} {}", logged.method(), quoted(&url)),
        "-H \"Authorization: Bearer $NOTION_TOKEN\"".to_owned(),
        format!(
            "-H {}",
            quoted(&format!(
                "Notion-Version: {}",
                logged.version().unwrap_or("2026-03-11")
            ))
        ),
    ];
    if let Some(body) = std::str::from_utf8(logged.body())
        .ok()
        .filter(|body| !body.is_empty())
    {
        parts.push("-H 'Content-Type: application/json'".to_owned());
        parts.push(format!("--data-raw {}", quoted(body)));
    }
    parts.join(" \\\n  ")
}

/// A word for a shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_themselves_to_a_shell() {
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's $HOME `x`"), r"'it'\''s $HOME `x`'");
    }
}
