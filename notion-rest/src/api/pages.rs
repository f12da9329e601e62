//! Pages: documents, and the rows of data sources.

use notion_model::{
    AsyncTask, BlockPosition, BlockRequest, File, Icon, MarkdownRequest, Page, PageId,
    PageMarkdown, Parent, PropertyId, PropertyItemResponse, PropertyValues,
};
use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::request;
use super::{Call, Change};
use crate::http::{Client, Request};

/// The endpoints of pages.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'a> {
    pub(super) client: &'a Client,
}

impl Pages<'_> {
    /// Creates a page, or a row of a data source. `POST /v1/pages`
    ///
    /// Not repeated where its answer is lost.
    ///
    /// # Limits
    ///
    /// 100 children, two levels of blocks in them, 1,000 blocks and 500 KB in all; 100 options, people or relations a
    /// value; 100 runs of 2,000 characters a text; 200 characters an e-mail address or telephone number. A template
    /// goes with neither `children` nor `markdown`, and `children` not with `markdown`.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if a property is unknown, a value does not fit it or is computed, or a limit is
    /// exceeded; `ObjectNotFound` (404) if the parent is not shared; `RowLimitExceeded` (409) if the plan permits
    /// no more rows.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// # let home = client.local_server().expect("the client uses one").home();
    /// use notion_rest::api::CreatePage;
    /// use notion_rest::model::{Parent, RichText, ValueKind};
    ///
    /// let title = ValueKind::Title(vec![RichText::text("Plans")]).into();
    /// let page = CreatePage {
    ///     properties: [("title".to_owned(), title)].into_iter().collect(),
    ///     ..CreatePage::in_parent(Parent::page(home))
    /// };
    /// let page = client.api().pages().create(&page).await?;
    /// assert_eq!(page.parent.and_then(|parent| parent.page_id()), Some(home));
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(self, page: &CreatePage) -> Call<Page> {
        Call::with_body(self.client, request::create_page(), page)
    }

    /// Creates a page from Markdown as [`create`](Self::create) does, and permits Notion to do the work later.
    /// `POST /v1/pages`
    ///
    /// Limits and errors are those of [`create`](Self::create); only `markdown` may be done later.
    pub fn create_later(self, page: &CreatePage) -> Call<NowOrLater<Page>> {
        #[derive(Serialize)]
        struct Later<'a> {
            #[serde(flatten)]
            page: &'a CreatePage,
            allow_async: bool,
        }
        Call::with_body(
            self.client,
            request::create_page(),
            &Later {
                page,
                allow_async: true,
            },
        )
    }

    /// One page without its content. `GET /v1/pages/{id}`
    ///
    /// A value shows 25 people, relations or mentions at most: [`property`](Self::property) gives the rest.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404) if there is no such page, or it is not shared.
    pub fn retrieve<S>(self, id: PageId<S>) -> Call<Page> {
        Call::new(self.client, request::page(id))
    }

    /// Changes a page: what the update does not name stays. `PATCH /v1/pages/{id}`
    ///
    /// # Limits
    ///
    /// Those of [`create`](Self::create) for each value. A template is put in some time after the answer.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if the page is in the trash, a property is unknown, or a value does not fit it or is
    /// computed; `ObjectNotFound` (404); `ConflictError` (409).
    pub fn update<S>(self, id: PageId<S>, update: &UpdatePage) -> Call<Page> {
        // Setting values twice is like setting them once; a template is put in twice.
        let repeatable = update.template.is_none();
        let request = request::update_page(id).repeatable(repeatable);
        Call::with_body(self.client, request, update)
    }

    /// Puts a page into the trash. `PATCH /v1/pages/{id}`
    ///
    /// What lives in the page goes with it.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn trash<S>(self, id: PageId<S>) -> Call<Page> {
        self.update(
            id,
            &UpdatePage {
                in_trash: Some(true),
                ..UpdatePage::default()
            },
        )
    }

    /// Takes a page out of the trash. `PATCH /v1/pages/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404), also where the trash was emptied.
    pub fn restore<S>(self, id: PageId<S>) -> Call<Page> {
        self.update(
            id,
            &UpdatePage {
                in_trash: Some(false),
                ..UpdatePage::default()
            },
        )
    }

    /// Moves a page under another page or into a data source. `POST /v1/pages/{id}/move`
    ///
    /// The page keeps its id. A row that moves into another data source keeps the values of properties of the same name.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if the target is the page itself or something in it, or is no page or data source;
    /// `ObjectNotFound` (404) if one of the two is not shared.
    pub fn r#move<S>(self, id: PageId<S>, parent: &Parent) -> Call<Page> {
        let request = Request::post(format!("/v1/pages/{id}/move"));
        Call::with_body(self.client, request, &json!({ "parent": parent }))
    }

    /// Returns the value of one property: one item, or for titles, texts, people, relations and rollups the first part of a list
    /// of items. `GET /v1/pages/{id}/properties/{property}`
    ///
    /// A page object shows the first 25 people, relations and mentions of a value; here are all of them.
    ///
    /// # Limits
    ///
    /// 100 items a part. Of a rollup that goes over many pages, the last part alone has the final value.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404) if the page or the property is not there.
    pub fn property<S>(self, id: PageId<S>, property: &PropertyId) -> Call<PropertyItemResponse> {
        match request::property(id, property.as_str()) {
            Ok(request) => Call::new(self.client, request),
            Err(error) => Call::failed(self.client, error),
        }
    }

    /// Returns the content as Markdown, up to some 20,000 blocks. `GET /v1/pages/{id}/markdown`
    ///
    /// Blocks that Markdown cannot express stand in it as `<unknown>`, with their ids in `unknown_block_ids`.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn markdown<S>(self, id: PageId<S>) -> Call<PageMarkdown> {
        Call::new(
            self.client,
            Request::get(format!("/v1/pages/{id}/markdown")),
        )
    }

    /// Returns the content as Markdown, with what was said in meetings. `GET /v1/pages/{id}/markdown`
    ///
    /// Limits and errors are those of [`markdown`](Self::markdown).
    pub fn markdown_with_transcripts<S>(self, id: PageId<S>) -> Call<PageMarkdown> {
        let request = Request::get(format!("/v1/pages/{id}/markdown"));
        Call::new(self.client, request.query("include_transcript", "true"))
    }

    /// Changes the content by Markdown. `PATCH /v1/pages/{id}/markdown`
    ///
    /// Where the request permits it, Notion answers with a task and does the work later.
    ///
    /// Not repeated where its answer is lost.
    ///
    /// # Limits
    ///
    /// 500 KB a request. A text to be replaced must stand in the page exactly once, unless all of them are meant.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if a text is not found or is found more than once, or where pages or databases would be
    /// deleted and the request does not allow it; `ObjectNotFound` (404); `ConflictError` (409).
    pub fn update_markdown<S>(
        self,
        id: PageId<S>,
        change: &MarkdownRequest,
    ) -> Call<NowOrLater<PageMarkdown>> {
        Call::with_body(
            self.client,
            Request::patch(format!("/v1/pages/{id}/markdown")),
            change,
        )
    }
}

