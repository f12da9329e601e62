//! Builders of requests that can be awaited.

/// Implements `IntoFuture` and `Debug` for a builder that has a method `async fn(self) -> Result<Output>`.
///
/// The future is a [`Pending`](crate::session::Pending). `Debug` shows the fields that are named, and not the session.
///
/// ```text
/// awaitable! {
///     ['a, S: NotionSchema] Complete<'a, S>, send -> ();      // generic parameters, a lifetime first; the method; the output
///     |this| property: this.property, rows: this.rows.len()   // what `Debug` shows
/// }
/// ```
macro_rules! awaitable {
    ([$life:lifetime $($generics:tt)*] $name:ident<$($argument:tt),*>, $($rest:tt)*) => {
        awaitable! { @impl [<$life $($generics)*>] $name [<$($argument),*>] $life, $($rest)* }
    };
    ([$($generics:tt)*] $name:ident<$($argument:tt),*>, $($rest:tt)*) => {
        awaitable! { @impl [<$($generics)*>] $name [<$($argument),*>] 'static, $($rest)* }
    };
    ($name:ident, $($rest:tt)*) => {
        awaitable! { @impl [] $name [] 'static, $($rest)* }
    };
    (
        @impl [$($generics:tt)*] $name:ident [$($arguments:tt)*] $life:lifetime,
        $method:ident -> $output:ty;
        |$this:ident| $($field:ident: $value:expr),+ $(,)?
    ) => {
        impl $($generics)* IntoFuture for $name $($arguments)* {
            type Output = $crate::Result<$output>;
            type IntoFuture = $crate::session::Pending<$life, $output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.$method())
            }
        }

        impl $($generics)* std::fmt::Debug for $name $($arguments)* {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let $this = self;
                f.debug_struct(stringify!($name))
                    $( .field(stringify!($field), &$value) )+
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use awaitable;
