//! Every attribute once, and what the schema says of it.

use notion_session::prelude::*;
use notion_session::schema::Config;

/// A comment that the description takes the place of.
#[derive(NotionSchema, Default)]
#[notion(
    title = "Tasks",
    description = "What is to be done.",
    icon = "rocket:blue",
    inline,
    crate = ::notion_session
)]
struct Task {
    #[notion(title, name = "What", description = "In a word.")]
    name: String,
    #[notion(rich_text, renamed_from = "Remark", renamed_from = "Comment")]
    note: RichText,
    #[notion(url)]
    link: Option<String>,
    #[notion(email)]
    mail: String,
    #[notion(phone_number)]
    phone: String,
    #[notion(number)]
    plain: f64,
    #[notion(number = euro)]
    budget: Option<f64>,
    #[notion(number = "dollar")]
    cost: Option<f64>,
    #[notion(select)]
    priority: Option<Priority>,
    #[notion(status)]
    status: Option<Priority>,
    #[notion(multi_select)]
    tags: Vec<Priority>,
    #[notion(prefix = "TASK")]
    number: UniqueId,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
    #[notion(rollup = sum(project.budget))]
    budgets: Rollup<f64>,
    #[notion(formula = r#"prop("What") + " {name}""#)]
    label: Formula<String>,
    /// Not in Notion.
    #[notion(skip)]
    seen: u32,
}

#[derive(NotionSchema, Default)]
#[notion(cover = "https://example.org/cover.png")]
struct Project {
    name: Title,
    /// Of *all* tasks.
    ///
    /// More of it.
    budget: Option<f64>,
    #[notion(description = "")]
    /// No description.
    secret: bool,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
}

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Priority {
    #[notion(color = red)]
    VeryHigh,
    #[notion(name = "Some day")]
    Someday,
    #[notion(other)]
    Other(String),
}

#[test]
fn a_skipped_field_is_its_default() {
    assert_eq!(Task::default().seen, 0);
    assert!(Task::schema().properties.iter().all(|p| p.field != "seen"));
}

#[test]
fn the_struct_is_described() {
    let task = Task::schema();
    assert_eq!(
        (
            task.title,
            task.description,
            task.icon,
            task.cover,
            task.inline
        ),
        (
            "Tasks",
            "What is to be done.",
            Some("rocket:blue"),
            None,
            true
        )
    );
    let project = Project::schema();
    assert_eq!(
        (
            project.title,
            project.description,
            project.cover,
            project.inline
        ),
        ("Project", "", Some("https://example.org/cover.png"), false)
    );
    let descriptions: Vec<_> = project.properties.iter().map(|p| p.description).collect();
    assert_eq!(descriptions, ["", "Of all tasks.", "", ""]);
}

#[test]
fn the_fields_have_their_kinds() {
    let properties = Task::schema().properties;
    let kinds: Vec<_> = properties
        .iter()
        .map(|p| (p.name, p.config.wire()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("What", "title"),
            ("Note", "rich_text"),
            ("Link", "url"),
            ("Mail", "email"),
            ("Phone", "phone_number"),
            ("Plain", "number"),
            ("Budget", "number"),
            ("Cost", "number"),
            ("Priority", "select"),
            ("Status", "status"),
            ("Tags", "multi_select"),
            ("Number", "unique_id"),
            ("Project", "relation"),
            ("Budgets", "rollup"),
            ("Label", "formula"),
        ]
    );
    assert_eq!(properties[0].description, "In a word.");
    let settings = |name| Task::schema().property(name).map(|p| p.config);
    assert!(matches!(
        settings("Budget"),
        Some(Config::Number {
            format: Some("euro")
        })
    ));
    assert!(matches!(
        settings("Cost"),
        Some(Config::Number {
            format: Some("dollar")
        })
    ));
    assert!(matches!(
        settings("Plain"),
        Some(Config::Number { format: None })
    ));
    assert!(matches!(
        settings("Number"),
        Some(Config::UniqueId {
            prefix: Some("TASK")
        })
    ));
    assert!(matches!(
        settings("Project"),
        Some(Config::Relation {
            two_way: Some("Tasks"),
            ..
        })
    ));
    // In a text, braces are braces.
    let Some(Config::Formula {
        expression: Some(label),
    }) = settings("Label")
    else {
        panic!("no formula")
    };
    assert_eq!(label, r#"prop("What") + " {name}""#);
}

#[test]
fn the_options_are_there() {
    let options: Vec<_> = Priority::OPTIONS
        .iter()
        .map(|o| (o.name, o.color))
        .collect();
    assert_eq!(options, [("Very High", Some("red")), ("Some day", None)]);
    assert_eq!(
        Priority::from_name("New"),
        Some(Priority::Other("New".into()))
    );
}
