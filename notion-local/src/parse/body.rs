//! Texts, icons and covers as requests hold them.

use serde_json::Value;

use super::{cover, icon, rich_text};
use crate::error::Result;
use crate::state::{FileSource, Icon, Run, Workspace};
use crate::validate::{Body, Nullable, Shape, common};

/// Rich text of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextBody<'a>(&'a Value);

/// An icon of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IconBody<'a>(&'a Value);

/// A cover of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CoverBody<'a>(&'a Value);

impl<'a> TextBody<'a> {
    /// A text whose shape has not been checked: what does not fit is left out.
    pub(crate) fn unchecked(value: &'a Value) -> Self {
        Self(value)
    }

    /// The runs, after what they name was looked for.
    pub(crate) fn runs(self, workspace: &Workspace) -> Result<Vec<Run>> {
        rich_text(self.0, workspace)
    }
}

impl<'a> IconBody<'a> {
    /// An icon whose shape has not been checked.
    pub(crate) fn unchecked(value: &'a Value) -> Nullable<Self> {
        Nullable((!value.is_null()).then_some(Self(value)))
    }

    /// The icon, after its upload was looked for.
    pub(crate) fn icon(self, workspace: &Workspace) -> Result<Option<Icon>> {
        icon(self.0, workspace)
    }
}

impl<'a> CoverBody<'a> {
    /// A cover whose shape has not been checked.
    pub(crate) fn unchecked(value: &'a Value) -> Nullable<Self> {
        Nullable((!value.is_null()).then_some(Self(value)))
    }

    /// The cover, after its upload was looked for.
    pub(crate) fn cover(self, workspace: &Workspace) -> Result<Option<FileSource>> {
        cover(self.0, workspace)
    }
}

impl<'a> Body<'a> for TextBody<'a> {
    fn shape() -> Shape {
        common::rich_text()
    }

    fn read(value: &'a Value) -> Option<Self> {
        Some(Self(value))
    }
}

impl<'a> Body<'a> for IconBody<'a> {
    fn shape() -> Shape {
        common::icon()
    }

    fn read(value: &'a Value) -> Option<Self> {
        Some(Self(value))
    }
}

impl<'a> Body<'a> for CoverBody<'a> {
    fn shape() -> Shape {
        common::cover()
    }

    fn read(value: &'a Value) -> Option<Self> {
        Some(Self(value))
    }
}
