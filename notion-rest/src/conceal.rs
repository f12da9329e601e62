//! Texts that came from outside, as errors show them: without tokens and without the queries of addresses.
//!
//! A server may echo what it was sent, and a message may repeat a signed address. Errors are logged and passed on, so every
//! text in them that was not written in this crate goes through here first.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

/// What is shown in place of a secret.
const PLACEHOLDER: &str = "[secret]";

/// The tokens of all clients that live. Errors are made in many places, and a few of them far from any client.
static TOKENS: Mutex<Vec<Weak<SecretString>>> = Mutex::new(Vec::new());

/// Conceals a token wherever errors are made, as long as the handle lives.
pub(crate) fn register(token: SecretString) -> Arc<SecretString> {
    let token = Arc::new(token);
    if is_secret(token.expose_secret()) {
        let mut tokens = TOKENS.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.retain(|token| token.strong_count() > 0);
        tokens.push(Arc::downgrade(&token));
    }
    token
}

/// Shorter strings are not tokens, and may be part of any word.
fn is_secret(text: &str) -> bool {
    const SHORTEST: usize = 8;
    text.len() >= SHORTEST
}

/// A text that came from outside, as it is shown.
pub fn conceal(text: &str) -> String {
    conceal_all(text, &[])
}

/// The same, with secrets of a request as well.
pub(crate) fn conceal_all(text: &str, secrets: &[SecretString]) -> String {
    hide_queries(&hide_secrets(text, secrets)).into_owned()
}

/// A text without secrets.
pub(crate) fn hide_secrets<'t>(text: &'t str, secrets: &[SecretString]) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    let mut hide = |secret: &str| {
        if is_secret(secret) && text.contains(secret) {
            text = Cow::Owned(text.replace(secret, PLACEHOLDER));
        }
    };
    for secret in secrets {
        hide(secret.expose_secret());
    }
    let tokens = TOKENS.lock().unwrap_or_else(PoisonError::into_inner);
    for token in tokens.iter().filter_map(Weak::upgrade) {
        hide(token.expose_secret());
    }
    text
}

/// A text whose addresses have no queries: these may be signatures, which are as good as keys.
fn hide_queries(text: &str) -> Cow<'_, str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '`' | '<' | '>');
    if !text.contains('?') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(end) = rest.find(ends) {
        let (word, after) = rest.split_at(end);
        shown.push_str(&without_query(word));
        let mut after_chars = after.chars();
        shown.extend(after_chars.next());
        rest = after_chars.as_str();
    }
    shown.push_str(&without_query(rest));
    Cow::Owned(shown)
}

/// A word without its query, if it is an address with one.
fn without_query(word: &str) -> Cow<'_, str> {
    match word.split_once('?') {
        Some((address, query))
            if !query.is_empty() && (query.contains('=') || address.contains("://")) =>
        {
            Cow::Owned(format!("{address}?…"))
        }
        _ => Cow::Borrowed(word),
    }
}

/// A cause as it is shown: itself, unless there is something to hide in it.
pub fn conceal_cause(cause: Box<dyn StdError + Send + Sync>) -> Box<dyn StdError + Send + Sync> {
    let shown = format!("{cause:?} {}", chain(&*cause));
    if conceal(&shown) == shown {
        cause
    } else {
        conceal(&chain(&*cause)).into()
    }
}

/// All strings of a JSON value, as they are shown.
pub(crate) fn conceal_json(value: &mut Value) {
    match value {
        Value::String(text) => *text = conceal(text),
        Value::Array(values) => values.iter_mut().for_each(conceal_json),
        Value::Object(members) => members.values_mut().for_each(conceal_json),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// An address as errors show it: without user, query and fragment, in which a signature or a password may be.
pub fn shown_address(address: &str) -> String {
    const LONGEST: usize = 300;
    if let Some((kind, _)) = address.split_once(',')
        && kind.starts_with("data:")
    {
        let kind: String = kind.chars().take(100).collect();
        return format!("{kind},…");
    }
    let plain = match Url::parse(address) {
        Ok(mut url) => {
            url.set_query(None);
            url.set_fragment(None);
            // Addresses that cannot have a user have none.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.to_string()
        }
        Err(_) => {
            let plain = address.split(['?', '#']).next().unwrap_or_default();
            plain.rsplit('@').next().unwrap_or_default().to_owned()
        }
    };
    let plain = conceal(&plain);
    match plain.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

/// An error with its causes: the message of reqwest's alone says little.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_hidden_as_long_as_its_client_lives() {
        let token = register("ntn_conceal_test".into());
        for text in [
            "ntn_conceal_test",
            "Bearer ntn_conceal_test, ntn_conceal_test",
            "{\"authorization\":\"Bearer ntn_conceal_test\"}",
        ] {
            let shown = conceal(text);
            assert!(!shown.contains("ntn_conceal_test"), "{shown}");
            assert!(shown.contains(PLACEHOLDER), "{shown}");
        }
        drop(token);
        assert_eq!(conceal("ntn_conceal_test"), "ntn_conceal_test");
    }

    #[test]
    fn a_short_token_leaves_words_alone() {
        let _token = register("x".into());
        assert_eq!(conceal("exact"), "exact");
    }

    #[test]
    fn queries_are_hidden_and_questions_are_not() {
        for (text, shown) in [
            (
                "https://a.b/c.pdf?X-Amz-Signature=k&e=1",
                "https://a.b/c.pdf?…",
            ),
            ("see https://a.b/c?k (d)", "see https://a.b/c?… (d)"),
            ("\"https://a.b/c?d=(e)'f\" is", "\"https://a.b/c?…\" is"),
            ("/c.pdf?sig=k", "/c.pdf?…"),
            ("<a href=\"x?y=z\">", "<a href=\"x?…\">"),
            ("https://a.b?c\\u0026d=e", "https://a.b?…"),
            (
                "two ftp://a/?b=c and http://d/?e",
                "two ftp://a/?… and http://d/?…",
            ),
            ("Really? Yes.", "Really? Yes."),
            ("What?! no", "What?! no"),
            ("https://a.b/?", "https://a.b/?"),
            ("", ""),
        ] {
            assert_eq!(conceal(text), shown);
        }
    }

    #[test]
    fn a_cause_stays_what_it_is_unless_it_shows_something() {
        let plain: Box<dyn StdError + Send + Sync> = Box::new(std::io::Error::other("plain"));
        assert!(conceal_cause(plain).is::<std::io::Error>());
        let signed: Box<dyn StdError + Send + Sync> =
            Box::new(std::io::Error::other("https://a.b?c=d"));
        let shown = conceal_cause(signed);
        assert!(!format!("{shown:?} {shown}").contains("c=d"));
    }
}
