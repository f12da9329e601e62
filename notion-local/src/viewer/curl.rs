//! Logged requests as `curl` commands. The log contains no tokens, so the command reads the token from a variable.

use crate::core::log::Logged;

/// Returns the command that repeats a request.
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

/// Quotes a word for a POSIX shell.
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
