// `two_way` names a field that only its own module can see.
use notion_session::prelude::*;

mod projects {
    use notion_session::prelude::*;

    #[derive(NotionSchema)]
    pub struct Project {
        name: Title,
        #[notion(two_way = project)]
        tasks: Relation<super::Task>,
    }
}

#[derive(NotionSchema)]
pub struct Task {
    name: Title,
    #[notion(two_way = tasks)]
    project: Relation<projects::Project>,
}

fn main() {}
