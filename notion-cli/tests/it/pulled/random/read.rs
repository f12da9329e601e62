//! Reads pulled Rust without the derive, and holds it against what Notion has.

use std::collections::{HashMap, HashSet};

use heck::ToTitleCase;
use notion_formula::{Formula, Reference, Syntax};
use notion_session::model::{DataSource, NumberFormat, SchemaKind};
use notion_session::schema::{NodeKind, PropertyNode, Target};
use syn::ext::IdentExt;
use syn::{Expr, Fields, Item, Lit, Meta};

/// A struct.
pub struct Schema {
    pub ident: String,
    pub title: String,
    pub properties: Vec<Property>,
}

/// A field.
pub struct Property {
    field: String,
    pub name: String,
    ty: String,
    description: String,
    attributes: HashMap<String, String>,
    options: Option<Vec<(String, Option<String>)>>,
    schema: String,
}

/// The structs of a file, with the enums of their fields. Whatever would not compile panics.
pub fn file(text: &str) -> Vec<Schema> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
    let mut types = HashSet::new();
    let mut enums = HashMap::new();
    for item in &file.items {
        if let Item::Enum(item) = item {
            assert!(types.insert(item.ident.to_string()), "{} twice", item.ident);
            let mut variants = HashSet::new();
            let mut names = HashSet::new();
            let mut options = Vec::new();
            for variant in &item.variants {
                assert!(
                    variants.insert(variant.ident.to_string()),
                    "{} twice",
                    variant.ident
                );
                let said = attributes(&variant.attrs);
                if said.contains_key("other") {
                    continue;
                }
                let name = named(&said, &variant.ident);
                assert!(!name.trim().is_empty() && !name.contains(','), "{name:?}");
                assert!(names.insert(name.to_lowercase()), "{name:?} twice");
                options.push((name, said.get("color").cloned()));
            }
            assert!(options.len() <= 100);
            enums.insert(item.ident.to_string(), options);
        }
    }
    let mut schemas = Vec::new();
    for item in &file.items {
        let Item::Struct(item) = item else { continue };
        let ident = item.ident.to_string();
        assert!(
            types.insert(ident.clone()) && types.insert(format!("{ident}Columns")),
            "{ident} twice"
        );
        let said = attributes(&item.attrs);
        let title = said
            .get("title")
            .cloned()
            .unwrap_or_else(|| ident.to_title_case());
        let Fields::Named(fields) = &item.fields else {
            panic!("{ident}")
        };
        let (mut idents, mut names) = (HashSet::new(), HashSet::new());
        let mut properties = Vec::new();
        for field in &fields.named {
            let field_ident = field.ident.as_ref().unwrap();
            let said = attributes(&field.attrs);
            let name = named(&said, field_ident);
            assert!(
                idents.insert(field_ident.unraw().to_string()),
                "{field_ident} twice"
            );
            assert!(names.insert(name.clone()), "{name} twice");
            let ty = written(&field.ty);
            let options = enums.iter().find(|(ident, _)| {
                ty == format!("Option<{ident}>") || ty == format!("Vec<{ident}>")
            });
            properties.push(Property {
                field: field_ident.unraw().to_string(),
                name,
                description: described(&field.attrs, &said),
                attributes: said,
                options: options.map(|(_, options)| options.clone()),
                schema: ident.clone(),
                ty,
            });
        }
        schemas.push(Schema {
            ident,
            title,
            properties,
        });
    }
    schemas
}

