//! Where a new view goes.

use crate::id::ViewId;
use crate::json::{object, tagged};

object! {
    /// Where a new view goes among those of a database.
    pub struct ViewPosition {
        /// Where.
        tagged kind: ViewPositionKind,
        /// The view behind which it goes, for [`ViewPositionKind::AfterView`].
        absent view_id: Option<ViewId>,
    }
}

tagged! {
    /// Where a new view goes among those of a database.
    pub enum ViewPositionKind {
        /// Before all others.
        Start = "start",
        /// Behind all others.
        End = "end",
        /// Behind a view.
        AfterView = "after_view",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn every_position_is_known() {
        assert_eq!(
            known::<ViewPosition>(r#"{"type": "start"}"#).kind,
            ViewPositionKind::Start
        );
        assert_eq!(
            known::<ViewPosition>(r#"{"type": "end"}"#).kind,
            ViewPositionKind::End
        );
        let after: ViewPosition =
            known(r#"{"type": "after_view", "view_id": "00000000-0000-4000-8000-0000000000fa"}"#);
        assert_eq!(after.kind, ViewPositionKind::AfterView);
        assert!(after.view_id.is_some());
    }
}
