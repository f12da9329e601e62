//! A thread with a runtime of its own, for what the server does by itself: a server in process may be asked where no sockets
//! can be opened and no time passes.

use std::sync::Mutex;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::sync::lock;

/// A thread that begins when it is needed, and ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Background {
    name: &'static str,
    thread: Mutex<Option<(Handle, oneshot::Sender<()>)>>,
}

impl Background {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            thread: Mutex::default(),
        }
    }

    /// Where tasks can be spawned.
    pub(crate) fn handle(&self) -> std::io::Result<Handle> {
        let mut thread = lock(&self.thread);
        if let Some((handle, _)) = &*thread {
            return Ok(handle.clone());
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        std::thread::Builder::new()
            .name(self.name.into())
            .spawn(move || {
                let _dropped = runtime.block_on(stopped);
            })?;
        *thread = Some((handle.clone(), stop));
        Ok(handle)
    }

    /// Ends the thread, with all that it does.
    pub(crate) fn stop(&self) {
        *lock(&self.thread) = None;
    }
}
