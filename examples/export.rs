//! An export: rows as CSV, JSON lines and Markdown, with IDs, and with names in place of IDs; their pages as Markdown; and
//! the CSV read back.
//!
//! ```sh
//! cargo run --example export
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use notion_examples::Result;
use notion_session::content::{heading, todo};
use notion_session::prelude::*;
use notion_session::table::{Table, from_csv};
use serde::{Deserialize, Serialize};

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Authors", icon = "✍️")]
struct Author {
    #[notion(title)]
    name: String,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[notion(title = "Books", icon = "📚")]
struct Book {
    #[notion(title)]
    title: String,
    #[serde(skip)]
    author: Relation<Author>,
    pages: Option<u32>,
    read_on: Option<Date>,
    lent: bool,
}

/// The files of an export.
struct Export {
    csv: String,
    json: String,
    markdown: String,
    pages: Vec<(String, String)>,
}

#[tokio::main]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;
    let books = library(&session, &home).await?;
    let export = export(&session, &books).await?;
    println!("{}\n{}\n{}", export.csv, export.json, export.markdown);
    for (title, content) in &export.pages {
        println!("--- {title}.md\n{content}");
    }
    let back: Vec<Book> = from_csv(&export.csv)?;
    println!("{} books were read back from the CSV.", back.len());
    Ok(())
}

/// A database to export.
async fn library(session: &Session, home: &Page) -> Result<Database<Book>> {
    let (authors, books) = session.create_dbs::<(Author, Book)>(home).await?;
    let name = "Jane Austen".into();
    let austen = authors.insert(Author { name }).await?;
    for (title, pages, lent) in [("Emma", 512, true), ("Persuasion", 288, false)] {
        let book = Book {
            title: title.into(),
            author: (&austen).into(),
            pages: Some(pages),
            read_on: Some("2026-01-31".parse()?),
            lent,
        };
        let notes = [heading("Notes"), todo("Write a review")];
        books.insert(book).content(notes).await?;
    }
    Ok(books)
}

async fn export(session: &Session, books: &Database<Book>) -> Result<Export> {
    let rows = books.query().sort(Book::COL.title.asc()).all().await?;
    let authors = session.load(&rows, |b| b.author).await?;
    let table = Table::of(&rows).related(&authors);
    let mut pages = Vec::new();
    for row in &rows {
        let page = row.page(session).await?;
        let content = page.export_markdown().await?;
        for loss in &content.lost {
            println!("{}: {}", row.title, loss.what);
        }
        pages.push((row.title.clone(), content.text));
    }
    Ok(Export {
        csv: table.to_csv(),
        json: table.clone().with_ids().to_json_lines(),
        markdown: table.to_markdown(),
        pages,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_form_has_the_same_books() -> Result {
        let session = Session::local();
        let home = session.search_page("Home").await?.item()?;
        let books = library(&session, &home).await?;
        let export = export(&session, &books).await?;
        assert_eq!(
            export.csv,
            "Title,Author,Pages,Read On,Lent\r\n\
             Emma,Jane Austen,512,2026-01-31,true\r\n\
             Persuasion,Jane Austen,288,2026-01-31,false\r\n"
        );
        assert!(
            export
                .json
                .contains(r#""Author":["Jane Austen"],"Pages":512"#),
            "{}",
            export.json
        );
        assert!(
            export.json.starts_with(r#"{"Page ID":""#),
            "{}",
            export.json
        );
        assert!(
            export.markdown.starts_with("| Title | Author | Pages |"),
            "{}",
            export.markdown
        );
        assert_eq!(export.pages.len(), 2);
        assert!(
            export.pages[0].1.contains("- [ ] Write a review"),
            "{}",
            export.pages[0].1
        );
        let back: Vec<Book> = from_csv(&export.csv)?;
        let rows = books.query().sort(Book::COL.title.asc()).all().await?;
        for (back, row) in back.iter().zip(&rows) {
            let expected = Book {
                author: Relation::new(),
                ..(**row).clone()
            };
            assert_eq!(*back, expected);
        }
        Ok(())
    }
}
