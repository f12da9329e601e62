//! The grammar: tokens to a tree of conditions, by a recursive descent that never goes back.

use std::ops::Range;

use winnow::combinator::{alt, cut_err, delimited, opt, preceded, repeat, separated};
use winnow::error::ErrMode;
use winnow::prelude::*;
use winnow::stream::{Location, TokenSlice};
use winnow::token::{any, take_while};

use super::error::TextQueryError;
use super::token::{Parsed, Phrase, Problem, Symbol, Token, TokenKind, tokens};

/// Words that end a name in front of them. A name with one of them in it needs quotes.
const OPERATORS: [&str; 13] = [
    "and",
    "or",
    "not",
    "is",
    "in",
    "contains",
    "does",
    "starts",
    "starts_with",
    "ends",
    "ends_with",
    "within",
    "between",
];

/// A filter as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Condition(Condition),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
}

/// A condition on a property.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) quantifier: Option<Quantifier>,
    pub(super) property: Phrase,
    pub(super) test: Test,
    /// The operator's place, for an operator that the property does not have.
    pub(super) operator: Range<usize>,
}

/// Of how many of the values that a rollup shows a condition has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantifier {
    Any,
    Every,
    None,
}

/// What has to hold of the value of a property.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    /// A name alone: the checkbox is checked.
    Checked,
    Compare(Comparison, Phrase),
    /// The text, or one of the values.
    Contains(Vec<Phrase>),
    StartsWith(Phrase),
    EndsWith(Phrase),
    Empty,
    OneOf(Vec<Phrase>),
    Within(Phrase),
    Between(Phrase, Phrase),
    /// A test with `not` in it: `not contains`, `is not empty`.
    Not(Box<Test>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A property to sort by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SortKey {
    pub(super) property: Phrase,
    pub(super) is_descending: bool,
}

type Tokens<'t> = TokenSlice<'t, Token>;

/// Parses a filter.
pub(super) fn parse_filter(source: &str) -> Result<Node, TextQueryError> {
    parse(source, disjunction, "`and`, `or` or the end of the text")
}

/// Parses sorts: names with commas between them, a `-` before what is sorted in descending order.
pub(super) fn parse_sorts(source: &str) -> Result<Vec<SortKey>, TextQueryError> {
    let list = |tokens: &mut Tokens<'_>| {
        separated(1.., cut_err(sort_key), symbol(Symbol::Comma)).parse_next(tokens)
    };
    parse(source, list, "a comma or the end of the text")
}

fn parse<T>(
    source: &str,
    parser: impl Fn(&mut Tokens<'_>) -> Parsed<T>,
    end: &'static str,
) -> Result<T, TextQueryError> {
    let tokens = tokens(source)?;
    let mut input = TokenSlice::new(&tokens);
    let parsed = parser(&mut input);
    let problem = match parsed {
        Ok(parsed) if input.is_empty() => return Ok(parsed),
        Ok(_) => Problem {
            at: input.current_token_start(),
            expected: end,
        },
        Err(ErrMode::Backtrack(problem) | ErrMode::Cut(problem)) => problem,
        Err(ErrMode::Incomplete(_)) => Problem {
            at: source.len(),
            expected: end,
        },
    };
    Err(unexpected(source, &tokens, &problem))
}

/// Says what was found in place of what was expected.
fn unexpected(source: &str, tokens: &[Token], problem: &Problem) -> TextQueryError {
    let expected = problem.expected;
    let found = tokens.iter().find(|token| token.span.start == problem.at);
    let Some(token) = found else {
        let message = format!("expected {expected}, found the end of the text");
        return TextQueryError::new(source, problem.at..problem.at, message);
    };
    let text = source.get(token.span.clone()).unwrap_or_default();
    let hint = match &token.kind {
        TokenKind::Word(word) if OPERATORS.iter().any(|it| it.eq_ignore_ascii_case(word)) => {
            "; a name or a value with this word in it needs quotes"
        }
        TokenKind::Symbol(_) => "; a name or a value with this sign in it needs quotes",
        TokenKind::Word(_) | TokenKind::Quoted(_) => "",
    };
    let message = format!("expected {expected}, found `{text}`{hint}");
    TextQueryError::new(source, token.span.clone(), message)
}

fn disjunction(tokens: &mut Tokens<'_>) -> Parsed<Node> {
    chain(conjunction, "or", Node::Any).parse_next(tokens)
}

fn conjunction(tokens: &mut Tokens<'_>) -> Parsed<Node> {
    chain(negation, "and", Node::All).parse_next(tokens)
}

/// One part, or several with a keyword between them.
fn chain<'t>(
    part: fn(&mut Tokens<'t>) -> Parsed<Node>,
    connective: &'static str,
    group: fn(Vec<Node>) -> Node,
) -> impl Parser<Tokens<'t>, Node, ErrMode<Problem>> {
    let more = repeat(0.., preceded(keyword(connective), cut_err(part)));
    (part, more).map(move |(first, more): (Node, Vec<Node>)| {
        if more.is_empty() {
            return first;
        }
        group(std::iter::once(first).chain(more).collect())
    })
}

