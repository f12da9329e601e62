//! From text to tokens.

use crate::ast::{Number, is_name_part, is_name_start};
use crate::error::{Error, ErrorKind, Result, Span};

/// A token with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    Number(Number),
    Text(String),
    /// A word: a name, a keyword, a function.
    Word(String),
    /// `{{…}}`, without the braces.
    Property(String),
    /// `{field}`, without the braces.
    Field(String),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

impl TokenKind {
    /// How the token is called in an error.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Number(_) => "a number".to_owned(),
            Self::Text(_) => "a text".to_owned(),
            Self::Word(word) => format!("`{}`", shorten(word)),
            Self::Property(_) => "a property".to_owned(),
            Self::Field(field) => format!("`{{{}}}`", shorten(field)),
            Self::Sign(sign) => format!("`{sign}`"),
            Self::End => "the end".to_owned(),
        }
    }
}

/// A name as an error quotes it: the first forty characters.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The longest signs first, so that `==` is not read as two.
const SIGNS: [&str; 25] = [
    "===", "!==", "==", "!=", ">=", "<=", "&&", "||", "(", ")", "[", "]", ",", ".", "?", ":", "+",
    "-", "*", "/", "%", "^", ">", "<", "!",
];

/// All tokens of a text; the last one is [`TokenKind::End`].
pub(crate) fn tokens(text: &str, placeholders: bool) -> Result<Vec<Token>> {
    let mut lexer = Lexer {
        text,
        at: 0,
        placeholders,
    };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.next()?;
        let end = token.kind == TokenKind::End;
        tokens.push(token);
        if end {
            return Ok(tokens);
        }
    }
}

