//! Signatures of events: HMAC-SHA256 of the bytes of the body, with the subscription's token as the key.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The header with the signature of an event: `sha256=` and 64 hexadecimal digits.
pub const SIGNATURE_HEADER: &str = "X-Notion-Signature";

/// The prefix of the digits.
const SCHEME: &str = "sha256=";

/// Returns the signature that Notion would send with a body, for tests of a receiver.
pub fn sign(token: &SecretString, body: &[u8]) -> String {
    let digest = keyed(token, body).map(|mac| mac.finalize().into_bytes());
    let digits = digest.iter().flatten().map(|byte| format!("{byte:02x}"));
    digits.fold(SCHEME.to_owned(), |text, digits| text + &digits)
}

/// Returns true if the signature is that of the body. The comparison takes constant time.
pub(super) fn verify(token: &SecretString, signature: &[u8; 32], body: &[u8]) -> bool {
    keyed(token, body).is_some_and(|mac| mac.verify_slice(signature).is_ok())
}

/// Returns the bytes of a signature header; `None` if it is not a signature.
pub(super) fn parse(header: &str) -> Option<[u8; 32]> {
    let digits = header.trim().strip_prefix(SCHEME)?.as_bytes();
    let (pairs, rest) = digits.as_chunks::<2>();
    let mut signature = [0; 32];
    if !rest.is_empty() || pairs.len() != signature.len() {
        return None;
    }
    for (byte, [high, low]) in signature.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(signature)
}

fn digit(character: u8) -> Option<u8> {
    let digit = char::from(character).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// HMAC accepts keys of any length, so that this is never `None`.
fn keyed(token: &SecretString, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(token.expose_secret().as_bytes()).ok()?;
    mac.update(body);
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_hmac_of_rfc_4231() {
        // Test case 2 of the RFC: key "Jefe".
        let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(
            sign(&"Jefe".into(), b"what do ya want for nothing?"),
            expected
        );
        let signature = parse(expected).unwrap();
        assert!(verify(
            &"Jefe".into(),
            &signature,
            b"what do ya want for nothing?"
        ));
        assert!(!verify(
            &"jefe".into(),
            &signature,
            b"what do ya want for nothing?"
        ));
        assert!(!verify(
            &"Jefe".into(),
            &signature,
            b"what do ya want for nothing!"
        ));
    }

    #[test]
    fn any_token_is_a_key() {
        for token in [String::new(), "x".repeat(1000)] {
            let token = token.into();
            let signature = parse(&sign(&token, b"body")).unwrap();
            assert!(verify(&token, &signature, b"body"));
        }
    }

    #[test]
    fn what_is_no_signature_is_none() {
        let good = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert!(parse(&format!("sha256={good}")).is_some());
        assert!(parse(&format!("sha256={}", good.to_uppercase())).is_some());
        for bad in [
            String::new(),
            "sha256=".to_owned(),
            good.to_owned(),
            format!("sha1={good}"),
            format!("sha256={}", &good[1..]),
            format!("sha256={good}0"),
            format!("sha256={good}00"),
            format!("sha256=zz{}", &good[2..]),
            format!("sha256=é{}", &good[2..]),
        ] {
            assert!(parse(&bad).is_none(), "{bad}");
        }
    }
}
