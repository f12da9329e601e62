//! Requests whose bodies `notion-session` writes, and whose answers it reads, without the model: each path is written once.

use notion_model::{AsyncTaskId, DataSourceId, PageId};

use super::path::segment;
use crate::error::Result;
use crate::http::Request;

/// The request for a new page. `POST /v1/pages`
pub fn create_page() -> Request {
    Request::post("/v1/pages")
}

/// The request for a page. `GET /v1/pages/{id}`
pub fn page<S>(id: PageId<S>) -> Request {
    Request::get(page_path(id))
}

/// A request that changes a page. `PATCH /v1/pages/{id}`
pub fn update_page<S>(id: PageId<S>) -> Request {
    Request::patch(page_path(id))
}

/// The path of a page, as an answer is compared with the page that was asked for.
pub fn page_path<S>(id: PageId<S>) -> String {
    format!("/v1/pages/{id}")
}

/// The request for the value of a property, by its ID or its name. `GET /v1/pages/{id}/properties/{property}`
///
/// # Errors
///
/// [`Error::InvalidId`](crate::Error::InvalidId) if the property cannot stand in a path.
pub fn property<S>(page: PageId<S>, property: &str) -> Result<Request> {
    let property = segment(property)?;
    Ok(Request::get(format!(
        "/v1/pages/{page}/properties/{property}"
    )))
}

/// The request for rows. `POST /v1/data_sources/{id}/query`
pub fn query<S>(source: DataSourceId<S>) -> Request {
    Request::post(format!("/v1/data_sources/{source}/query")).repeatable(true)
}

/// The request for a task. `GET /v1/async_tasks/{id}`
///
/// # Errors
///
/// [`Error::InvalidId`](crate::Error::InvalidId) if the ID cannot stand in a path.
pub fn async_task(id: &AsyncTaskId) -> Result<Request> {
    let id = segment(id.as_str())?;
    Ok(Request::get(format!("/v1/async_tasks/{id}")))
}
