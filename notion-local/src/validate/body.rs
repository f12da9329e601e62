//! Bodies of requests as types: each says the shape that it must have, and what is read from it.
//!
//! A struct of the macro `body!` lists its keys once, in the order in which they are checked. A body is first checked against the
//! whole shape, so that what is wrong is said in Notion's sentence, and then read, which cannot fail. What a body names is
//! looked for later, by the endpoint, in Notion's order.

use serde_json::Value;

use super::check::{check_body, check_query};
use super::shape::{Field, Shape, only_in, optional, required};
use crate::error::{ApiError, Result};
use crate::exchange::{Incoming, Version};

/// A part of a body.
pub(crate) trait Body<'a>: Sized {
    /// What it must look like.
    fn shape() -> Shape;

    /// Reads a value that has the shape; nothing if it does not.
    fn read(value: &'a Value) -> Option<Self>;
}

/// A whole body, with its shape made once.
pub(crate) trait Request<'a>: Body<'a> {
    fn known_shape() -> &'static Shape;
}

/// The value of a key.
pub(crate) trait Key<'a>: Sized {
    fn field(key: &'static str) -> Field;

    fn take(value: Option<&'a Value>) -> Option<Self>;
}

impl<'a, T: Body<'a>> Key<'a> for T {
    fn field(key: &'static str) -> Field {
        required(key, T::shape())
    }

    fn take(value: Option<&'a Value>) -> Option<Self> {
        T::read(value?)
    }
}

impl<'a, T: Body<'a>> Key<'a> for Option<T> {
    fn field(key: &'static str) -> Field {
        optional(key, T::shape())
    }

    fn take(value: Option<&'a Value>) -> Option<Self> {
        Some(value.and_then(T::read))
    }
}

/// A key that only requests of version 2025-09-03 may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct In2025<T>(pub(crate) Option<T>);

impl<'a, T: Body<'a>> Key<'a> for In2025<T> {
    fn field(key: &'static str) -> Field {
        only_in(Version::V2025, key, T::shape())
    }

    fn take(value: Option<&'a Value>) -> Option<Self> {
        Some(Self(value.and_then(T::read)))
    }
}

/// A key that only requests of version 2026-03-11 may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct In2026<T>(pub(crate) Option<T>);

impl<'a, T: Body<'a>> Key<'a> for In2026<T> {
    fn field(key: &'static str) -> Field {
        only_in(Version::V2026, key, T::shape())
    }

    fn take(value: Option<&'a Value>) -> Option<Self> {
        Some(Self(value.and_then(T::read)))
    }
}

/// What a body says about the trash, in either version's word.
pub(crate) fn trash(in_trash: Option<bool>, archived: In2025<bool>) -> Option<bool> {
    in_trash.or(archived.0)
}

/// Checks and reads the parameters of a query string.
pub(super) fn read_query<'a, T: Request<'a>>(query: &'a Value, version: Version) -> Result<T> {
    check_query(T::known_shape(), query, version)?;
    T::read(query).ok_or_else(|| ApiError::of_status(500))
}

impl<'a> Incoming<'a> {
    /// The body, checked and read.
    pub(crate) fn body<T: Request<'a>>(&self) -> Result<T> {
        let body = self.json()?;
        check_body(T::known_shape(), body, self.version)?;
        T::read(body).ok_or_else(|| ApiError::of_status(500))
    }
}
