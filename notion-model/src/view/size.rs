//! Sizes.

use crate::json::open_enum;

open_enum! {
    /// How large something is shown.
    pub enum ViewSize {
        Small = "small",
        Medium = "medium",
        Large = "large",
        ExtraLarge = "extra_large",
    }
}
