"""What a checked list says, for programs: counts, and every message with the sheet's own row."""

from typing import Any

from organizations.models import SchoolList, SchoolListProblem


def as_dict(school_list: SchoolList) -> dict[str, Any]:
    """Of a list as it was checked last."""
    problems = list(school_list.problems.all())
    left_out = set(school_list.decisions.filter(leave_out=True).values_list("number", flat=True))
    return {
        "header_row": school_list.header_row,
        "columns": {row.heading: row.field or None for row in school_list.columns.all()},
        "new": school_list.new,
        "changed": school_list.changed,
        "unchanged": school_list.unchanged,
        "missing": school_list.missing,
        "dropped": school_list.dropped,
        "left_out": len(left_out),
        "errors": [_problem(problem) for problem in problems if problem.is_error]
        + ([refused(school_list.refusal)["errors"][0]] if school_list.refusal else []),
        "warnings": [_problem(problem) for problem in problems if not problem.is_error],
        "guesses": [
            {"row": row.number, "column": "", "message": f"{row}: {row.get_guess_display()}"}
            for row in school_list.rows.exclude(guess="").filter(is_decided=False)
        ],
    }


def _problem(problem: SchoolListProblem) -> dict[str, Any]:
    return {"row": problem.row, "column": problem.column, "message": problem.message}


def refused(sentence: str) -> dict[str, Any]:
    """The same shape for a file that is refused as a whole."""
    counts = dict.fromkeys(("new", "changed", "unchanged", "missing", "dropped", "left_out"), 0)
    problem = {"row": None, "column": "", "message": sentence}
    return {
        "header_row": None,
        "columns": {},
        **counts,
        "errors": [problem],
        "warnings": [],
        "guesses": [],
    }
