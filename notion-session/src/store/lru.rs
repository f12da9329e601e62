//! A cache bounded by the bytes that its values take: the least recently used one leaves first.

use std::hash::Hash;

use lru::LruCache;

/// A least recently used cache that is bounded by the sizes of its values and not by their number.
#[derive(Debug)]
pub(crate) struct Lru<K: Eq + Hash, V> {
    /// Each value with its size.
    entries: LruCache<K, (V, usize)>,
    bytes: usize,
    capacity: usize,
}

impl<K: Eq + Hash, V> Lru<K, V> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            entries: LruCache::unbounded(),
            bytes: 0,
            capacity,
        }
    }

    /// Returns the value of a key and makes it the most recently used one.
    pub(crate) fn get(&mut self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|(value, _)| value)
    }

    /// Inserts a value and removes as many others as its size requires. Returns the number of values removed so.
    ///
    /// A value larger than the whole cache is not inserted; an older one of the same key is removed all the same.
    pub(crate) fn insert(&mut self, key: K, value: V, size: usize) -> usize {
        self.remove(&key);
        if size > self.capacity {
            return 0;
        }
        let mut evicted = 0;
        while self.bytes > self.capacity - size {
            let Some((_, (_, oldest))) = self.entries.pop_lru() else {
                break;
            };
            self.bytes -= oldest;
            evicted += 1;
        }
        self.entries.put(key, (value, size));
        self.bytes += size;
        evicted
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let (value, size) = self.entries.pop(key)?;
        self.bytes -= size;
        Some(value)
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }

    /// Iterates from the most recently used value to the least recently used one, which does not count as a use.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, (value, _))| (key, value))
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The keys, the most recently used one first.
    fn keys<K: Copy + Eq + Hash, V>(lru: &Lru<K, V>) -> Vec<K> {
        lru.iter().map(|(key, _)| *key).collect()
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_leaves() {
        let mut lru = Lru::new(30);
        for (key, value) in [("a", 1), ("b", 2), ("c", 3)] {
            assert_eq!(lru.insert(key, value, 10), 0);
        }
        assert_eq!(lru.get(&"a"), Some(&1));
        assert_eq!(lru.insert("d", 4, 15), 2);
        assert_eq!((keys(&lru), lru.bytes()), (vec!["d", "a"], 25));
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
        /// Against a list of keys and sizes, the most recently used one first: the cache holds the same keys in the same order,
        /// never more bytes than it may, and counts what it evicts.
        #[test]
        fn it_is_a_list_in_the_order_of_use(steps in prop::collection::vec((0..3_u8, 0..12_u8, 0..120_usize), 0..200)) {
            let mut lru = Lru::new(100);
            let mut model: Vec<(u8, usize)> = Vec::new();
            for (step, key, size) in steps {
                let found = model.iter().position(|(other, _)| *other == key);
                let old = found.map(|at| model.remove(at));
                match step {
                    0 => {
                        let mut evicted = 0;
                        if size <= 100 {
                            model.insert(0, (key, size));
                            while model.iter().map(|(_, size)| size).sum::<usize>() > 100 {
                                model.pop();
                                evicted += 1;
                            }
                        }
                        prop_assert_eq!(lru.insert(key, size, size), evicted);
                    }
                    1 => prop_assert_eq!(lru.remove(&key), old.map(|(_, size)| size)),
                    _ => {
                        prop_assert_eq!(lru.get(&key).copied(), old.map(|(_, size)| size));
                        model.splice(..0, old);
                    }
                }
                prop_assert_eq!(keys(&lru), model.iter().map(|(key, _)| *key).collect::<Vec<_>>());
                prop_assert_eq!(lru.bytes(), model.iter().map(|(_, size)| size).sum::<usize>());
                prop_assert_eq!(lru.len(), model.len());
            }
        }
    }
}
