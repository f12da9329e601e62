//! Data files that are sound files of the store, and whose content cannot be read: they are refused, and left as they are.
//! Nothing begins anew in their place.

#![cfg(test)]

use redb::{Database, WriteTransaction};

use super::OpenError;
use super::file::{ABOUT, BEGINNING, REQUESTS, SNAPSHOTS};
use super::tests::Folder;
use crate::core::{Core, Settings};

type Damage = fn(&WriteTransaction) -> Result<(), redb::Error>;

/// Another text in the place of the snapshot.
fn rewrite(transaction: &WriteTransaction, text: &str) -> Result<(), redb::Error> {
    let mut pieces = transaction.open_table(SNAPSHOTS)?;
    pieces.insert((BEGINNING, 0), text.as_bytes())?;
    Ok(())
}

/// A request behind the snapshot.
fn add_request(transaction: &WriteTransaction, head: &str) -> Result<(), redb::Error> {
    let mut requests = transaction.open_table(REQUESTS)?;
    requests.insert(0, (head, b"{}".as_slice()))?;
    Ok(())
}

/// What can be wrong, and what is said about it.
const DAMAGES: [(&str, Damage); 9] = [
    ("EOF while parsing", |file| rewrite(file, "{")),
    ("expected a map", |file| rewrite(file, "[]")),
    ("pagez is not known", |file| {
        rewrite(file, r#"{"pagez":[]}"#)
    }),
    ("it should be a list", |file| {
        rewrite(file, r#"{"pages":7}"#)
    }),
    ("EOF while parsing", |file| {
        file.open_table(SNAPSHOTS)?.retain(|_, _| false)?;
        Ok(())
    }),
    ("its request 0: EOF while parsing", |file| {
        add_request(file, "")
    }),
    ("its request 0: nobody has made it", |file| {
        add_request(file, r#"{"method":"POST","uri":"/v1/pages"}"#)
    }),
    ("it was written by another version", |file| {
        file.open_table(ABOUT)?.insert("format", "notion-local 9")?;
        Ok(())
    }),
    ("it holds no workspace", |file| {
        file.open_table(ABOUT)?.remove("seed")?;
        Ok(())
    }),
];

#[tokio::test]
async fn a_file_whose_content_cannot_be_read_is_refused_and_left_alone() {
    for (number, (said, damage)) in DAMAGES.into_iter().enumerate() {
        let folder = Folder::new(&format!("unreadable-{number}"));
        drop(
            Core::open(Settings::default(), &folder.file())
                .await
                .unwrap(),
        );
        let file = Database::open(folder.file()).unwrap();
        let transaction = file.begin_write().unwrap();
        damage(&transaction).unwrap();
        transaction.commit().unwrap();
        drop(file);

        let before = std::fs::read(folder.file()).unwrap();
        let error = Core::open(Settings::default(), &folder.file()).await.err();
        let error = error.expect(said);
        assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains(said), "{said}: {error}");
        let after = std::fs::read(folder.file()).unwrap();
        assert!(before == after, "{said}: the file has changed");
    }
}

#[tokio::test]
async fn a_beginning_that_cannot_be_read_is_not_gone_back_to() {
    let folder = Folder::new("unreadable-beginning");
    let core = Core::open(Settings::default(), &folder.file())
        .await
        .unwrap();
    let transaction = core.store().unwrap().database.begin_write().unwrap();
    rewrite(&transaction, "{").unwrap();
    transaction.commit().unwrap();

    let before = core.snapshot();
    let error = core.reset().unwrap_err();
    assert!(error.to_string().contains("EOF while parsing"), "{error}");
    assert_eq!(core.snapshot(), before);
}
