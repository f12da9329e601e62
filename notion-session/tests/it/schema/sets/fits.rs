//! The assertion that schemas fit their databases.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use notion_session::assert_schema_fits;
use notion_session::prelude::*;

use crate::support::local;

#[derive(NotionSchema)]
#[notion(title = "Tasks")]
struct Before {
    #[notion(title)]
    name: String,
}

#[derive(NotionSchema)]
#[notion(title = "Tasks")]
struct Task {
    #[notion(title)]
    name: String,
    done: bool,
}

async fn check(session: &Session) -> Result<(), String> {
    let check = async { assert_schema_fits!(session, Task) };
    let outcome = AssertUnwindSafe(check).catch_unwind().await;
    outcome.map_err(|panic| panic.downcast_ref::<String>().unwrap().clone())
}

#[tokio::test]
async fn a_schema_that_does_not_fit_panics_with_the_plan() {
    let (session, home) = local().await;
    let missing = check(&session).await.unwrap_err();
    assert!(missing.contains("cannot be compared"), "{missing}");

    session.create_db::<Before>(&home).await.unwrap();
    let panic = check(&session).await.unwrap_err();
    assert!(panic.contains("do not have the schemas"), "{panic}");
    assert!(panic.contains("  + Done  checkbox"), "{panic}");

    let plan = session.plan_all::<(Task,)>(&home).await.unwrap();
    plan.apply(&session, notion_session::plan::Allow::additive())
        .await
        .unwrap();
    assert_eq!(check(&session).await, Ok(()));
}
