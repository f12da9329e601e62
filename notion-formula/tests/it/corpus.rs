//! The targets of the fuzzer over the corpus that is kept, and over pieces of it; see `fuzz/README.md`.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::path::Path;

fn corpus(target: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let files = std::fs::read_dir(folder).unwrap();
    let texts = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
    texts
        .filter_map(|bytes| String::from_utf8(bytes).ok())
        .collect()
}

/// Every text, and every beginning and end of it, which is where mistakes are made.
fn over_the_corpus(run: fn(&str)) {
    let mut count = 0;
    for text in ["parse", "evaluate"].into_iter().flat_map(corpus) {
        run(&text);
        for (index, _) in text.char_indices().take(300) {
            run(&text[..index]);
            run(&text[index..]);
        }
        count += 1;
    }
    assert!(count > 100, "{count} texts");
}

#[test]
fn parse() {
    over_the_corpus(targets::parse);
}

#[test]
fn evaluate() {
    // How long it takes is for the fuzzer to judge: here it depends on what else the machine does.
    over_the_corpus(|text| {
        targets::evaluate(text);
    });
}
