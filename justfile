# What a contributor needs, in ten commands. `just` is a program of its own (`cargo install just`); each line below can be typed
# without it.

# Lists the commands
_default:
    @just --list

# Formats everything
format:
    cargo fmt --all

# Checks formatting and lints
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# Runs all tests, or those with this name
test name='':
    cargo test --workspace {{ name }}

# Runs the README's program, and draws its pictures anew
readme:
    WRITE_PICTURES=1 cargo test -p notion-tests --test it -- readme pictures

# Writes the compile errors of tests/ui anew: read the difference before you commit it
ui:
    TRYBUILD=overwrite cargo test -p notion-tests --test ui

# Builds the documentation of a crate and opens it
docs crate='notion-session':
    RUSTDOCFLAGS="-D warnings" cargo doc -p {{ crate }} --no-deps --open

# Checks each crate alone with each of its features
features:
    .ci/features

# Packs every crate and builds a program from the packages
packages:
    .ci/packages

# Runs other people's clients against the local server
clients:
    tests/conformance/clients/run

# Runs everything that CI runs
ci:
    .ci/run
