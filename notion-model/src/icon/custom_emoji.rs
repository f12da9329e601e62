//! Emojis that a workspace added.

use crate::id::CustomEmojiId;
use crate::json::object;

object! {
    /// An emoji that the workspace added: in icons, in mentions, and in the list of all of them.
    pub struct CustomEmoji (
        /// The emoji's id.
        id: CustomEmojiId,
    ) {
        /// Its name, without colons. May be left out in a request.
        absent name: String,
        /// Its picture. May be left out in a request.
        absent url: String,
    }
}
