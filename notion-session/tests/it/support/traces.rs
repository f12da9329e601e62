//! What a session tells those who trace it.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, set_default};
use tracing::{Event, Metadata, Subscriber};

/// Writes the spans and events of this thread into a list: other tests run on threads of their own.
#[derive(Clone)]
pub(crate) struct Recorder {
    target: &'static str,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    /// Records what has a target that starts so, until the guard is dropped.
    pub(crate) fn start(target: &'static str) -> (Self, DefaultGuard) {
        let recorder = Self {
            target,
            lines: Arc::default(),
        };
        let guard = set_default(recorder.clone());
        (recorder, guard)
    }

    /// A line for each span and event: the name of the one, the level of the other, and their fields.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn push(&self, line: Line) -> usize {
        let mut lines = self.lines.lock().unwrap();
        lines.push(line.0);
        lines.len()
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with(self.target)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().name().to_owned());
        span.record(&mut line);
        Id::from_u64(self.push(line) as u64)
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.push(line);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
