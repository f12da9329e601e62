//! `GET /_local/requests`.

use bytes::Bytes;

use crate::core::Core;
use crate::core::log::Logged;

/// How much is written before other requests get their turn, in bytes.
const TURN: usize = 1024 * 1024;

/// The requests of the log, or some of them: `from` is the number of the first one, `count` the most that are shown.
pub(super) async fn show(core: &Core, query: &str) -> Result<Bytes, String> {
    let (mut from, mut count) = (0, usize::MAX);
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let number = value
            .parse()
            .map_err(|_| format!("{key} should be a whole number, instead was {value:?}"));
        match &*key {
            "from" => from = number?,
            "count" => count = number?,
            _ => return Err(format!("{key} is not known here; known are from, count")),
        }
    }
    // The log is not held while it is written.
    Ok(list(&core.logged(from, count)).await)
}

async fn list(requests: &[Logged]) -> Bytes {
    let mut text = String::from("[");
    let mut turn = 0;
    for (number, request) in requests.iter().enumerate() {
        text.push_str(if number == 0 { "\n  " } else { ",\n  " });
        text.push_str(&request.json());
        if text.len() - turn > TURN {
            turn = text.len();
            tokio::task::yield_now().await;
        }
    }
    text.push_str(if requests.is_empty() { "]\n" } else { "\n]\n" });
    text.into()
}
