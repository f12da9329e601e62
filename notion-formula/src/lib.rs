//! Notion's formula language: lexer, parser, printer, checker, evaluator.
