//! Emojis that the workspace added.

use notion_model::{CustomEmoji, List};

use super::{Api, Call};
use crate::http::Request;

impl Api {
    /// Returns the emojis that the workspace added, or the one of this name. `GET /v1/custom_emojis`
    ///
    /// # Limits
    ///
    /// 100 emojis a part.
    pub fn custom_emojis(&self, name: Option<&str>) -> Call<List<CustomEmoji>> {
        let request = Request::get("/v1/custom_emojis");
        let request = match name {
            Some(name) => request.query("name", name),
            None => request,
        };
        Call::new(&self.client, request)
    }
}
