//! A data file that can be opened, repaired and read without being touched: changes stay in memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::sync::Mutex;

use redb::StorageBackend;

use crate::sync::lock;

/// The unit in which changes are kept, in bytes: a page of redb.
const BLOCK: u64 = 4096;

/// A file under the changes that were made since it was opened.
#[derive(Debug)]
pub(super) struct Overlay {
    file: File,
    changes: Mutex<Changes>,
}

#[derive(Debug)]
struct Changes {
    length: u64,
    /// How many bytes of the file still count; what lies after them was cut off.
    on_disk: u64,
    /// Changed blocks by number.
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl Overlay {
    pub(super) fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self {
            file,
            changes: Mutex::new(Changes {
                length,
                on_disk: length,
                blocks: BTreeMap::new(),
            }),
        })
    }

    /// Reads from the file; what lies after its end is zero.
    fn read_disk(&self, on_disk: u64, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let there = usize::try_from(on_disk.saturating_sub(offset)).unwrap_or(usize::MAX);
        let (from_disk, after) = out.split_at_mut(there.min(out.len()));
        after.fill(0);
        let mut done = 0;
        while let Some(rest) = from_disk.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match read_at(&self.file, rest, offset + done as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => done += read,
            }
        }
        Ok(())
    }
}

impl StorageBackend for Overlay {
    fn len(&self) -> io::Result<u64> {
        Ok(lock(&self.changes).length)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let changes = lock(&self.changes);
        let end = offset + out.len() as u64;
        if end > changes.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read_disk(changes.on_disk, offset, out)?;
        for (number, block) in changes.blocks.range(offset / BLOCK..end.div_ceil(BLOCK)) {
            let (from, to) = overlap(number * BLOCK, block.len(), offset, out.len());
            if let (Some(source), Some(target)) =
                (block.get(from.0..from.1), out.get_mut(to.0..to.1))
            {
                target.copy_from_slice(source);
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut changes = lock(&self.changes);
        changes.length = len;
        changes.on_disk = changes.on_disk.min(len);
        changes.blocks.retain(|number, _| number * BLOCK < len);
        // What is cut off is zero if the file grows again.
        if let Some(last) = changes.blocks.get_mut(&(len / BLOCK)) {
            let kept = usize::try_from(len % BLOCK).unwrap_or(usize::MAX);
            last.iter_mut().skip(kept).for_each(|byte| *byte = 0);
        }
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut changes = lock(&self.changes);
        let end = offset + data.len() as u64;
        for number in offset / BLOCK..end.div_ceil(BLOCK) {
            let start = number * BLOCK;
            let on_disk = changes.on_disk;
            let block = match changes.blocks.entry(number) {
                std::collections::btree_map::Entry::Occupied(there) => there.into_mut(),
                std::collections::btree_map::Entry::Vacant(free) => {
                    let mut block = vec![0; usize::try_from(BLOCK).unwrap_or_default()];
                    self.read_disk(on_disk, start, &mut block)?;
                    free.insert(block)
                }
            };
            let (to, from) = overlap(start, block.len(), offset, data.len());
            if let (Some(target), Some(source)) =
                (block.get_mut(to.0..to.1), data.get(from.0..from.1))
            {
                target.copy_from_slice(source);
            }
        }
        changes.length = changes.length.max(end);
        Ok(())
    }
}

/// The common part of two ranges, as a range within each of them.
fn overlap(a: u64, a_length: usize, b: u64, b_length: usize) -> ((usize, usize), (usize, usize)) {
    let start = a.max(b);
    let end = (a + a_length as u64).min(b + b_length as u64).max(start);
    let within = |from: u64, at: u64| usize::try_from(at - from).unwrap_or(usize::MAX);
    (
        (within(a, start), within(a, end)),
        (within(b, start), within(b, end)),
    )
}

#[cfg(unix)]
fn read_at(file: &File, out: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, out, offset)
}

#[cfg(windows)]
fn read_at(file: &File, out: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, out, offset)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;

    /// A step of the property test: writing bytes at a place, or changing the length.
    #[derive(Debug, Clone)]
    enum Step {
        Write(u16, Vec<u8>),
        Resize(u16),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..20_000_u16, prop::collection::vec(any::<u8>(), 1..9000))
                .prop_map(|(at, bytes)| Step::Write(at, bytes)),
            (0..24_000_u16).prop_map(Step::Resize),
        ]
    }

    proptest! {
        #[test]
        fn an_overlay_reads_like_a_file_and_leaves_the_file_alone(
            length in 0..20_000_usize,
            steps in prop::collection::vec(step(), 0..20),
        ) {
            let mut expected: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let original = expected.clone();
            let mut file = tempfile();
            file.write_all(&original).unwrap();
            let overlay = Overlay::new(file.try_clone().unwrap()).unwrap();
            for step in steps {
                match step {
                    Step::Write(at, bytes) => {
                        let (at, end) = (usize::from(at), usize::from(at) + bytes.len());
                        expected.resize(expected.len().max(end), 0);
                        expected[at..end].copy_from_slice(&bytes);
                        overlay.write(at as u64, &bytes).unwrap();
                    }
                    Step::Resize(length) => {
                        expected.resize(usize::from(length), 0);
                        overlay.set_len(u64::from(length)).unwrap();
                    }
                }
                let mut found = vec![0; expected.len()];
                prop_assert_eq!(overlay.len().unwrap(), expected.len() as u64);
                overlay.read(0, &mut found).unwrap();
                prop_assert!(found == expected);
                let middle = expected.len() / 3;
                let mut found = vec![0; expected.len() - middle];
                overlay.read(middle as u64, &mut found).unwrap();
                prop_assert!(found == expected[middle..]);
            }
            prop_assert!(overlay.read(expected.len() as u64, &mut [0]).is_err());
            prop_assert_eq!(file.metadata().unwrap().len(), original.len() as u64);
        }
    }

    /// A file without a name.
    fn tempfile() -> File {
        use std::sync::atomic::{AtomicU32, Ordering};

        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "notion-local-overlay-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)
            .unwrap();
        std::fs::remove_file(path).unwrap();
        file
    }
}
