//! The face of pages, databases and data sources: read from a request or a snapshot, and put on, in one place. Each shows its
//! own face in Notion's order of keys.

use serde_json::Value;
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::parse::{CoverBody, IconBody, TextBody};
use crate::state::{Face, FileSource, Icon, Page, PageParent, Parent, Run, Workspace};
use crate::validate::Nullable;

/// What a request says of a face. What it leaves out stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FaceBody<'a> {
    pub(crate) title: Option<TextBody<'a>>,
    pub(crate) description: Option<TextBody<'a>>,
    pub(crate) icon: Option<Nullable<IconBody<'a>>>,
    pub(crate) cover: Option<Nullable<CoverBody<'a>>>,
    pub(crate) is_inline: Option<bool>,
    pub(crate) is_locked: Option<bool>,
    pub(crate) in_trash: Option<bool>,
}

impl<'a> FaceBody<'a> {
    /// What an object of a snapshot says. Of something that is not what it should be, it says nothing.
    pub(crate) fn of_snapshot(object: &'a Value) -> Self {
        let flag = |key: &str| object.get(key).and_then(Value::as_bool);
        Self {
            title: object.get("title").map(TextBody::unchecked),
            description: object.get("description").map(TextBody::unchecked),
            icon: object.get("icon").map(IconBody::unchecked),
            cover: object.get("cover").map(CoverBody::unchecked),
            is_inline: flag("is_inline"),
            is_locked: flag("is_locked"),
            in_trash: flag("in_trash"),
        }
    }

    /// Looks for what is named: users and pages in texts, uploads as icons and covers. This is Notion's order.
    pub(crate) fn resolve(self, workspace: &Workspace) -> Result<FaceChange> {
        let runs = |text: Option<TextBody<'_>>| text.map(|text| text.runs(workspace)).transpose();
        let icon = |icon: Nullable<IconBody<'_>>| match icon.0 {
            Some(icon) => icon.icon(workspace),
            None => Ok(None),
        };
        let cover = |cover: Nullable<CoverBody<'_>>| match cover.0 {
            Some(cover) => cover.cover(workspace),
            None => Ok(None),
        };
        Ok(FaceChange {
            title: runs(self.title)?,
            description: runs(self.description)?,
            icon: self.icon.map(icon).transpose()?,
            cover: self.cover.map(cover).transpose()?,
            is_inline: self.is_inline,
            is_locked: self.is_locked,
            in_trash: self.in_trash,
        })
    }
}

/// A change of a face, which can be made without fail.
#[derive(Debug, Clone, Default)]
pub(crate) struct FaceChange {
    pub(crate) title: Option<Vec<Run>>,
    pub(crate) description: Option<Vec<Run>>,
    pub(crate) icon: Option<Option<Icon>>,
    pub(crate) cover: Option<Option<FileSource>>,
    pub(crate) is_inline: Option<bool>,
    pub(crate) is_locked: Option<bool>,
    pub(crate) in_trash: Option<bool>,
}

impl FaceChange {
    /// Refuses a cover on something inline: a database on which this is put cannot have both.
    pub(crate) fn check_inline(&self, before: &Face) -> Result<()> {
        let is_inline = self.is_inline.unwrap_or(before.is_inline);
        if is_inline && matches!(self.cover, Some(Some(_))) {
            return Err(ApiError::inline_cover());
        }
        Ok(())
    }

    /// Makes the change.
    pub(crate) fn apply(&self, face: &mut Face) {
        if let Some(title) = &self.title {
            face.title.clone_from(title);
        }
        if let Some(description) = &self.description {
            face.description.clone_from(description);
        }
        if let Some(icon) = &self.icon {
            face.icon.clone_from(icon);
        }
        if let Some(cover) = &self.cover {
            face.cover.clone_from(cover);
        }
        face.is_inline = self.is_inline.unwrap_or(face.is_inline);
        face.is_locked = self.is_locked.unwrap_or(face.is_locked);
        face.in_trash = self.in_trash.unwrap_or(face.in_trash);
    }

    /// A new face.
    pub(crate) fn into_face(self) -> Face {
        Face {
            title: self.title.unwrap_or_default(),
            description: self.description.unwrap_or_default(),
            icon: self.icon.flatten(),
            cover: self.cover.flatten(),
            is_inline: self.is_inline.unwrap_or_default(),
            is_locked: self.is_locked.unwrap_or_default(),
            in_trash: self.in_trash.unwrap_or_default(),
        }
    }
}

/// The page or the block with this ID, for something to be in. It has to be there and not in the trash.
pub(crate) fn above(workspace: &Workspace, id: Uuid) -> Result<Parent> {
    let parent = if workspace.blocks.contains_key(&id) {
        Parent::Block(id)
    } else {
        Parent::Page(workspace.page(id)?.id)
    };
    check_alive(workspace, id)?;
    Ok(parent)
}

/// Refuses what is in the trash, itself or with something above it.
pub(crate) fn check_alive(workspace: &Workspace, id: Uuid) -> Result<()> {
    if workspace.in_trash(id) {
        return Err(ApiError::archived_block());
    }
    Ok(())
}

/// Pages at the top of the workspace neither go to the trash nor come back.
pub(crate) fn check_trash(page: &Page, trash: Option<bool>) -> Result<()> {
    match trash {
        Some(trash) if page.parent == PageParent::Workspace && trash != page.face.in_trash => {
            Err(ApiError::workspace_page(trash))
        }
        _ => Ok(()),
    }
}

/// Returns true if `inner` is `outer` or something in it.
pub(crate) fn is_inside(workspace: &Workspace, inner: Uuid, outer: Uuid) -> bool {
    let mut at = Some(inner);
    while let Some(id) = at {
        if id == outer {
            return true;
        }
        at = workspace.parent_of(id);
    }
    false
}
