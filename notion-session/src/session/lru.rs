//! A map that holds so many bytes and no more: what was not used for the longest time leaves.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// A map bounded by the sizes of its values.
#[derive(Debug)]
pub(super) struct Lru<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// The keys by the moment of their last use, the oldest first.
    order: BTreeMap<u64, K>,
    clock: u64,
    bytes: usize,
    capacity: usize,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    size: usize,
    used: u64,
}

impl<K: Clone + Eq + Hash, V> Lru<K, V> {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            entries: HashMap::new(),
            order: BTreeMap::new(),
            clock: 0,
            bytes: 0,
            capacity,
        }
    }

    /// The value of a key, which is now the one used last.
    pub(super) fn get(&mut self, key: &K) -> Option<&V> {
        let entry = self.entries.get_mut(key)?;
        self.order.remove(&entry.used);
        self.clock += 1;
        entry.used = self.clock;
        self.order.insert(self.clock, key.clone());
        Some(&entry.value)
    }

    /// Puts a value in, and takes out as many others as its size needs. Returns how many left.
    ///
    /// A value larger than the whole map is not put in; an older one of the same key leaves all the same.
    pub(super) fn insert(&mut self, key: K, value: V, size: usize) -> usize {
        self.remove(&key);
        if size > self.capacity {
            return 0;
        }
        let mut left = 0;
        while self.bytes + size > self.capacity {
            let Some((_, oldest)) = self.order.pop_first() else {
                break;
            };
            if let Some(entry) = self.entries.remove(&oldest) {
                self.bytes -= entry.size;
                left += 1;
            }
        }
        self.clock += 1;
        self.order.insert(self.clock, key.clone());
        self.entries.insert(
            key,
            Entry {
                value,
                size,
                used: self.clock,
            },
        );
        self.bytes += size;
        left
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let entry = self.entries.remove(key)?;
        self.order.remove(&entry.used);
        self.bytes -= entry.size;
        Some(entry.value)
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.order.clear();
        self.bytes = 0;
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, entry)| (key, &entry.value))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(lru: &Lru<&'static str, u32>) -> Vec<&'static str> {
        lru.order.values().copied().collect()
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_leaves() {
        let mut lru = Lru::new(30);
        for (key, value) in [("a", 1), ("b", 2), ("c", 3)] {
            assert_eq!(lru.insert(key, value, 10), 0);
        }
        assert_eq!(lru.get(&"a"), Some(&1));
        assert_eq!(lru.insert("d", 4, 15), 2);
        assert_eq!((keys(&lru), lru.bytes()), (vec!["a", "d"], 25));
    }

    #[test]
    fn a_new_value_replaces_the_old_one_and_its_size() {
        let mut lru = Lru::new(30);
        lru.insert("a", 1, 10);
        lru.insert("a", 2, 20);
        assert_eq!((lru.len(), lru.bytes()), (1, 20));
        assert_eq!(lru.get(&"a"), Some(&2));
    }

    #[test]
    fn what_is_too_large_is_not_kept_and_neither_is_what_it_replaces() {
        let mut lru = Lru::new(30);
        lru.insert("a", 1, 10);
        lru.insert("b", 2, 10);
        assert_eq!(lru.insert("a", 3, 31), 0);
        assert_eq!((keys(&lru), lru.bytes()), (vec!["b"], 10));
    }

    #[test]
    fn taking_out_gives_the_bytes_back() {
        let mut lru = Lru::new(30);
        lru.insert("a", 1, 10);
        lru.insert("b", 2, 10);
        assert_eq!(lru.remove(&"a"), Some(1));
        assert_eq!((lru.remove(&"a"), lru.bytes()), (None, 10));
        lru.clear();
        assert_eq!((lru.len(), lru.bytes(), keys(&lru).len()), (0, 0, 0));
    }

    proptest! {
        /// Whatever is done to it: it holds no more than it may, counts right, and what was used last is there.
        #[test]
        fn it_never_holds_more_than_it_may(steps in prop::collection::vec((0..3_u8, 0..12_u8, 0..60_usize), 0..200)) {
            let mut lru = Lru::new(100);
            for (step, key, size) in steps {
                match step {
                    0 => {
                        lru.insert(key, size, size);
                        prop_assert_eq!(lru.get(&key), Some(&size));
                    }
                    1 => {
                        lru.remove(&key);
                        prop_assert_eq!(lru.get(&key), None);
                    }
                    _ => {
                        let found = lru.get(&key).is_some();
                        prop_assert_eq!(found, lru.entries.contains_key(&key));
                        prop_assert!(!found || lru.order.values().last() == Some(&key));
                    }
                }
                prop_assert!(lru.bytes() <= 100);
                prop_assert_eq!(lru.bytes(), lru.entries.values().map(|entry| entry.size).sum::<usize>());
                prop_assert_eq!(lru.order.len(), lru.len());
            }
        }
    }
}