impl Call<Page> {
    /// With the values of these properties only, by name or by id: a smaller answer.
    pub fn filter_properties<N: Into<String>>(
        mut self,
        properties: impl IntoIterator<Item = N>,
    ) -> Self {
        if let Ok(request) = &mut self.request {
            let pairs = properties
                .into_iter()
                .map(|name| ("filter_properties".to_owned(), name.into()));
            request.query.extend(pairs);
        }
        self
    }
}

/// What was asked for, or the task as which Notion does it later.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "the answer to one call, taken apart at once"
)]
pub enum NowOrLater<T> {
    /// It is done.
    Now(T),
    /// It will be done; [`async_task`](super::Api::async_task) says how far it is.
    Later(AsyncTask),
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for NowOrLater<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match value["object"].as_str() {
            Some("async_task") => AsyncTask::deserialize(value).map(Self::Later),
            _ => T::deserialize(value).map(Self::Now),
        }
        .map_err(de::Error::custom)
    }
}

/// A page to be created.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreatePage {
    /// Where: a page, a data source, or the workspace.
    pub parent: Parent,
    /// The values of the properties, by name or by id. A page that is no row has one, `title`.
    #[serde(skip_serializing_if = "PropertyValues::is_empty")]
    pub properties: PropertyValues,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture above the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
    /// The content: up to 100 blocks, with up to two levels of blocks in them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<BlockRequest>,
    /// The content as Markdown, instead of `children`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// The content by a template of the data source, instead of `children`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<UseTemplate>,
    /// Where among the blocks of the parent page; at the end unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<BlockPosition>,
}

impl CreatePage {
    /// An empty page in this parent.
    pub fn in_parent(parent: Parent) -> Self {
        Self {
            parent,
            ..Self::default()
        }
    }
}

/// What changes in a page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdatePage {
    /// New values of properties, by name or by id.
    #[serde(skip_serializing_if = "PropertyValues::is_empty")]
    pub properties: PropertyValues,
    /// The icon.
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub icon: Change<Icon>,
    /// The picture above the page.
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub cover: Change<File>,
    /// Whether the page is locked for editing in Notion's apps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// Whether the page is in the trash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Whether the page is archived, which is not the trash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_archived: Option<bool>,
    /// A template of the data source, whose content is added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<UseTemplate>,
    /// Whether all content goes, before that of a template comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erase_content: Option<bool>,
}

/// A template that fills a page. Notion does so some time after the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum UseTemplate {
    /// None, not even the default one. Only where a page is created.
    None,
    /// The data source's default template.
    Default {
        /// The IANA time zone for the template's dates.
        #[serde(skip_serializing_if = "Option::is_none")]
        timezone: Option<String>,
    },
    /// This one.
    #[serde(rename = "template_id")]
    Id {
        /// The template.
        template_id: PageId,
        /// The IANA time zone for the template's dates.
        #[serde(skip_serializing_if = "Option::is_none")]
        timezone: Option<String>,
    },
}