/// Whether a field says what a property is.
pub fn same(
    field: &Property,
    live: &PropertyNode,
    schemas: &[Schema],
    sources: &[DataSource],
) -> Result<(), String> {
    let fits = |fits: bool| {
        if fits {
            Ok(())
        } else {
            Err(format!("{} is not {live:?}", field.ty))
        }
    };
    let says = |attribute: &str| field.attributes.contains_key(attribute);
    let value = |attribute: &str| field.attributes.get(attribute).map(String::as_str);
    if field.description != live.description {
        return Err(format!(
            "{:?} describes {:?}",
            field.description, live.description
        ));
    }
    let of_schema = |ident: &str| schemas.iter().position(|schema| schema.ident == ident);
    let target = |relation: &Property| {
        let ident = relation
            .ty
            .strip_prefix("Relation<")
            .and_then(|ty| ty.strip_suffix('>'));
        ident
            .and_then(of_schema)
            .ok_or(format!("{} is no relation", relation.ty))
    };
    let own = of_schema(&field.schema).ok_or("no schema")?;
    let find = |at: usize, ident: &str| {
        let ident = ident.strip_prefix("r#").unwrap_or(ident);
        let mut properties = schemas[at].properties.iter();
        properties
            .find(|it| it.field == ident)
            .ok_or(format!("no field {ident}"))
    };
    match &live.kind {
        NodeKind::Plain(kind) => match kind {
            SchemaKind::Title(_) => fits(field.ty == "String" && says("title")),
            SchemaKind::RichText(_) => fits(field.ty == "String" && !says("title")),
            SchemaKind::Number(number) => {
                let said = value("number").unwrap_or("number");
                let live = number.format.as_ref();
                let unknown = matches!(live, Some(NumberFormat::Unknown(_)));
                fits(
                    field.ty == "Option<f64>"
                        && (unknown || live.is_none_or(|it| it.as_str() == said)),
                )
            }
            SchemaKind::Select(select) => {
                fits(field.ty.starts_with("Option<") && !says("status"))?;
                options(field, select.options.iter())
            }
            SchemaKind::MultiSelect(select) => {
                fits(field.ty.starts_with("Vec<"))?;
                options(field, select.options.iter())
            }
            SchemaKind::Status(status) => {
                fits(field.ty.starts_with("Option<") && says("status"))?;
                options(field, status.options.iter())
            }
            SchemaKind::Url(_) => fits(field.ty == "Option<String>" && says("url")),
            SchemaKind::Email(_) => fits(field.ty == "Option<String>" && says("email")),
            SchemaKind::PhoneNumber(_) => {
                fits(field.ty == "Option<String>" && says("phone_number"))
            }
            SchemaKind::Date(_) => fits(field.ty == "Option<DateRange>"),
            SchemaKind::Checkbox(_) => fits(field.ty == "bool"),
            SchemaKind::UniqueId(id) => {
                fits(field.ty == "UniqueId" && value("prefix") == id.prefix.as_deref())
            }
            other => {
                let camel = other.type_name().to_title_case().replace(' ', "");
                fits(field.ty.replace("Option<", "").replace('>', "") == camel)
            }
        },
        NodeKind::Relation { target: live, back } => {
            let at = target(field)?;
            fits(*live == Target::DataSource(sources[at].id))?;
            match (value("two_way"), back) {
                (None, None) => Ok(()),
                (Some(said), Some(back)) => {
                    let other = find(at, said)?;
                    fits(other.name == *back)?;
                    let leads_back = other
                        .attributes
                        .get("two_way")
                        .ok_or("it does not lead back")?;
                    fits(find(own, leads_back)?.name == field.name)
                }
                _ => fits(false),
            }
        }
        NodeKind::Rollup {
            function,
            relation,
            property,
        } => {
            fits(field.ty.starts_with("Rollup<"))?;
            let Some(said) = value("rollup") else {
                return Ok(());
            };
            let (said_function, through) = said.split_once('(').ok_or("no function")?;
            let (said_relation, over) = through
                .trim_end_matches(')')
                .split_once('.')
                .ok_or("no dot")?;
            fits(said_function == function.as_str())?;
            let through = find(own, said_relation)?;
            fits(through.name == *relation)?;
            fits(find(target(through)?, over)?.name == *property)
        }
        NodeKind::Formula { expression } => {
            fits(field.ty.starts_with("Formula<"))?;
            let Some(said) = value("formula") else {
                return Ok(());
            };
            let said = Syntax::new()
                .placeholders(true)
                .parse(said)
                .map_err(|error| error.to_string())?;
            let said = said.try_rename(|mention| match mention.reference {
                Reference::Field(field) => {
                    find(own, field).map(|it| Some(Reference::Name(it.name.clone())))
                }
                _ => Ok(None),
            })?;
            let live = Formula::parse(expression).map_err(|error| error.to_string())?;
            fits(said.normal() == live.normal())
        }
        NodeKind::Undefined(_) => fits(false),
    }
}

/// Every option that the enum says is there, in that order and colour; those that it does not say, it cannot.
fn options<'a>(
    field: &Property,
    live: impl Iterator<Item = &'a notion_session::model::SelectOption>,
) -> Result<(), String> {
    let mut said = field.options.iter().flatten();
    let mut seen = HashSet::new();
    for option in live {
        let cannot = option.name.trim().is_empty() || option.name.contains(',');
        if cannot || !seen.insert(option.name.to_lowercase()) {
            continue;
        }
        let (name, color) = said.next().ok_or(format!("no option {:?}", option.name))?;
        let live = option.color.as_ref().map(|color| color.as_str().to_owned());
        let live = live.filter(|color| color != "mauve");
        if (name, color) != (&option.name, &live) {
            return Err(format!("{name:?} {color:?} is not {option:?}"));
        }
    }
    match said.next() {
        None => Ok(()),
        Some(more) => Err(format!("{more:?} is not there")),
    }
}

fn named(said: &HashMap<String, String>, ident: &syn::Ident) -> String {
    let usual = || ident.unraw().to_string().to_title_case();
    said.get("name").cloned().unwrap_or_else(usual)
}

/// What `#[notion(..)]` says, values without quotes.
fn attributes(attrs: &[syn::Attribute]) -> HashMap<String, String> {
    let mut said = HashMap::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("notion")) {
        let list = attr
            .parse_args_with(syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated);
        for meta in list.unwrap() {
            let key = meta.path().get_ident().unwrap().to_string();
            let value = match &meta {
                Meta::NameValue(pair) => text(&pair.value).unwrap_or_else(|| written(&pair.value)),
                _ => String::new(),
            };
            assert!(said.insert(key.clone(), value).is_none(), "{key} twice");
        }
    }
    said
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// What an attribute or a doc comment describes.
fn described(attrs: &[syn::Attribute], said: &HashMap<String, String>) -> String {
    let docs = attrs.iter().filter(|attr| attr.path().is_ident("doc"));
    let docs = docs.map(|attr| match &attr.meta {
        Meta::NameValue(pair) => text(&pair.value).unwrap(),
        _ => panic!("no text"),
    });
    let docs: Vec<String> = docs.map(|doc| doc.trim().to_owned()).collect();
    assert!(docs.len() <= 1);
    let plain = |doc: &String| {
        assert!(
            !doc.contains(['`', '*', '[', ']']),
            "{doc:?} would be read otherwise"
        );
    };
    docs.iter().for_each(plain);
    said.get("description")
        .cloned()
        .unwrap_or_else(|| docs.join(" "))
}

/// Tokens without spaces.
fn written(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
