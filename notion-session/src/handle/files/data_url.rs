//! `data:` URLs, which contain the file: `data:image/png;base64,…` (RFC 2397).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use percent_encoding::percent_decode_str;

/// Returns the media type and the content; `None` if it is not a `data:` URL, or its Base64 is invalid.
///
/// As in browsers, spaces are ignored, and padding may be missing.
pub(super) fn decode(address: &str) -> Option<(String, Bytes)> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

    let scheme = address.get(..5)?;
    if !scheme.eq_ignore_ascii_case("data:") {
        return None;
    }
    let (head, content) = address[5..].split_once(',')?;
    let content = content.split('#').next().unwrap_or_default();
    let bytes: Vec<u8> = percent_decode_str(content).collect();
    let (media_type, is_base64) = match head.rsplit_once(';') {
        Some((media_type, last)) if last.trim().eq_ignore_ascii_case("base64") => {
            (media_type, true)
        }
        _ => (head, false),
    };
    let bytes = if is_base64 {
        let plain: Vec<u8> = bytes
            .into_iter()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect();
        BASE64.decode(plain).ok()?
    } else {
        bytes
    };
    let media_type = match media_type.trim() {
        "" => "text/plain;charset=US-ASCII".to_owned(),
        // The type is left out where only a parameter is given.
        parameters if parameters.starts_with(';') => format!("text/plain{parameters}"),
        media_type => media_type.to_owned(),
    };
    Some((media_type, bytes.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_addresses_are_read_as_browsers_read_them() {
        for (address, media_type, content) in [
            ("data:image/png;base64,SGVsbG8=", "image/png", "Hello"),
            ("data:image/png;base64,SGVsbG8", "image/png", "Hello"),
            ("data:image/png;base64,SGVs%62G8%3D", "image/png", "Hello"),
            ("data:image/png;base64,SGVs\n bG8=", "image/png", "Hello"),
            ("DATA:image/png;BASE64,SGVsbG8=#x", "image/png", "Hello"),
            (
                "data:,Hello%2C%20you",
                "text/plain;charset=US-ASCII",
                "Hello, you",
            ),
            (
                "data:;charset=utf-8,%C3%A9",
                "text/plain;charset=utf-8",
                "é",
            ),
            ("data:text/html,<p>100%</p>", "text/html", "<p>100%</p>"),
            (
                "data:text/plain;charset=utf-8;base64,w6k=",
                "text/plain;charset=utf-8",
                "é",
            ),
            ("data:text/plain,a%2", "text/plain", "a%2"),
            ("data:text/plain,a%zz+b", "text/plain", "a%zz+b"),
            ("data:image/png;base64,", "image/png", ""),
            ("data:,", "text/plain;charset=US-ASCII", ""),
        ] {
            let (read, bytes) = decode(address).unwrap();
            assert_eq!(
                (read.as_str(), bytes),
                (media_type, content.into()),
                "{address}"
            );
        }
    }

    #[test]
    fn what_is_not_one_is_not_read() {
        for address in [
            "",
            "data:",
            "data:image/png;base64",
            "data:image/png;base64,!!!!",
            "data:image/png;base64,A",
            "https://a.b/data:,x",
            "dätä:,x",
        ] {
            assert_eq!(decode(address), None, "{address}");
        }
    }
}
