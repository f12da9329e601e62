//! How a receiver knows that a webhook is the server's.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The value of `X-Notion-Signature`: the HMAC-SHA256 of the body, with the verification token as its key.
pub(super) fn sign(token: &str, body: &[u8]) -> String {
    let mut signature = String::from("sha256=");
    // A key of any length will do, so that this never fails.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(token.as_bytes()) {
        mac.update(body);
        for byte in mac.finalize().into_bytes() {
            let _written = write!(signature, "{byte:02x}");
        }
    }
    signature
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second test case of RFC 4231.
    #[test]
    fn a_signature_is_the_hash_with_a_key_of_the_body() {
        assert_eq!(
            sign("Jefe", b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
