//! The notes of a meeting.

use super::Block;
use crate::id::{BlockId, UserId};
use crate::json::{object, open_enum};
use crate::text::RichText;
use crate::time::{Moment, Timestamp};

object! {
    /// The notes of a meeting.
    pub struct MeetingNotes {
        /// The title.
        absent title: Vec<RichText>,
        /// How far the notes are.
        absent status: Option<MeetingNotesStatus>,
        /// The blocks that hold the summary, the notes and the transcript.
        absent children: Option<MeetingNotesBlocks>,
        /// The meeting as it stands in the calendar.
        absent calendar_event: Option<CalendarEvent>,
        /// When the meeting was recorded.
        absent recording: Option<Recording>,
    }
}

object! {
    /// The answer to a query for the notes of meetings: blocks, without the envelope that other lists have.
    pub struct MeetingNotesList {
        /// The notes, as blocks of the type [`BlockKind::MeetingNotes`](super::BlockKind::MeetingNotes), without a parent.
        written results: Vec<Block>,
        /// Whether there are more.
        written has_more: bool,
        /// The id of the request that this answers; not known from recordings.
        absent request_id: Option<String>,
    }
}

open_enum! {
    /// How far the notes of a meeting are.
    pub enum MeetingNotesStatus {
        TranscriptionNotStarted = "transcription_not_started",
        TranscriptionPaused = "transcription_paused",
        TranscriptionInProgress = "transcription_in_progress",
        TranscriptionFailed = "transcription_failed",
        SummaryInProgress = "summary_in_progress",
        NotesReady = "notes_ready",
    }
}

object! {
    /// The blocks that hold the parts of the notes of a meeting.
    pub struct MeetingNotesBlocks {
        /// The summary.
        absent summary_block_id: Option<BlockId>,
        /// What was noted by hand.
        absent notes_block_id: Option<BlockId>,
        /// What was said.
        absent transcript_block_id: Option<BlockId>,
    }
}

object! {
    /// A meeting as it stands in the calendar.
    pub struct CalendarEvent {
        /// When it begins.
        absent start_time: Option<Moment>,
        /// When it ends.
        absent end_time: Option<Moment>,
        /// Who takes part.
        absent attendees: Vec<UserId>,
    }
}

object! {
    /// When a meeting was recorded.
    pub struct Recording {
        /// From when.
        absent start_time: Option<Timestamp>,
        /// Until when.
        absent end_time: Option<Timestamp>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::BlockKind;
    use crate::testing::known;

    #[test]
    fn a_query_gives_blocks() {
        let list: MeetingNotesList = known(
            r#"{"results": [{"object": "block", "id": "00000000-0000-4000-8000-0000000000fa", "type": "meeting_notes",
                "meeting_notes": {"status": "transcription_failed"}, "has_children": true, "in_trash": false}], "has_more": false}"#,
        );
        assert!(
            matches!(&list.results[0].kind, BlockKind::MeetingNotes(notes)
            if notes.status == Some(MeetingNotesStatus::TranscriptionFailed))
        );
    }
}