/// Any number of `not` before a condition or a group.
fn negation(tokens: &mut Tokens<'_>) -> Parsed<Node> {
    let negations: usize = repeat(0.., keyword("not")).parse_next(tokens)?;
    let node = alt((group, condition.map(Node::Condition)))
        .context("a condition")
        .parse_next(tokens)?;
    Ok(if negations % 2 == 1 {
        Node::Not(Box::new(node))
    } else {
        node
    })
}

fn group(tokens: &mut Tokens<'_>) -> Parsed<Node> {
    let close = symbol(Symbol::Close).context("`and`, `or` or `)`");
    delimited(symbol(Symbol::Open), cut_err(disjunction), cut_err(close)).parse_next(tokens)
}

fn condition(tokens: &mut Tokens<'_>) -> Parsed<Condition> {
    let quantifier = opt(quantifier).parse_next(tokens)?;
    let property = match quantifier {
        None => name.parse_next(tokens)?,
        Some(_) => cut_err(name)
            .context("the name of a rollup")
            .parse_next(tokens)?,
    };
    let start = tokens.current_token_start();
    let (test, operator) = test.parse_next(tokens)?;
    Ok(Condition {
        quantifier,
        property,
        test,
        operator: start..operator.max(start),
    })
}

fn quantifier(tokens: &mut Tokens<'_>) -> Parsed<Quantifier> {
    let word = alt((
        keyword("any").value(Quantifier::Any),
        keyword("every").value(Quantifier::Every),
        keyword("none").value(Quantifier::None),
    ));
    (word, keyword("of"))
        .map(|(word, _)| word)
        .parse_next(tokens)
}

/// A test, and the end of its operator.
fn test(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    let negated = opt(alt((
        keyword("not").void(),
        (
            keyword("does"),
            cut_err(keyword("not").context("`not contain`")),
        )
            .void(),
    )))
    .parse_next(tokens)?;
    if negated.is_some() {
        let (test, end) = cut_err(alt((
            contains,
            starts_with,
            ends_with,
            one_of,
            within,
            between,
        )))
        .context("an operator such as `contains` or `in` after `not`")
        .parse_next(tokens)?;
        return Ok((Test::Not(Box::new(test)), end));
    }
    let given = alt((
        comparison,
        is,
        contains,
        starts_with,
        ends_with,
        one_of,
        within,
        between,
    ));
    match opt(given).parse_next(tokens)? {
        Some(test) => Ok(test),
        None if at_end_of_condition(tokens) => Ok((Test::Checked, tokens.previous_token_end())),
        None => Err(ErrMode::Cut(Problem {
            at: tokens.current_token_start(),
            expected: "an operator such as `=`, `<`, `contains`, `in` or `is empty`",
        })),
    }
}

fn at_end_of_condition(tokens: &Tokens<'_>) -> bool {
    tokens.first().is_none_or(|token| {
        token.is_keyword("and")
            || token.is_keyword("or")
            || token.kind == TokenKind::Symbol(Symbol::Close)
    })
}

fn comparison(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    let comparison = alt((
        symbol(Symbol::Equal).value(Comparison::Equal),
        symbol(Symbol::NotEqual).value(Comparison::NotEqual),
        symbol(Symbol::LessOrEqual).value(Comparison::LessOrEqual),
        symbol(Symbol::Less).value(Comparison::Less),
        symbol(Symbol::GreaterOrEqual).value(Comparison::GreaterOrEqual),
        symbol(Symbol::Greater).value(Comparison::Greater),
    ))
    .parse_next(tokens)?;
    let end = tokens.previous_token_end();
    let value = cut_err(value).parse_next(tokens)?;
    Ok((Test::Compare(comparison, value), end))
}

fn is(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    let negated = preceded(keyword("is"), opt(keyword("not"))).parse_next(tokens)?;
    cut_err(keyword("empty"))
        .context(match negated {
            None => "`empty` or `not empty` after `is`",
            Some(_) => "`empty` after `is not`",
        })
        .parse_next(tokens)?;
    let test = match negated {
        None => Test::Empty,
        Some(_) => Test::Not(Box::new(Test::Empty)),
    };
    Ok((test, tokens.previous_token_end()))
}

