//! Reads the records of a file one by one: CSV with a header, or one JSON object a line.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

use serde_json::{Map, Value};

use crate::failure::{Failure, Result};

/// A file that is read twice: to check it, and to send it.
pub(crate) struct Input {
    /// What the user calls it.
    name: String,
    file: File,
    is_json: bool,
}

/// A record and the line that it begins in.
#[derive(Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) line: u64,
    /// The names of columns and their values.
    pub(crate) cells: Vec<(String, Value)>,
}

/// The records of a file.
pub(crate) struct Records {
    name: String,
    source: Source,
}

enum Source {
    Csv {
        reader: Box<csv::Reader<BufReader<File>>>,
        header: Vec<String>,
        /// What is added to the line of a record: the reader counts a line end of two characters when it reads on.
        ahead: u64,
    },
    Json {
        lines: BufReader<File>,
        line: u64,
    },
}

impl Input {
    /// Opens a file; the standard input, for `-`, is copied to a temporary file first.
    pub(crate) fn open(word: &str, is_json: bool) -> Result<Input> {
        let about = |error| Failure::about(word, error);
        let file = match word {
            "-" => {
                let mut file = tempfile::tempfile().map_err(about)?;
                std::io::copy(&mut std::io::stdin().lock(), &mut file).map_err(about)?;
                file
            }
            path => File::open(path).map_err(about)?,
        };
        let of_json = ["jsonl", "ndjson", "json"];
        let extension = Path::new(word).extension().and_then(|it| it.to_str());
        let is_json = is_json || extension.is_some_and(|it| of_json.contains(&it));
        Ok(Input {
            name: word.to_owned(),
            file,
            is_json,
        })
    }

    /// The records from the beginning. One after the other: all share the place in the file.
    pub(crate) fn records(&self) -> Result<Records> {
        let about = |error| Failure::about(&self.name, error);
        let mut file = self.file.try_clone().map_err(about)?;
        let mut begin = [0; 3];
        file.seek(SeekFrom::Start(0)).map_err(about)?;
        let has_mark = file.read_exact(&mut begin).is_ok() && begin == *b"\xef\xbb\xbf";
        file.seek(SeekFrom::Start(if has_mark { 3 } else { 0 }))
            .map_err(about)?;
        let mut lines = BufReader::new(file);
        let source = if self.is_json {
            Source::Json { lines, line: 0 }
        } else {
            let mut first = Vec::new();
            lines.read_until(b'\n', &mut first).map_err(about)?;
            let ahead = u64::from(first.ends_with(b"\r\n"));
            lines
                .seek(SeekFrom::Start(if has_mark { 3 } else { 0 }))
                .map_err(about)?;
            let mut reader = Box::new(csv::Reader::from_reader(lines));
            let header = reader.headers().map_err(|error| self.wrong_csv(&error))?;
            let header: Vec<String> = header.iter().map(str::to_owned).collect();
            if header.is_empty() {
                return Err(Failure::new(format!(
                    "{}: the first line must have the names of the columns",
                    self.name
                )));
            }
            for (index, name) in header.iter().enumerate() {
                if header[..index].contains(name) {
                    return Err(Failure::new(format!(
                        "{}: line 1: the column {name:?} occurs twice",
                        self.name
                    )));
                }
            }
            Source::Csv {
                reader,
                header,
                ahead,
            }
        };
        Ok(Records {
            name: self.name.clone(),
            source,
        })
    }

    fn wrong_csv(&self, error: &csv::Error) -> Failure {
        wrong_csv(&self.name, error)
    }
}

impl Records {
    /// The names of the columns, if the file has a header.
    pub(crate) fn header(&self) -> Option<&[String]> {
        match &self.source {
            Source::Csv { header, .. } => Some(header),
            Source::Json { .. } => None,
        }
    }

