//! What can be mentioned.

use notion_model::{
    CustomEmoji, CustomEmojiId, DatabaseId, DatabaseReference, DateValue, MentionKind, Moment,
    PageId, PageReference, User, UserId,
};

/// What can be mentioned in a text; see [`mention`](crate::mention).
pub trait IntoMention {
    /// The mention.
    fn into_mention(self) -> MentionKind;
}

impl IntoMention for MentionKind {
    fn into_mention(self) -> MentionKind {
        self
    }
}

impl IntoMention for UserId {
    fn into_mention(self) -> MentionKind {
        MentionKind::User(User::new(self))
    }
}

impl IntoMention for &User {
    fn into_mention(self) -> MentionKind {
        self.id.into_mention()
    }
}

impl<S> IntoMention for PageId<S> {
    fn into_mention(self) -> MentionKind {
        MentionKind::Page(PageReference::new(self.cast::<()>()))
    }
}

impl IntoMention for DatabaseId {
    fn into_mention(self) -> MentionKind {
        MentionKind::Database(DatabaseReference::new(self))
    }
}

impl IntoMention for DateValue {
    fn into_mention(self) -> MentionKind {
        MentionKind::Date(self)
    }
}

impl IntoMention for Moment {
    fn into_mention(self) -> MentionKind {
        DateValue::from(self).into_mention()
    }
}

impl IntoMention for CustomEmojiId {
    fn into_mention(self) -> MentionKind {
        MentionKind::CustomEmoji(CustomEmoji::new(self))
    }
}

impl IntoMention for &CustomEmoji {
    fn into_mention(self) -> MentionKind {
        self.id.into_mention()
    }
}
