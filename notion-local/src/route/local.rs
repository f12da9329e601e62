//! The table of what the server itself can be asked, under `/_local/`.

use http::Method;

use crate::state::UPLOADS;

/// What every such path begins with.
const PREFIX: &str = "/_local/";

/// What is done with the server itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Command {
    ShowSnapshot,
    Restore,
    Reset,
    ShowRequests,
    ClearRequests,
    ShowClock,
    SetClock,
    Settings,
    AddFault,
    ClearFaults,
    MoveOption,
    SaveFormula,
    AddIntegration,
    Subscribe,
    ShowWebhooks,
    ClearWebhooks,
}

/// Every command. Files are not in it, because their paths do not end.
static TABLE: &[(Method, &str, Command)] = &[
    (Method::GET, "snapshot", Command::ShowSnapshot),
    (Method::PUT, "snapshot", Command::Restore),
    (Method::POST, "reset", Command::Reset),
    (Method::GET, "requests", Command::ShowRequests),
    (Method::DELETE, "requests", Command::ClearRequests),
    (Method::GET, "clock", Command::ShowClock),
    (Method::POST, "clock", Command::SetClock),
    (Method::POST, "settings", Command::Settings),
    (Method::POST, "faults", Command::AddFault),
    (Method::DELETE, "faults", Command::ClearFaults),
    (Method::POST, "options", Command::MoveOption),
    (Method::POST, "formulas", Command::SaveFormula),
    (Method::POST, "integrations", Command::AddIntegration),
    (Method::POST, "webhooks", Command::Subscribe),
    (Method::GET, "webhooks", Command::ShowWebhooks),
    (Method::DELETE, "webhooks", Command::ClearWebhooks),
];

/// What a request under `/_local/` is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Local<'a> {
    /// The bytes of the upload with this id.
    File(&'a str),
    Command(Command),
    /// There is nothing under this path, or not with this method.
    Nothing,
}

impl<'a> Local<'a> {
    /// Looks a request up; nothing if it is not one of the server itself.
    pub(crate) fn of(method: &Method, path: &'a str) -> Option<Self> {
        if let Some(file) = path.strip_prefix(UPLOADS) {
            // The name after the id is for people.
            return Some(Self::File(file.split('/').next().unwrap_or_default()));
        }
        let place = path.strip_prefix(PREFIX)?;
        let row = TABLE.iter().find(|row| row.0 == *method && row.1 == place);
        Some(row.map_or(Self::Nothing, |row| Self::Command(row.2)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_is_unique_and_found() {
        let mut commands = HashSet::new();
        for (method, path, command) in TABLE {
            let path = format!("{PREFIX}{path}");
            assert_eq!(Local::of(method, &path), Some(Local::Command(*command)));
            assert!(
                commands.insert(*command),
                "{command:?} is in the table twice"
            );
        }
    }

    #[test]
    fn files_have_an_id_and_perhaps_a_name() {
        for path in [
            "/_local/files/x",
            "/_local/files/x/a.txt",
            "/_local/files/x/a/b",
        ] {
            assert_eq!(Local::of(&Method::GET, path), Some(Local::File("x")));
        }
        assert_eq!(Local::of(&Method::GET, "/_local/x"), Some(Local::Nothing));
        assert_eq!(Local::of(&Method::GET, "/v1/users"), None);
    }
}
