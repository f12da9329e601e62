//! `notion help`.

use std::process::ExitCode;

use clap::CommandFactory as _;

use super::about::WHERE;
use crate::failure::{Failure, Result};
use crate::show::print_shown;

/// Describe a command, or a topic: names, where, values, output, environment, exit-codes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A command, such as `rows` or `auth login`, or a topic.
    #[arg(value_name = "COMMAND|TOPIC")]
    words: Vec<String>,
}

/// What concerns several commands.
const TOPICS: &[(&str, &str)] = &[
    ("names", NAMES),
    ("where", WHERE),
    ("values", VALUES),
    ("output", OUTPUT),
    ("environment", ENVIRONMENT),
    ("exit-codes", EXIT_CODES),
];

/// Where the topics are listed in the help of the program.
pub(crate) const HINT: &str =
    "Topics: `notion help names`, `where`, `values`, `output`, `environment`, `exit-codes`.";

const NAMES: &str = "\
Pages and databases are named by

  an ID           38c9ce7b-60a4-815a-8d3b-f2a1c0d4e5f6, with or without hyphens
  a URL           https://www.notion.so/… as the browser or `Copy link` gives it, also with ?p=, and notion://…
  a title         Tasks; if nothing has the title, upper and lower case do not matter

If several pages or databases have the title, they are listed with their IDs. Titles are found by Notion's search, which takes some
seconds to know what is new. A database with several data sources is named by the ID of one of them, which `notion ls` prints.
";

const VALUES: &str = "\
Values of properties, in `set`, `new --set` and `import`:

  text, URL, e-mail, phone    as it is
  number                      2.5, -3, 1e6
  checkbox                    yes, no, true, false, 1, 0, x
  select, status              the name of an option; --create-options makes new options of selects
  multi-select                names with commas between: home, urgent
  date                        2026-12-01, 2026-12-01T09:00:00+01:00, 2026-12-01/2026-12-05
  people                      names, e-mail addresses or IDs; me is the token's own user
  relation                    titles, IDs or URLs of pages; a title of several pages lists their IDs
  files                       URLs, or [{\"name\": \"a.pdf\", \"url\": \"https://…\"}]
  place                       {\"lat\": 52.5, \"lon\": 13.4, \"name\": \"Berlin\"}

Names with a comma of their own are written as a JSON list: [\"a, b\", \"c\"]. Nothing clears a value: Due= in `set`, an empty cell in a
file. `set` adds to a list by Tags+=urgent, and removes from it by Tags-=later.
";

const OUTPUT: &str = "\
On a terminal rows are a table that fits its width: empty columns go first, then columns are shortened, then the last ones are left
out and named. --columns chooses, --wide shows everything, --long shows a line for each value. In a pipe there are plain lines with
tabs between the values.

  --csv     CSV with a header; `notion import` reads it back
  --json    one JSON object a line; `notion import` reads it back
  --md      a table of Markdown
  --out     a file in place of the standard output; it appears when it is whole, and overwrites nothing without --force

Colors are used on a terminal, unless NO_COLOR is set or --color never is given. Progress is shown on a terminal alone.
";

const ENVIRONMENT: &str = "\
  NOTION_TOKEN            the token of the integration; it comes before profiles
  NOTION_BASE_URL         where the API is, for instance the address of `notion serve`; as --base-url
  NOTION_PROFILE          the profile whose token is used; as --profile
  NOTION_WEBHOOK_TOKEN    the verification token that `notion listen` checks signatures with
  NOTION_KEYRING          off: tokens are kept in files, although there is a keyring
  XDG_CONFIG_HOME         the folder of notion/config.toml and notion/tokens; by default ~/.config
  VISUAL, EDITOR          the editor of `notion edit`
  BROWSER                 the browser of `notion open`
  NO_COLOR                no colors
";

const EXIT_CODES: &str = "\
  0    done
  1    failed: the standard error says what is wrong and what to do
  2    the command line cannot be understood
  3    differences found, by `plan`, `pull --check` and `mirror verify`
";

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut command = crate::Arguments::command();
    command.build();
    if let [word] = &arguments.words[..]
        && let Some((_, text)) = TOPICS.iter().find(|(topic, _)| topic == word)
    {
        print_shown(text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut found = &mut command;
    for word in &arguments.words {
        let names: Vec<String> = found
            .get_subcommands()
            .map(|command| command.get_name().to_owned())
            .collect();
        found = match found.find_subcommand_mut(word) {
            Some(command) => command,
            None => return Err(unknown(word, &names)),
        };
    }
    print_shown(&found.render_long_help().to_string())?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(word: &str, commands: &[String]) -> Failure {
    let topics = TOPICS.iter().map(|(topic, _)| *topic);
    let near = notion_formula::suggest(
        word,
        commands.iter().map(String::as_str).chain(topics.clone()),
    );
    let near = near.map(|near| format!("; did you mean {near:?}?"));
    Failure::usage(format!(
        "{word:?} is not a command or a topic{} The topics are {}; `notion help` lists the commands",
        near.unwrap_or_else(|| ".".to_owned()),
        topics.collect::<Vec<_>>().join(", ")
    ))
}
