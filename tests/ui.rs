//! What the compiler says of mistakes. `ui/README.md` says how the cases are written and how their
//! `.stderr` files come to be.

// The words are the compiler's of one release; under another one the test shows up as ignored.
#[rustversion::attr(not(stable(1.95)), ignore = "the answers are those of Rust 1.95")]
#[test]
fn mistakes_are_one_error_each() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
}
