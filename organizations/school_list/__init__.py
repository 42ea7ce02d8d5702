"""A spreadsheet of schools → rows → columns → what it would change. Knows nothing of directives.

`plan.make_plan()` reads a file and says what it would do; `apply.apply_plan()` does it.
"""
