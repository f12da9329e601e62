//! Who may ask: integrations, by their tokens.

use http::{HeaderMap, header};
use uuid::Uuid;

use crate::error::{ApiError, Result};

/// A connection to the workspace. A bot may have several tokens.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Integration {
    pub(crate) bot: Uuid,
    pub(crate) token: String,
    /// What it was given. Nothing here means everything.
    pub(crate) given: Option<Vec<Uuid>>,
}

/// Without the token.
impl std::fmt::Debug for Integration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Integration")
            .field("bot", &self.bot)
            .field("given", &self.given)
            .finish_non_exhaustive()
    }
}

/// The bot of the integration whose token a request bears.
pub(crate) fn bot_of(headers: &HeaderMap, integrations: &[Integration]) -> Result<Uuid> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let bearer = given.and_then(|given| {
        let (scheme, token) = given.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then_some(token.trim())
    });
    let bearer = bearer
        .filter(|bearer| !bearer.is_empty())
        .ok_or_else(ApiError::no_bearer)?;
    let asking = integrations.iter().find(|one| one.token == bearer);
    Ok(asking.ok_or_else(ApiError::unauthorized)?.bot)
}
