//! `POST /_local/faults`: what goes wrong, with which requests, how often.

use serde_json::Value;

use super::read::Object;
use crate::core::fault::{Fault, FaultRule};

const KEYS: [&str; 9] = [
    "fault",
    "status",
    "code",
    "retry_after",
    "seconds",
    "method",
    "path",
    "times",
    "share",
];

pub(super) fn rule(body: &Value) -> Result<FaultRule, String> {
    let body = Object::of(body, &KEYS)?;
    let fault = match body.text("fault")? {
        Some("rate_limited") => Fault::RateLimited {
            retry_after: body.needed_number("retry_after")?,
        },
        Some("status") => {
            let status = body.needed_number("status")?;
            let status = u16::try_from(status)
                .ok()
                .filter(|status| (400..=599).contains(status));
            Fault::Error {
                status: status.ok_or("status should be one of an error, from 400 to 599")?,
                code: body.text("code")?.unwrap_or_default().to_owned(),
                retry_after: body.number("retry_after")?,
            }
        }
        Some("cut_before") => Fault::CutBefore,
        Some("cut_after") => Fault::CutAfter,
        Some("lost") => Fault::Lost,
        Some("truncated") => Fault::Truncated,
        Some("delay") => Fault::Delay(body.needed_time("seconds")?),
        _ => {
            return Err(
                "fault should be rate_limited, status, cut_before, cut_after, lost, truncated or delay"
                    .into(),
            );
        }
    };
    let is_delay = matches!(fault, Fault::Delay(_));
    let mut rule = FaultRule::new(fault).on(
        body.text("method")?.unwrap_or_default(),
        body.text("path")?.unwrap_or_default(),
    );
    if let Some(times) = body.number("times")? {
        rule = rule.times(usize::try_from(times).unwrap_or(usize::MAX));
    }
    if let Some(share) = body.share("share")? {
        rule = rule.share(share);
    }
    match body.time("seconds")? {
        Some(time) if !is_delay => Ok(rule.delayed(time)),
        _ => Ok(rule),
    }
}
