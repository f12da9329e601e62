//! Receiving webhooks: signature verification and typed events.
//!
//! People create a subscription in Notion, in the settings of the integration. Notion then sends one **handshake** to its URL: a
//! body with the verification token, which signs all later bodies. Keep the token as a secret and paste it in Notion, which
//! from then on sends **events**, each with a signature in the header [`SIGNATURE_HEADER`].
//!
//! A [`Receiver`] takes the header and the bytes of the body as they were received: a body that was parsed and serialized
//! again is another body.
//!
//! ```
//! use notion_session::webhook::{EventKind, Received, Receiver, sign};
//!
//! // The handshake, before the token is known.
//! let body = br#"{"verification_token": "secret_abc"}"#;
//! let Received::Handshake(token) = Receiver::before_the_handshake().receive(None, body)? else {
//!     panic!("a handshake");
//! };
//!
//! // Events, from then on.
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
//! # Delivery
//!
//! * Answer with 200 immediately, and process the event afterwards: Notion repeats unanswered events, up to eight times within
//!   a day. [`Event::attempt_number`] counts the attempts, and [`Event::id`] stays the same.
//! * Events come in any order, some are combined, and they name changed objects without their new state.
//!   [`Session::forget_stale`](crate::Session::forget_stale) removes the objects from the object store, so that the next
//!   `get_…` reads them.
//! * An event does not prevent replay: somebody who has seen it can send it again. If that would do harm, remember the IDs.

mod event;
mod fresh;
mod kind;
mod receiver;
mod signature;

pub use event::{Entity, EntityKind, Event, Parent};
pub use kind::{EventKind, PropertyAction, PropertyChange};
pub use receiver::{Received, Receiver, Refused};
pub use signature::{SIGNATURE_HEADER, sign};