    /// The next record.
    pub(crate) fn next(&mut self) -> Result<Option<Record>> {
        match &mut self.source {
            Source::Csv {
                reader,
                header,
                ahead,
            } => {
                let mut record = csv::StringRecord::new();
                match reader.read_record(&mut record) {
                    Ok(false) => return Ok(None),
                    Ok(true) => {}
                    Err(error) => return Err(wrong_csv(&self.name, &error)),
                }
                let line = record.position().map_or(0, csv::Position::line) + *ahead;
                let cells = header.iter().cloned().zip(record.iter().map(Value::from));
                Ok(Some(Record {
                    line,
                    cells: cells.collect(),
                }))
            }
            Source::Json { lines, line } => loop {
                let mut text = String::new();
                let read = lines.read_line(&mut text);
                *line += 1;
                if read
                    .map_err(|error| Failure::about(format!("{}: line {line}", self.name), error))?
                    == 0
                {
                    return Ok(None);
                }
                if text.trim().is_empty() {
                    continue;
                }
                let object: Map<String, Value> = serde_json::from_str(&text).map_err(|error| {
                    Failure::new(format!(
                        "{}: line {line}: this is not a JSON object: {error}",
                        self.name
                    ))
                })?;
                return Ok(Some(Record {
                    line: *line,
                    cells: cells(object),
                }));
            },
        }
    }
}

/// The cells of an object: itself, or the `properties` of what `notion rows --json` prints.
fn cells(mut object: Map<String, Value>) -> Vec<(String, Value)> {
    let is_row = object
        .keys()
        .all(|key| matches!(key.as_str(), "id" | "url" | "properties"));
    match object.get_mut("properties") {
        Some(Value::Object(properties)) if is_row => {
            std::mem::take(properties).into_iter().collect()
        }
        _ => object.into_iter().collect(),
    }
}

fn wrong_csv(name: &str, error: &csv::Error) -> Failure {
    let what = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            format!("line {line}: there are {len} cells, and the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            format!("line {line}: this is not UTF-8: convert the file first")
        }
        _ => error.to_string(),
    };
    Failure::about(name, what)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use serde_json::json;

    use super::*;

    fn read(text: &[u8], is_json: bool) -> Result<Vec<Record>> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text).unwrap();
        let input = Input::open(file.path().to_str().unwrap(), is_json)?;
        // Twice is the same.
        let mut found = Vec::new();
        for _ in 0..2 {
            let mut records = input.records()?;
            found.clear();
            while let Some(record) = records.next()? {
                found.push(record);
            }
        }
        Ok(found)
    }

    fn record(line: u64, cells: &[(&str, Value)]) -> Record {
        let cells = cells
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        Record {
            line,
            cells: cells.collect(),
        }
    }

    #[test]
    fn csv_may_have_a_mark_other_line_ends_and_quotes() {
        let text = b"\xef\xbb\xbfName,Note\r\n\"a, \"\"b\"\"\",\"two\r\nlines\"\r\nc,\r\n";
        let expected = [
            record(
                2,
                &[("Name", json!("a, \"b\"")), ("Note", json!("two\r\nlines"))],
            ),
            record(4, &[("Name", json!("c")), ("Note", json!(""))]),
        ];
        assert_eq!(read(text, false).unwrap(), expected);
    }

    #[test]
    fn json_lines_are_objects_or_what_rows_prints() {
        let text = b"{\"Name\": \"a\", \"properties\": 1}\n\n{\"id\": \"x\", \"url\": null, \"properties\": {\"Name\": 2}}\n";
        let expected = [
            record(1, &[("Name", json!("a")), ("properties", json!(1))]),
            record(3, &[("Name", json!(2))]),
        ];
        assert_eq!(read(text, true).unwrap(), expected);
    }

    #[test]
    fn mistakes_name_the_line() {
        for (text, is_json, expected) in [
            (
                &b"a,b\n1,2\n3\n"[..],
                false,
                "line 3: there are 1 cells, and the header has 2",
            ),
            (b"a,a\n", false, "line 1: the column \"a\" occurs twice"),
            (b"", false, "must have the names of the columns"),
            (b"a\nx\n\xff\n", false, "line 3: this is not UTF-8"),
            (b"{}\n[1]\n", true, "line 2: this is not a JSON object"),
        ] {
            let error = read(text, is_json).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
