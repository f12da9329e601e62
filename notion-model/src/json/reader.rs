//! Reading the keys of an object.

use crate::json::{Entries, Extra, FieldIndex, Form, FromJson, Json, Misfit};

/// An object that is being read: its keys, and which of them have found their place.
pub(crate) struct Reader<'a> {
    all: Entries<'a>,
    /// What comes after the entry that was found last: the fields of most objects are asked for in the order in which Notion writes
    /// them, so that the next key is found at once.
    rest: Entries<'a>,
    /// The keys that belong to fields, and so cannot be a content.
    fields: &'static [&'static str],
    taken: Taken,
    extra: Extra,
}

/// An entry that was found.
struct FoundEntry<'a> {
    index: usize,
    key: &'a str,
    value: Json<'a>,
    rest: Entries<'a>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(all: Entries<'a>, fields: &'static [&'static str]) -> Self {
        Self {
            all,
            rest: all,
            fields,
            taken: Taken::default(),
            extra: Extra::default(),
        }
    }

    /// The value of a key that has not found its place yet.
    pub(crate) fn get(&self, key: &str) -> Option<Json<'a>> {
        self.find(key).map(|found| found.value)
    }

    fn find(&self, key: &str) -> Option<FoundEntry<'a>> {
        if self.taken.len == self.all.len() {
            return None;
        }
        let passed = self.all.len() - self.rest.len();
        let found = |index, known: &'a str, value, rest| {
            let fits = known == key && !self.taken.contains(index);
            fits.then_some(FoundEntry {
                index,
                key: known,
                value,
                rest,
            })
        };
        let mut rest = self.rest;
        let mut index = passed;
        while let Some((known, value)) = rest.next() {
            if let Some(found) = found(index, known, value, rest) {
                return Some(found);
            }
            index += 1;
        }
        let mut rest = self.all;
        for index in 0..passed {
            let (known, value) = rest.next()?;
            if let Some(found) = found(index, known, value, rest) {
                return Some(found);
            }
        }
        None
    }

    fn take_found(&mut self, found: &FoundEntry<'a>) {
        self.taken.insert(found.index);
        self.rest = found.rest;
    }

    /// The value of a key, which has found its place by that.
    pub(crate) fn take(&mut self, key: &str) -> Option<Json<'a>> {
        let found = self.find(key)?;
        self.take_found(&found);
        Some(found.value)
    }

    /// The first of these keys that the object has, as it stands in the object.
    pub(crate) fn first_of(&self, keys: &[&str]) -> Option<&'a str> {
        let found = keys.iter().find_map(|key| self.find(key))?;
        Some(found.key)
    }

    /// The content of a type: the value of the key that the type names, unless that key has another meaning.
    pub(crate) fn take_content(&mut self, kind: &str) -> Option<Json<'a>> {
        let meant = ["", "object", "type"].contains(&kind) || self.fields.contains(&kind);
        if meant { None } else { self.take(kind) }
    }

    /// The value of a key if it fits; else the key stays among the unknown ones.
    pub(crate) fn take_fitting<T: FromJson>(&mut self, key: &str) -> Option<T> {
        let found = self.find(key)?;
        let value = T::from_json(found.value).ok()?;
        self.take_found(&found);
        Some(value)
    }

    pub(crate) fn set_form(&mut self, field: FieldIndex, form: Form) {
        self.extra.set_form(field, form);
    }

    /// The key `object`, which tells objects apart.
    pub(crate) fn object(&mut self, field: FieldIndex, expected: &str) -> Result<(), Misfit> {
        match self.take("object") {
            None => self.set_form(field, Form::Absent),
            Some(found) if found.as_str() == Some(expected) => {}
            Some(found) => {
                let misfit = Misfit::expected(format_args!("{expected:?}"), found);
                return Err(misfit.at_key("object"));
            }
        }
        Ok(())
    }

    /// A key that must be there.
    pub(crate) fn required<T: FromJson>(&mut self, key: &str) -> Result<T, Misfit> {
        let json = self
            .take(key)
            .ok_or_else(|| Misfit::new(format!("the key {key:?} is missing")))?;
        T::from_json(json).map_err(|misfit| misfit.at_key(key))
    }

    /// A key whose value may be blank.
    pub(crate) fn blankable<T: FromJson + Default + PartialEq>(
        &mut self,
        key: &str,
        field: FieldIndex,
    ) -> Result<T, Misfit> {
        let Some(found) = self.find(key) else {
            self.set_form(field, Form::Absent);
            return Ok(T::default());
        };
        if found.value.is_null() {
            self.take_found(&found);
            self.set_form(field, Form::Null);
            return Ok(T::default());
        }
        match T::from_json(found.value) {
            Ok(value) => {
                self.take_found(&found);
                // The form is that of the blank value: should the field become blank later, its default form holds.
                if value == T::default() {
                    self.set_form(field, Form::Written);
                }
                Ok(value)
            }
            // It is not taken, and so stays among the unknown keys.
            Err(_) if T::LENIENT => {
                self.set_form(field, Form::Absent);
                Ok(T::default())
            }
            Err(misfit) => Err(misfit.at_key(key)),
        }
    }

    /// What has found no place. Of a key that is there twice, the first one counts.
    pub(crate) fn finish(mut self) -> Extra {
        if self.taken.len == self.all.len() {
            return self.extra;
        }
        for (index, (key, value)) in self.all.enumerate() {
            if !self.taken.contains(index) && !self.is_taken_before(index, key) {
                self.extra.insert(key, value.to_value());
            }
        }
        self.extra
    }

    fn is_taken_before(&self, index: usize, key: &str) -> bool {
        let before = self.all.take(index).enumerate();
        let mut taken = before.filter(|(index, _)| self.taken.contains(*index));
        taken.any(|(_, (known, _))| known == key)
    }
}

/// A set of positions. Nearly every object has at most 64 keys, whose positions need no allocation.
#[derive(Default)]
struct Taken {
    len: usize,
    first: u64,
    more: Vec<usize>,
}

impl Taken {
    /// Adds a position that is not in the set.
    fn insert(&mut self, index: usize) {
        self.len += 1;
        match u32::try_from(index)
            .ok()
            .and_then(|at| 1_u64.checked_shl(at))
        {
            Some(bit) => self.first |= bit,
            None => self.more.push(index),
        }
    }

    fn contains(&self, index: usize) -> bool {
        match u32::try_from(index)
            .ok()
            .and_then(|at| 1_u64.checked_shl(at))
        {
            Some(bit) => self.first & bit != 0,
            None => self.more.contains(&index),
        }
    }
}
