"""What is said under each table and on the first sheet of its file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from resolution_tracker.dashboard.discipline.grid import few_said


@dataclass(frozen=True)
class Words:
    """The title of a table, what it is narrowed to, and how it is to be read."""

    title: str
    conditions: list[tuple[str, str]]
    notes: list[str]


def of_bodies() -> list[str]:
    return [
        _(
            "Executed, on time, by the original date: of the assignments whose date has come. "
            "Accepted at first: of those accepted. A sum is Σ ÷ Σ, never a mean of shares."
        ),
        _(
            "Extensions and exemptions are granted by the department alone, or after the "
            "municipality has supported the request; what was extended stands under each name."
        ),
        few_said().capitalize() + ".",
    ]


def of_reviewers() -> list[str]:
    return [
        _(
            "Review overdue: a report waits more than 5 working days. The median is of working "
            "days from each submission to its decision, weekends and holidays left out."
        ),
        _(
            "Spot check: of the accepted reports that the department looked into anew; one that "
            "it put back on control counts as reopened, however often it was looked into."
        ),
        _(
            "The own rate is that of the municipality's schools; the department's, of the "
            "authorities. A strict reviewer is not punished for it: see the spot checks beside."
        ),
        few_said().capitalize() + ".",
    ]
