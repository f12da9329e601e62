//! A plan for a set as text.

use std::fmt;

use super::{SchemaSetPlan, SetStep};
use crate::plan::allow::{Allow, Verdict};
use crate::plan::change::Action;
use crate::plan::schema_plan::{counts, lines, shown};

impl fmt::Display for SchemaSetPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, member) in self.databases.iter().enumerate() {
            if place > 0 {
                // What has nothing to show needs no room.
                let before = &self.databases[place - 1];
                let close = before.changes.is_empty() && member.changes.is_empty();
                f.write_str(if close { "\n" } else { "\n\n" })?;
            }
            let title = shown(&member.title);
            match member.data_source_id() {
                Some(source) => write!(f, "{title} (data source {source}): ")?,
                None => write!(f, "{title} (new): ")?,
            }
            counts(f, &member.changes)?;
            lines(f, &member.changes)?;
        }
        let steps: Vec<_> = self.steps.iter().map(|step| self.line(step)).collect();
        let steps: Vec<_> = steps.into_iter().flatten().collect();
        match steps.len() {
            0 => return Ok(()),
            1 => f.write_str("\n\n1 request:")?,
            count => write!(f, "\n\n{count} requests:")?,
        }
        for (number, line) in steps.iter().enumerate() {
            write!(f, "\n  {}. {line}", number + 1)?;
        }
        Ok(())
    }
}

impl SchemaSetPlan {
    /// The requests of a step in words; none if it changes only what is kept unless a policy names it.
    fn line(&self, step: &SetStep) -> Vec<String> {
        let member = &self.databases[step.database];
        let title = shown(&member.title);
        // Refused changes are shown, too: a person may allow them.
        let kept = |at: &&usize| Allow::additive().verdict(&member.changes[**at]) != Verdict::Keep;
        let mut names: Vec<String> = Vec::new();
        let mut described = false;
        for change in step
            .changes
            .iter()
            .filter(kept)
            .map(|at| &member.changes[*at])
        {
            if matches!(change.action, Action::DescribeDatabase(_)) {
                described = true;
                continue;
            }
            let view = match &change.action {
                Action::AddView(_) => Some("create"),
                Action::ChangeView { .. } => Some("change"),
                _ => None,
            };
            if let Some(verb) = view {
                let name = shown(&change.property);
                return vec![format!("{verb} the view \"{name}\" of \"{title}\"")];
            }
            let name = format!("`{}`", shown(&change.property));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.extend(
            step.park
                .iter()
                .map(|parked| format!("`{}` (a temporary name)", shown(&parked.name))),
        );
        let mut lines = Vec::new();
        if described {
            lines.push(format!("describe \"{title}\""));
        }
        if self.creates(step) {
            lines.push(format!("create \"{title}\" with {}", names.join(", ")));
        } else if !names.is_empty() {
            lines.push(format!("change \"{title}\": {}", names.join(", ")));
        }
        lines
    }
}
