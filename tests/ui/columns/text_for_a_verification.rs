// A page is verified, its verification has expired, or there is none: `VerificationStatus`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    checked: Option<Verification>,
}

fn mistake() {
    let _ = Task::COL.checked.status("verified");
}

fn main() {}
