//! Sets in one database: a data source for each schema.

use notion_session::plan::Allow;
use notion_session::prelude::*;

use crate::support::{cost, local};

#[derive(NotionSchema, Debug, Default)]
#[notion(title = "Companies")]
struct Company {
    #[notion(title)]
    name: String,
    #[notion(two_way = company)]
    contacts: Relation<Contact>,
}

#[derive(NotionSchema, Debug, Default)]
#[notion(title = "Contacts")]
#[notion(view(table, name = "By company", group_by = company))]
struct Contact {
    #[notion(title)]
    name: String,
    #[notion(two_way = contacts)]
    company: Relation<Company>,
}

type Crm = (Company, Contact);

#[tokio::test]
async fn a_set_is_created_in_one_database_and_found_there_again() {
    let (session, home) = local().await;
    let crm = session.create_untyped_db(&home, "CRM").await.unwrap();
    let plan = crm.plan_all::<Crm>().await.unwrap();
    let (applied, sent) = cost(&session, plan.apply(&session, Allow::additive())).await;
    let (companies, contacts) = applied.unwrap().databases;
    assert!(
        sent <= 2 + 3 + 2,
        "two looks, what is printed, the name of the other side: {sent}"
    );
    assert_eq!((companies.id(), contacts.id()), (crm.id(), crm.id()));
    assert_ne!(
        companies.data_source_id().uuid(),
        contacts.data_source_id().uuid()
    );

    let company = Company {
        name: "Acme".into(),
        ..Default::default()
    };
    let company = companies.insert(company).await.unwrap();
    let contact = Contact {
        name: "Emma".into(),
        company: Relation::from(company.id()),
    };
    contacts.insert(contact).await.unwrap();
    assert_eq!(
        companies
            .get(company.id())
            .await
            .unwrap()
            .contacts
            .ids()
            .len(),
        1
    );

    let again = crm.plan_all::<Crm>().await.unwrap();
    assert!(again.is_empty(), "{again}");
    assert_eq!(
        crm.data_sources().await.unwrap().len(),
        3,
        "the first one is left alone"
    );

    // Bound by their data sources.
    let bound = session
        .bind::<Contact>(contacts.data_source_id().uuid().to_string())
        .await
        .unwrap();
    assert_eq!(bound.query().all().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_plan_for_a_database_is_not_applied_twice() {
    let (session, home) = local().await;
    let crm = session.create_untyped_db(&home, "CRM").await.unwrap();
    let plan = crm.plan_all::<Crm>().await.unwrap();
    plan.apply(&session, Allow::additive()).await.unwrap();
    let error = plan.apply(&session, Allow::additive()).await.unwrap_err();
    assert!(error.to_string().contains("exists by now"), "{error}");
}
