"""A spreadsheet of schools → rows → columns → what it would change. Knows nothing of directives.

`checking.check()` reads a kept file into staged rows and says what they would do;
`applying.apply_rows()` does it; `undoing.undo_rows()` takes it back.
"""
