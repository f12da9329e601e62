//! What goes wrong, in words of the command line, and the exit code that says so.

use std::fmt::{self, Display, Formatter};
use std::process::ExitCode;

use notion_session::Error;

/// The result of a command.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// The exit code of a command line that cannot be understood.
pub(crate) const USAGE: u8 = 2;

/// The exit code of a comparison that found differences.
pub(crate) const DIFFERENCES: u8 = 3;

/// What went wrong, for a person to read, with the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    text: String,
    code: u8,
}

impl Failure {
    /// A failure with the exit code 1.
    pub(crate) fn new(text: impl Into<String>) -> Failure {
        Failure {
            text: text.into(),
            code: 1,
        }
    }

    /// A command line that cannot be understood.
    pub(crate) fn usage(text: impl Into<String>) -> Failure {
        Failure {
            text: text.into(),
            code: USAGE,
        }
    }

    /// The reader of the standard output has closed it, and has read enough: no failure, but nothing more to do.
    pub(crate) fn closed_pipe() -> Failure {
        Failure {
            text: String::new(),
            code: 0,
        }
    }

    /// What went wrong, with what it was about.
    pub(crate) fn about(what: impl Display, error: impl Display) -> Failure {
        Failure::new(format!("{what}: {error}"))
    }

    /// The exit code of the program.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }

    /// Whether there is something to say.
    pub(crate) fn is_silent(&self) -> bool {
        self.text.is_empty()
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The library's errors name its functions where the command line has options.
impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::new(match &error {
            Error::NoToken => {
                "no token: run `notion auth login --with-token`, or set the environment variable \
                               NOTION_TOKEN to the token of your integration \
                               (https://www.notion.so/profile/integrations)"
                    .to_owned()
            }
            Error::Api(answer) if answer.status == 401 => {
                format!("{error}; `notion auth status` shows which token is used")
            }
            Error::DataSourceCount(several) if several.data_sources.len() > 1 => {
                format!("{several}: pass the id of one of them in place of the database")
            }
            Error::WrongKind(wrong) => {
                let hint = match wrong.wanted {
                    "database" => "`notion ls` lists databases",
                    _ => "`notion search` lists pages and databases",
                };
                format!(
                    "`{}` is the id of a {}, not of a {}: {hint}",
                    wrong.id, wrong.found, wrong.wanted
                )
            }
            _ => in_command_words(&error.to_string()),
        })
    }
}

impl From<notion_session::rest::Error> for Failure {
    fn from(error: notion_session::rest::Error) -> Failure {
        Error::from(error).into()
    }
}

impl From<Box<dyn std::error::Error>> for Failure {
    fn from(error: Box<dyn std::error::Error>) -> Failure {
        Failure::new(error.to_string())
    }
}

/// A text of the library with options in place of the functions that it names.
pub(crate) fn in_command_words(text: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("Allow::", ""),
        ("convert()", "--convert"),
        ("drop_unknown()", "--drop-unknown"),
        ("remove_options()", "--remove-options"),
        ("retitle()", "--retitle"),
        ("`base_url`", "`--base-url`"),
    ];
    WORDS
        .iter()
        .fold(text.to_owned(), |text, (function, option)| {
            text.replace(function, option)
        })
}
