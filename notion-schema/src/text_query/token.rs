//! The tokens of the language: words, strings in quotes, and symbols.

use std::ops::Range;

use winnow::combinator::{alt, cut_err, delimited, not, peek, preceded, repeat, terminated};
use winnow::error::{AddContext, ErrMode, ParserError};
use winnow::prelude::*;
use winnow::stream::{LocatingSlice, Location, Stream};
use winnow::token::{none_of, take_while};

use super::error::TextQueryError;

/// The deepest nesting of parentheses. Notion's own filters have two levels; the bound keeps the parser's recursion small.
const MAX_DEPTH: usize = 64;

/// Why a parser failed: where, in bytes, and what was expected there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem {
    pub(super) at: usize,
    pub(super) expected: &'static str,
}

pub(super) type Parsed<T> = Result<T, ErrMode<Problem>>;

impl<I: Stream + Location> ParserError<I> for Problem {
    type Inner = Problem;

    fn from_input(input: &I) -> Problem {
        Problem {
            at: input.current_token_start(),
            expected: "",
        }
    }
    fn into_inner(self) -> Result<Problem, Problem> {
        Ok(self)
    }
}

/// The innermost parser knows best what it expected.
impl<I: Stream> AddContext<I, &'static str> for Problem {
    fn add_context(mut self, _: &I, _: &I::Checkpoint, expected: &'static str) -> Problem {
        if self.expected.is_empty() {
            self.expected = expected;
        }
        self
    }
}

/// A token and its place in the text, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    /// A run of characters without blanks, double quotes and symbols.
    Word(String),
    /// The content of a string in quotes.
    Quoted(String),
    Symbol(Symbol),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Open,
    Close,
    Comma,
}

impl Token {
    /// Returns true if it is this keyword, in any letter case.
    pub(super) fn is_keyword(&self, keyword: &str) -> bool {
        matches!(&self.kind, TokenKind::Word(word) if word.eq_ignore_ascii_case(keyword))
    }

    pub(super) const fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word(_))
    }

    pub(super) const fn is_quoted(&self) -> bool {
        matches!(self.kind, TokenKind::Quoted(_))
    }
}

impl Location for Token {
    fn previous_token_end(&self) -> usize {
        self.span.end
    }
    fn current_token_start(&self) -> usize {
        self.span.start
    }
}

/// A name or a value: a string in quotes, or a run of words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phrase {
    pub(super) span: Range<usize>,
    quoted: Option<String>,
}

impl Phrase {
    /// The phrase of a string in quotes, or of words in a row.
    pub(super) fn of(tokens: &[Token]) -> Phrase {
        let start = tokens.first().map_or(0, |token| token.span.start);
        let end = tokens.last().map_or(0, |token| token.span.end);
        let quoted = tokens.iter().find_map(|token| match &token.kind {
            TokenKind::Quoted(text) => Some(text.clone()),
            _ => None,
        });
        Phrase {
            span: start..end,
            quoted,
        }
    }

    /// The content. Words are taken as they stand in the source, with the blanks between them.
    pub(super) fn text<'a>(&'a self, source: &'a str) -> &'a str {
        match &self.quoted {
            Some(text) => text,
            None => source.get(self.span.clone()).unwrap_or_default(),
        }
    }

    pub(super) const fn is_quoted(&self) -> bool {
        self.quoted.is_some()
    }

    /// The phrase without its first byte, which is a sign before a name.
    pub(super) fn without_sign(mut self) -> Phrase {
        self.span.start += 1;
        self
    }
}

type Source<'s> = LocatingSlice<&'s str>;

/// Splits a text into tokens.
///
/// # Errors
///
/// A string that is not closed, an unknown escape, a `!` or another sign without a meaning, and parentheses that are nested
/// too deep.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, TextQueryError> {
    let mut input = LocatingSlice::new(source);
    let mut parse = preceded(blanks, repeat(0.., token));
    let parsed: Parsed<Vec<Token>> = parse.parse_next(&mut input);
    let tokens = match parsed {
        Ok(tokens) if input.is_empty() => tokens,
        Ok(_) => {
            let start = input.current_token_start();
            let message =
                "this sign has no meaning here; put names and values with signs in quotes";
            return Err(TextQueryError::new(source, start..source.len(), message));
        }
        Err(ErrMode::Backtrack(problem) | ErrMode::Cut(problem)) => {
            let at = problem.at.min(source.len());
            return Err(TextQueryError::new(
                source,
                at..source.len(),
                problem.expected,
            ));
        }
        // Only streams of parts are incomplete.
        Err(ErrMode::Incomplete(_)) => Vec::new(),
    };
    check_depth(source, &tokens)?;
    Ok(tokens)
}

fn check_depth(source: &str, tokens: &[Token]) -> Result<(), TextQueryError> {
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            TokenKind::Symbol(Symbol::Open) => depth += 1,
            TokenKind::Symbol(Symbol::Close) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            let message = format!("parentheses are nested deeper than {MAX_DEPTH} levels");
            return Err(TextQueryError::new(source, token.span.clone(), message));
        }
    }
    Ok(())
}

fn token(input: &mut Source<'_>) -> Parsed<Token> {
    let kind = alt((
        symbol.map(TokenKind::Symbol),
        quoted.map(TokenKind::Quoted),
        word.map(|word: &str| TokenKind::Word(word.to_owned())),
    ));
    let token = kind.with_span().map(|(kind, span)| Token { kind, span });
    terminated(token, blanks).parse_next(input)
}

fn blanks(input: &mut Source<'_>) -> Parsed<()> {
    take_while(0.., char::is_whitespace)
        .void()
        .parse_next(input)
}

/// The signs `≠`, `≤` and `≥` are those that a filter is printed with.
fn symbol(input: &mut Source<'_>) -> Parsed<Symbol> {
    alt((
        alt(("!=", "≠")).value(Symbol::NotEqual),
        alt(("<=", "≤")).value(Symbol::LessOrEqual),
        alt((">=", "≥")).value(Symbol::GreaterOrEqual),
        alt(("==", "=")).value(Symbol::Equal),
        '<'.value(Symbol::Less),
        '>'.value(Symbol::Greater),
        '('.value(Symbol::Open),
        ')'.value(Symbol::Close),
        ','.value(Symbol::Comma),
    ))
    .parse_next(input)
}

fn quoted(input: &mut Source<'_>) -> Parsed<String> {
    alt((quoted_in('"'), quoted_in('\''))).parse_next(input)
}

fn quoted_in<'s>(quote: char) -> impl Parser<Source<'s>, String, ErrMode<Problem>> {
    let escape = alt(('"', '\'', '\\', 'n'.value('\n'), 't'.value('\t'))).context(
        r#"unknown escape: in quotes, write `\\` for a backslash, `\"`, `\'`, `\n` or `\t`"#,
    );
    let character = alt((none_of([quote, '\\']), preceded('\\', cut_err(escape))));
    let close = quote.context("the string in quotes is not closed");
    delimited(quote, repeat(0.., character), cut_err(close))
}

fn word<'s>(input: &mut Source<'s>) -> Parsed<&'s str> {
    let plain = none_of(|c: char| c.is_whitespace() || "=<>≠≤≥(),\"!".contains(c));
    let character = alt((plain, terminated('!', not('='))));
    // `-'Due date'` is a sign and a string.
    let sign = terminated('-', peek('\'')).take();
    let run = repeat::<_, _, (), _, _>(1.., character).take();
    alt((sign, run)).parse_next(input)
}
