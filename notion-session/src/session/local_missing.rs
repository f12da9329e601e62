//! Replaces the local server without the feature `local`: a call is a compile error that names the feature.

use super::Session;

/// The feature `local`.
#[diagnostic::on_unimplemented(
    message = "`Session::local` needs the feature `local` of `notion-session`",
    label = "the feature `local` is not enabled",
    note = "enable it in Cargo.toml: `notion-session = {{ .., features = [\"local\"] }}`; often under `[dev-dependencies]`"
)]
pub trait LocalFeature {
    #[doc(hidden)]
    fn session() -> Session;
}

/// Implements [`LocalFeature`] with the feature alone, and so never here. The lifetime keeps the compiler from judging the
/// bound before somebody calls the function.
#[derive(Debug)]
pub struct Enabled<'a>(std::marker::PhantomData<&'a ()>);

impl Session {
    /// Opens a session on a local server, with the feature `local`.
    #[doc(hidden)]
    pub fn local() -> Session
    where
        for<'a> Enabled<'a>: LocalFeature,
    {
        <Enabled<'static> as LocalFeature>::session()
    }
}
