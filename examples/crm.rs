//! A small CRM: five databases that relate to each other, which the program creates the first time and finds again after
//! that, rows that relate by rows, and a pipeline as a table.
//!
//! ```sh
//! cargo run --example crm
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use notion_examples::Result;
use notion_session::prelude::*;
use notion_session::session::OnDrift;
use notion_session::table::Table;

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Companies", icon = "🏢")]
struct Company {
    #[notion(title)]
    name: String,
    website: Option<Url>,
    #[notion(two_way = company)]
    people: Relation<Person>,
    #[notion(two_way = company)]
    deals: Relation<Deal>,
    #[notion(rollup = sum(deals.value))]
    total: Rollup<f64>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "People", icon = "👤")]
struct Person {
    #[notion(title)]
    name: String,
    email: Option<Email>,
    #[notion(two_way = people)]
    company: Relation<Company>,
}

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Stage {
    Lead,
    #[notion(color = blue)]
    Offer,
    #[notion(color = green)]
    Won,
    #[notion(color = red)]
    Lost,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Deals", icon = "🤝")]
struct Deal {
    #[notion(title)]
    name: String,
    stage: Option<Stage>,
    #[notion(number = euro)]
    value: Option<f64>,
    closes: Option<Date>,
    #[notion(two_way = deals)]
    company: Relation<Company>,
    owner: People,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Activities", icon = "📅")]
struct Activity {
    #[notion(title)]
    what: String,
    when: Option<Date>,
    deal: Relation<Deal>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Products", icon = "📦")]
struct Product {
    #[notion(title)]
    name: String,
    #[notion(number = euro)]
    price: Option<f64>,
}

#[tokio::main]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;
    let table = pipeline(&session, &home).await?;
    println!("{table}");
    Ok(())
}

/// Fills the databases, and returns the open deals as a table.
async fn pipeline(session: &Session, home: &Page) -> Result<Table> {
    // The first call creates the databases in five requests and a few; later ones find them by one search, and add what the
    // structs have got since.
    let (companies, people, deals, activities, products) = session
        .get_or_create_dbs::<(Company, Person, Deal, Activity, Product)>(home)
        .on_drift(OnDrift::Additive)
        .await?;

    // An upsert by name keeps the program from creating a company twice.
    let acme = Company {
        name: "Acme".into(),
        website: Some("https://acme.example".into()),
        ..Company::default()
    };
    companies.upsert(acme, |c| c.name).await?;
    let c = Company::COL;
    let acme = companies.query().filter(c.name.eq("Acme")).one().await?;

    let wile = Person {
        name: "Wile".into(),
        email: Some("wile@acme.example".into()),
        company: (&acme).into(),
    };
    people.insert(wile).await?;
    for (name, price) in [("Anvil", 120.0), ("Rocket", 900.0)] {
        let price = Some(price);
        let name = name.into();
        products.insert(Product { name, price }).await?;
    }

    let me = session.whoami().await?;
    for (name, stage, value) in [
        ("Ten anvils", Stage::Offer, 1200.0),
        ("A rocket", Stage::Lead, 900.0),
        ("Paint", Stage::Lost, 50.0),
    ] {
        let deal = Deal {
            name: name.into(),
            stage: Some(stage),
            value: Some(value),
            closes: Date::today().plus_days(30),
            company: (&acme).into(),
            owner: (&me).into(),
        };
        let deal = deals.insert(deal).await?;
        let call = Activity {
            what: format!("Call about {name}"),
            when: Some(Date::today()),
            deal: (&deal).into(),
        };
        activities.insert(call).await?;
    }

    let d = Deal::COL;
    let open = d.stage.ne(Stage::Won) & d.stage.ne(Stage::Lost);
    let of_acme = d.company.contains(&acme);
    let rows = deals
        .query()
        .filter(open & of_acme)
        .sort(d.value.desc())
        .all()
        .await?;
    let acme = companies.get(acme.id()).await?;
    println!(
        "{} open deals of {}; all of its deals: {} €",
        rows.len(),
        acme.name,
        acme.total.get().copied().unwrap_or_default()
    );
    let companies = session.load(&rows, |d| d.company).await?;
    let table = Table::select(&rows, |d| (d.name, d.stage, d.value, d.company, d.owner));
    Ok(table.related(&companies).people([&me]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_pipeline_has_the_open_deals_by_value() -> Result {
        let session = Session::local();
        let home = session.search_page("Home").await?.item()?;
        let me = session.whoami().await?;
        let name = me.name();
        let expected = format!(
            "Name,Stage,Value,Company,Owner\r\n\
             Ten anvils,Offer,1200,Acme,{name}\r\n\
             A rocket,Lead,900,Acme,{name}\r\n"
        );
        assert_eq!(pipeline(&session, &home).await?.to_csv(), expected);
        // A second run finds the databases and the company again.
        pipeline(&session, &home).await?;
        assert_eq!(session.all_dbs().await?.len(), 5);
        let companies = session.search_db("Companies").await?.item()?;
        assert_eq!(companies.query_untyped().count().await?, 1);
        Ok(())
    }
}
