//! The connections that this process has: clients of one token at one address share their pace.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};

use super::Pace;
use super::pacer::Local;

/// A connection by its origin and the hashes of its token, so that no token outlives its client here. Two hashes with keys of
/// their own: two tokens are taken for one in a case of 2¹²⁸.
type Key = (String, [u64; 2]);

/// Pacers stay until they are idle, so that a client that is opened after another one was closed keeps to the same budget.
static PACERS: Mutex<Vec<(Key, Arc<Local>)>> = Mutex::new(Vec::new());

static HASHERS: LazyLock<[RandomState; 2]> = LazyLock::new(Default::default);

/// Returns the pacer of a connection. If there is one already, the stricter pace applies from now on.
pub(super) fn pacer(origin: &str, token: &SecretString, pace: Pace) -> Arc<Local> {
    // Without a limit there is nothing to share.
    if pace.is_unlimited() {
        return Arc::new(Local::new(pace));
    }
    let hashes = HASHERS
        .each_ref()
        .map(|hasher| hasher.hash_one(token.expose_secret()));
    let key = (origin.to_owned(), hashes);
    let mut pacers = PACERS.lock().unwrap_or_else(PoisonError::into_inner);
    pacers.retain(|(_, pacer)| Arc::strong_count(pacer) > 1 || !pacer.is_idle());
    if let Some((_, pacer)) = pacers.iter().find(|(known, _)| *known == key) {
        pacer.tighten(pace);
        return Arc::clone(pacer);
    }
    let pacer = Arc::new(Local::new(pace));
    pacers.push((key, Arc::clone(&pacer)));
    pacer
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::http::pacer::Pacer;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn one_token_at_one_address_is_one_connection() {
        let of =
            |origin: &str, token: &str| pacer(origin, &token.into(), Pace::per_window(5, SECOND));
        let here = of("https://connections.test", "a");
        assert!(Arc::ptr_eq(&here, &of("https://connections.test", "a")));
        assert!(!Arc::ptr_eq(&here, &of("https://connections.test", "b")));
        assert!(!Arc::ptr_eq(&here, &of("https://other.test", "a")));
        let free = || pacer("https://connections.test", &"a".into(), Pace::unlimited());
        assert!(free().is_unlimited() && !Arc::ptr_eq(&free(), &free()));
    }

    #[tokio::test(start_paused = true)]
    async fn the_strictest_pace_applies_and_outlives_its_client_for_a_window() {
        let of = |requests, window| {
            let pace = Pace::per_window(requests, window);
            pacer("https://strict.test", &"a".into(), pace)
        };
        let pacer = of(5, SECOND);
        of(3, SECOND);
        of(400, 100 * SECOND);
        of(1_000, SECOND);
        let start = tokio::time::Instant::now();
        for _ in 0..3 {
            pacer.next().await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(pacer);
        // A client that is opened at once counts what the closed one sent.
        of(1_000, SECOND).next().await;
        assert_eq!(start.elapsed(), SECOND);
        tokio::time::advance(2 * SECOND).await;
        let later = of(1_000, SECOND);
        let again = tokio::time::Instant::now();
        for _ in 0..1_000 {
            later.next().await;
        }
        assert_eq!(again.elapsed(), Duration::ZERO);
    }
}