fn contains(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    alt((keyword("contains"), keyword("contain"))).parse_next(tokens)?;
    let end = tokens.previous_token_end();
    let one = value.map(|value| vec![value]);
    let values = cut_err(alt((list, one)))
        .context("a value, or values in parentheses")
        .parse_next(tokens)?;
    Ok((Test::Contains(values), end))
}

fn starts_with(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    with(tokens, ["starts_with", "starts"], Test::StartsWith)
}

fn ends_with(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    with(tokens, ["ends_with", "ends"], Test::EndsWith)
}

/// `starts_with` or `starts with`, and a value.
fn with(
    tokens: &mut Tokens<'_>,
    [joined, first]: [&'static str; 2],
    test: fn(Phrase) -> Test,
) -> Parsed<(Test, usize)> {
    let second = cut_err(keyword("with").context("`with`"));
    alt((keyword(joined).void(), (keyword(first), second).void())).parse_next(tokens)?;
    let end = tokens.previous_token_end();
    let value = cut_err(value).parse_next(tokens)?;
    Ok((test(value), end))
}

fn one_of(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    keyword("in").parse_next(tokens)?;
    let end = tokens.previous_token_end();
    let values = cut_err(list)
        .context("values in parentheses after `in`")
        .parse_next(tokens)?;
    Ok((Test::OneOf(values), end))
}

fn within(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    keyword("within").parse_next(tokens)?;
    let end = tokens.previous_token_end();
    let span = cut_err(value)
        .context("a span of time such as `past_week` after `within`")
        .parse_next(tokens)?;
    Ok((Test::Within(span), end))
}

fn between(tokens: &mut Tokens<'_>) -> Parsed<(Test, usize)> {
    keyword("between").parse_next(tokens)?;
    let end = tokens.previous_token_end();
    let and = keyword("and").context("`and` and the upper end of the range");
    let (from, _, to) = cut_err((value, and, value)).parse_next(tokens)?;
    Ok((Test::Between(from, to), end))
}

/// Values in parentheses, with commas between them.
fn list(tokens: &mut Tokens<'_>) -> Parsed<Vec<Phrase>> {
    let values = separated(1.., cut_err(value), symbol(Symbol::Comma));
    let close = symbol(Symbol::Close).context("a comma or `)`");
    delimited(symbol(Symbol::Open), values, cut_err(close)).parse_next(tokens)
}

/// A name, after a `-` for descending order.
fn sort_key(tokens: &mut Tokens<'_>) -> Parsed<SortKey> {
    let first = tokens.first().map(|token| &token.kind);
    let is_descending = matches!(first, Some(TokenKind::Word(word)) if word.starts_with('-'));
    // `-"Due date"` is two tokens, `-Due date` begins with the sign.
    let is_apart = matches!(first, Some(TokenKind::Word(word)) if word == "-");
    if is_apart {
        any.void().parse_next(tokens)?;
    }
    let words = |tokens: &mut Tokens<'_>| phrase(tokens, |_| true);
    let property = words.context("the name of a property").parse_next(tokens)?;
    Ok(SortKey {
        property: if is_descending && !is_apart {
            property.without_sign()
        } else {
            property
        },
        is_descending,
    })
}

/// The name of a property: a string in quotes, or words up to an operator.
fn name(tokens: &mut Tokens<'_>) -> Parsed<Phrase> {
    phrase(tokens, |token| {
        !OPERATORS.iter().any(|operator| token.is_keyword(operator))
    })
}

/// A value: a string in quotes, or words up to `and` and `or`.
fn value(tokens: &mut Tokens<'_>) -> Parsed<Phrase> {
    let is_part = |token: &Token| !token.is_keyword("and") && !token.is_keyword("or");
    (|tokens: &mut Tokens<'_>| phrase(tokens, is_part))
        .context("a value")
        .parse_next(tokens)
}

fn phrase(tokens: &mut Tokens<'_>, is_part: impl Fn(&Token) -> bool) -> Parsed<Phrase> {
    let quoted = any
        .verify(|token: &&Token| token.is_quoted())
        .map(|token: &Token| Phrase::of(std::slice::from_ref(token)));
    let words = take_while(1.., |token: &Token| token.is_word() && is_part(token)).map(Phrase::of);
    alt((quoted, words)).parse_next(tokens)
}

fn keyword<'t>(keyword: &'static str) -> impl Parser<Tokens<'t>, &'t Token, ErrMode<Problem>> {
    any.verify(move |token: &&Token| token.is_keyword(keyword))
}

fn symbol<'t>(symbol: Symbol) -> impl Parser<Tokens<'t>, &'t Token, ErrMode<Problem>> {
    any.verify(move |token: &&Token| token.kind == TokenKind::Symbol(symbol))
}
