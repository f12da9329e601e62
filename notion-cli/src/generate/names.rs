//! Names in Notion as Rust's identifiers.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToTitleCase, ToUpperCamelCase};

/// Identifiers that were given away, so that none is given twice.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<String>);

/// What a generated type must not be called: what the prelude brings and what fields are written with,
/// which a type of the same name would hide.
const NOT_FOR_TYPES: &[&str] = &[
    "Box",
    "Button",
    "Clone",
    "Column",
    "Copy",
    "CreatedBy",
    "CreatedTime",
    "Database",
    "Date",
    "DateRange",
    "DateTime",
    "Debug",
    "Default",
    "Drop",
    "Email",
    "Eq",
    "Err",
    "Error",
    "Files",
    "Filter",
    "Fn",
    "Formula",
    "From",
    "Into",
    "Iterator",
    "LastEditedBy",
    "LastEditedTime",
    "None",
    "NotionOptions",
    "NotionProperty",
    "NotionSchema",
    "Ok",
    "Option",
    "Ord",
    "Page",
    "PageId",
    "PartialEq",
    "People",
    "PhoneNumber",
    "Place",
    "Relation",
    "Relative",
    "Result",
    "RichText",
    "Rollup",
    "Row",
    "RowExt",
    "Self",
    "Send",
    "Session",
    "Sized",
    "Some",
    "Sort",
    "Status",
    "String",
    "Sync",
    "Title",
    "UniqueId",
    "Url",
    "Vec",
    "Verification",
];

/// Words that are identifiers with `r#` before them.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that are no identifiers, not even with `r#`.
const NEVER: &[&str] = &["crate", "self", "super"];

impl Taken {
    /// The field for a property.
    pub(super) fn field(&mut self, name: &str) -> String {
        let snake = or(&kept(&words(name).to_snake_case(), '_'), "property");
        let ident = self.give(&not_a_digit_first(snake), "_");
        if NEVER.contains(&&*ident) {
            return format!("{ident}_");
        }
        if KEYWORDS.contains(&&*ident) {
            return format!("r#{ident}");
        }
        ident
    }

    /// The struct for a data source.
    pub(super) fn schema(&mut self, title: &str) -> String {
        let camel = or(&camel(title), "Untitled");
        let base = not_a_digit_first(camel);
        let mut ident = base.clone();
        let mut number = 1;
        // The derive makes a second type.
        while self.is_taken(&ident) || self.is_taken(&format!("{ident}Columns")) {
            number += 1;
            ident = match (number, NOT_FOR_TYPES.contains(&&*base)) {
                (2, true) => format!("{base}Row"),
                _ => format!("{base}{number}"),
            };
        }
        self.0.insert(format!("{ident}Columns"));
        self.0.insert(ident.clone());
        ident
    }

    /// The enum for the options of a property of a struct.
    pub(super) fn options(&mut self, schema: &str, property: &str) -> String {
        let property = or(&camel(property), "Options");
        let mut ident = format!("{schema}{property}");
        let mut number = 1;
        while self.is_taken(&ident) {
            number += 1;
            ident = format!("{schema}{property}{number}");
        }
        self.0.insert(ident.clone());
        ident
    }

    /// The variant for an option.
    pub(super) fn variant(&mut self, name: &str) -> String {
        let ident = self.give(&not_a_digit_first(or(&camel(name), "Unnamed")), "");
        if ident == "Self" {
            "Self_".to_owned()
        } else {
            ident
        }
    }

    fn is_taken(&self, ident: &str) -> bool {
        self.0.contains(ident) || NOT_FOR_TYPES.contains(&ident)
    }

    fn give(&mut self, base: &str, between: &str) -> String {
        let mut ident = base.to_owned();
        let mut number = 1;
        while self.0.contains(&ident) {
            number += 1;
            ident = format!("{base}{between}{number}");
        }
        self.0.insert(ident.clone());
        ident
    }
}

/// The name in Notion that the derive makes of an identifier.
pub(super) fn in_notion(ident: &str) -> String {
    bare(ident).to_title_case()
}

