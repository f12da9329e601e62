//! Webhooks, for those who receive them: proof that Notion sent them, and what they say.
//!
//! A subscription is made in Notion, in the settings of the integration. Notion then sends a **handshake** to the
//! address, once: a body with the token that all later ones are signed with. The token is to be kept as a secret, and
//! to be pasted in Notion, which from then on sends **events**, each signed with the token in the header
//! [`SIGNATURE_HEADER`].
//!
//! A [`Receiver`] takes the header and the body as it came, byte by byte: a body that was read as JSON and written again
//! is another body.
//!
//! ```
//! use notion_session::webhook::{EventKind, Received, Receiver, sign};
//!
//! // The handshake: nothing is known yet.
//! let body = br#"{"verification_token": "secret_abc"}"#;
//! let Received::Handshake(token) = Receiver::before_the_handshake().receive(None, body)? else {
//!     panic!("a handshake");
//! };
//!
//! // Events from then on.
//! let receiver = Receiver::new(token.clone());
//! let body = br#"{"id": "1", "type": "page.created", "entity": {"type": "page", "id": "00000000-0000-4000-8000-000000000001"}}"#;
//! let signature = sign(&token, body); // as Notion does
//! let Received::Event(event) = receiver.receive(Some(&signature), body)? else {
//!     panic!("an event");
//! };
//! assert_eq!(event.kind, EventKind::PageCreated);
//! assert!(receiver.receive(Some(&signature), b"{}").is_err());
//! # Ok::<(), notion_session::webhook::Refused>(())
//! ```
//!
//! # What to count on
//!
//! * Answer 200 at once, and work afterwards: Notion repeats what is not answered, up to eight times in a day.
//!   [`Event::attempt_number`] says which time it is, [`Event::id`] stays the same.
//! * Events come in no order, some are put together, and they name what changed without saying how it is now: ask for
//!   it. [`Session::forget_stale`](crate::Session::forget_stale) takes it out of the object store, so that the next
//!   `get_…` does.
//! * Nothing in an event keeps an old one from being sent again by somebody who saw it: where that would do harm,
//!   remember the ids.

mod event;
mod fresh;
mod kind;
mod receiver;
mod signature;

pub use event::{Entity, EntityKind, Event, Parent};
pub use kind::{EventKind, PropertyAction, PropertyChange};
pub use receiver::{Received, Receiver, Refused};
pub use signature::{SIGNATURE_HEADER, sign};
