// Options are derived on a generic enum.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status<T> {
    Open,
    #[notion(other)]
    Other(T),
}

fn main() {}