/// An identifier without `r#`.
pub(super) fn bare(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

fn camel(name: &str) -> String {
    kept(&words(name).to_upper_camel_case(), '_')
}

/// The letters and digits of a name, and spaces for the rest.
fn words(name: &str) -> String {
    let letter = |c: char| if is_letter(c) { c } else { ' ' };
    name.chars().map(letter).collect()
}

/// What is left of a text when only letters, digits and one other character are kept: changing the
/// case of a letter may give what is none.
fn kept(text: &str, also: char) -> String {
    text.chars()
        .filter(|c| is_letter(*c) || *c == also)
        .collect()
}

/// Whether a character may stand in an identifier, and stays what it is when Rust brings the
/// identifier into its normal form (NFC, and NFKC to be on the safe side). Letters of other scripts are left out: the name is then
/// written in an attribute.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (c.is_alphabetic()
            && !['Ĳ', 'ĳ', 'Ŀ', 'ŀ', 'ŉ'].contains(&c)
            && matches!(c,
                'À'..='ž' | 'Ά'..='ώ' | 'Ѐ'..='џ' | 'Ҋ'..='ӿ' | 'א'..='ת' | 'ء'..='ي' | 'ก'..='ะ'
                | 'Ạ'..='ỹ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '가'..='힣'))
}

fn or(text: &str, otherwise: &str) -> String {
    if text.chars().any(|c| c != '_') {
        text
    } else {
        otherwise
    }
    .to_owned()
}

fn not_a_digit_first(ident: String) -> String {
    if ident.starts_with(|c: char| c.is_ascii_digit()) {
        format!("_{ident}")
    } else {
        ident
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(names: &[&str]) -> Vec<String> {
        let mut taken = Taken::default();
        names.iter().map(|name| taken.field(name)).collect()
    }

    #[test]
    fn fields_are_snake_case_and_come_back_as_the_names_they_are_from() {
        for (name, ident) in [
            ("Due Date", "due_date"),
            ("Größe", "größe"),
            ("Type", "r#type"),
            ("Self", "self_"),
            ("2024 Goal", "_2024_goal"),
            ("Имя", "имя"),
        ] {
            assert_eq!(fields(&[name]), [ident]);
            assert_eq!(in_notion(ident), name);
        }
    }

    #[test]
    fn what_has_no_letters_gets_a_name_all_the_same() {
        assert_eq!(
            fields(&["🚀", "✅ !", "___"]),
            ["property", "property_2", "property_3"]
        );
        assert_eq!(fields(&["e\u{301}", "é", "क्षि"]), ["e", "é", "property"]);
    }

    #[test]
    fn names_that_become_the_same_are_numbered() {
        assert_eq!(
            fields(&["Due", "due!", "DUE", "Due 2"]),
            ["due", "due_2", "due_3", "due_2_2"]
        );
    }

    #[test]
    fn types_do_not_hide_what_they_are_written_with() {
        let mut taken = Taken::default();
        let titles = [
            "Tasks",
            "Tasks",
            "Files",
            "Files",
            "",
            "3D prints",
            "Tasks Columns",
        ];
        let idents: Vec<_> = titles.iter().map(|title| taken.schema(title)).collect();
        assert_eq!(
            idents,
            [
                "Tasks",
                "Tasks2",
                "FilesRow",
                "Files3",
                "Untitled",
                "_3dPrints",
                "TasksColumns2"
            ]
        );
        assert_eq!(taken.options("Tasks", "Status"), "TasksStatus");
        assert_eq!(taken.options("Tasks", "Columns"), "TasksColumns3");
    }

    /// The names in a tree of `use`.
    fn names_of(tree: &syn::UseTree, found: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => names_of(&path.tree, found),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| names_of(tree, found));
            }
            syn::UseTree::Name(name) => found.push(name.ident.to_string()),
            syn::UseTree::Rename(name) => found.push(name.rename.to_string()),
            syn::UseTree::Glob(_) => unreachable!("the prelude says what it has"),
        }
    }

    #[test]
    fn whatever_the_prelude_brings_is_no_name_of_a_type() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../notion-session/src/lib.rs");
        let file = syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut found = Vec::new();
        for item in file.items {
            if let syn::Item::Mod(item) = item
                && item.ident == "prelude"
            {
                for item in item.content.unwrap().1 {
                    if let syn::Item::Use(item) = item {
                        names_of(&item.tree, &mut found);
                    }
                }
            }
        }
        assert!(found.len() > 20);
        for name in found {
            assert!(NOT_FOR_TYPES.contains(&&*name), "{name}");
        }
    }

    #[test]
    fn variants_are_types_in_case_and_never_self() {
        let mut taken = Taken::default();
        let names = ["In progress", "self", "in-progress", "100%", "🎉"];
        let idents: Vec<_> = names.iter().map(|name| taken.variant(name)).collect();
        assert_eq!(
            idents,
            ["InProgress", "Self_", "InProgress2", "_100", "Unnamed"]
        );
    }
}