/// Reads tokens one after the other.
struct Lexer<'a> {
    text: &'a str,
    at: usize,
    placeholders: bool,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    fn error(&self, span: Span, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Syntax, span, message)
    }

    fn next(&mut self) -> Result<Token> {
        self.skip_blanks()?;
        let start = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok(Token {
                kind: TokenKind::End,
                span: Span::new(start, start),
            });
        };
        let kind = match first {
            '"' => self.text_literal()?,
            '0'..='9' => self.number()?,
            '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number()?,
            '{' => self.braces()?,
            c if is_name_start(c) => {
                let length = self
                    .rest()
                    .find(|c| !is_name_part(c))
                    .unwrap_or(self.rest().len());
                let word = &self.rest()[..length];
                self.at += length;
                TokenKind::Word(word.to_owned())
            }
            _ => self.sign(first)?,
        };
        Ok(Token {
            kind,
            span: self.span_from(start),
        })
    }

    fn skip_blanks(&mut self) -> Result<()> {
        loop {
            let trimmed = self.rest().trim_start();
            self.at = self.text.len() - trimmed.len();
            let Some(comment) = trimmed.strip_prefix("/*") else {
                return Ok(());
            };
            let Some(length) = comment.find("*/") else {
                let span = Span::new(self.at, self.at + 2);
                return Err(self
                    .error(span, "a comment is not closed")
                    .with_help("end it with `*/`"));
            };
            self.at += length + 4;
        }
    }

    fn text_literal(&mut self) -> Result<TokenKind> {
        let start = self.at;
        let mut value = String::new();
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((offset, c)) = characters.next() {
            match c {
                '"' => {
                    self.at += offset + 1;
                    return Ok(TokenKind::Text(value));
                }
                '\\' => match characters.next() {
                    Some((_, 'n')) => value.push('\n'),
                    Some((_, 't')) => value.push('\t'),
                    Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                    // Any other backslash stays: a regular expression writes `\d` with one.
                    Some((_, other)) => value.extend(['\\', other]),
                    None => break,
                },
                _ => value.push(c),
            }
        }
        Err(self
            .error(Span::new(start, start + 1), "a text is not closed")
            .with_help("end it with `\"`"))
    }

    fn number(&mut self) -> Result<TokenKind> {
        let start = self.at;
        self.digits();
        if self.rest().starts_with('.')
            && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit())
        {
            self.at += 1;
            self.digits();
        }
        // `1e3`, but not `1em`.
        let exponent = self.rest().strip_prefix(['e', 'E']);
        if let Some(exponent) = exponent {
            let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if unsigned.starts_with(|c: char| c.is_ascii_digit()) {
                self.at += 1 + exponent.len() - unsigned.len();
                self.digits();
            }
        }
        let span = self.span_from(start);
        if self.rest().starts_with(is_name_start) {
            return Err(self
                .error(span, "a number runs into a word")
                .with_help("put an operator or a dot between them"));
        }
        span.of(self.text)
            .parse()
            .ok()
            .and_then(Number::new)
            .map(TokenKind::Number)
            .ok_or_else(|| self.error(span, "the number is too large"))
    }

    fn digits(&mut self) {
        let rest = self.rest();
        self.at += rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
    }

    fn braces(&mut self) -> Result<TokenKind> {
        let start = self.at;
        let rest = self.rest();
        if let Some(inner) = rest.strip_prefix("{{") {
            let Some(end) = inner.find("}}") else {
                let span = Span::new(start, start + 2);
                return Err(self
                    .error(span, "a property token is not closed")
                    .with_help("end it with `}}`"));
            };
            self.at += end + 4;
            return match &inner[..end] {
                "" => Err(self.error(self.span_from(start), "a property token is empty")),
                token => Ok(TokenKind::Property(token.to_owned())),
            };
        }
        let end = rest.find('}').map(|end| end + 1);
        let span = Span::new(start, start + end.unwrap_or(1));
        let field = rest[1..].split('}').next().unwrap_or_default().trim();
        let field = field.strip_prefix("r#").unwrap_or(field);
        let is_field = field.starts_with(is_name_start) && field.chars().all(is_name_part);
        match end {
            _ if !self.placeholders => Err(self
                .error(Span::new(start, start + 1), "a formula has no braces")
                .with_help("a property is written `prop(\"Name\")`")),
            None => Err(self
                .error(span, "a field is not closed")
                .with_help("end it with `}`")),
            Some(_) if !is_field => Err(self
                .error(span, "there is no field's name between the braces")
                .with_help("write `{field}`")),
            Some(length) => {
                self.at += length;
                Ok(TokenKind::Field(field.to_owned()))
            }
        }
    }

    fn sign(&mut self, first: char) -> Result<TokenKind> {
        let rest = self.rest();
        if rest.starts_with("//") {
            let span = Span::new(self.at, self.at + 2);
            return Err(self
                .error(span, "`//` begins no comment")
                .with_help("write `/* comment */`"));
        }
        if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            self.at += sign.len();
            return Ok(TokenKind::Sign(sign));
        }
        let span = Span::new(self.at, self.at + first.len_utf8());
        let quote = matches!(first, '\'' | '“' | '”' | '‘' | '’' | '`');
        let message = match first {
            first if quote => format!("`{first}` does not begin a string"),
            // Of what cannot be seen, the number is shown.
            first if first.is_control() => {
                format!("`{}` has no meaning here", first.escape_debug())
            }
            first => format!("`{first}` has no meaning here"),
        };
        let error = self.error(span, message);
        Err(match first {
            '=' => error.with_help("compare with `==`"),
            '&' => error.with_help("write `and`, or `&&`"),
            '|' => error.with_help("write `or`, or `||`"),
            _ if quote => error.with_help("write it in straight double quotes: `\"…\"`"),
            '×' => error.with_help("write `*`"),
            '÷' => error.with_help("write `/`"),
            '−' | '–' => error.with_help("write `-`"),
            '≠' => error.with_help("write `!=`"),
            '≤' => error.with_help("write `<=`"),
            '≥' => error.with_help("write `>=`"),
            ';' => error.with_help("arguments are separated by commas"),
            _ => error,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        let mut tokens = tokens(text, true).unwrap();
        assert_eq!(tokens.pop().unwrap().kind, TokenKind::End);
        tokens.into_iter().map(|token| token.kind).collect()
    }

    fn number(value: f64) -> TokenKind {
        TokenKind::Number(Number::new(value).unwrap())
    }

    #[test]
    fn numbers_end_where_a_method_begins() {
        assert_eq!(kinds("1.5"), [number(1.5)]);
        assert_eq!(
            kinds(".5 1e3 2E-1"),
            [number(0.5), number(1000.0), number(0.2)]
        );
        assert_eq!(
            kinds("1.round"),
            [
                number(1.0),
                TokenKind::Sign("."),
                TokenKind::Word("round".into())
            ]
        );
    }

    #[test]
    fn escapes() {
        assert_eq!(
            kinds(r#""a\"b\\c\nd\te\d""#),
            [TokenKind::Text("a\"b\\c\nd\te\\d".into())]
        );
    }

    #[test]
    fn comments_and_braces() {
        assert_eq!(
            kinds("/* {a} \"*/{{notion:x}}/**/{ field }/*/ */"),
            [
                TokenKind::Property("notion:x".into()),
                TokenKind::Field("field".into())
            ]
        );
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let message = |text: &str| tokens(text, false).unwrap_err().to_string();
        assert_eq!(message("= 2"), "`=` has no meaning here; compare with `==`");
        assert_eq!(message("\"abc"), "a text is not closed; end it with `\"`");
        assert_eq!(
            message("{field}"),
            "a formula has no braces; a property is written `prop(\"Name\")`"
        );
        assert_eq!(
            message("12abc"),
            "a number runs into a word; put an operator or a dot between them"
        );
        assert_eq!(message("/* a"), "a comment is not closed; end it with `*/`");
        assert_eq!(message("1e999"), "the number is too large");
    }
}
