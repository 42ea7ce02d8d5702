"""Every figure once more, by loops over raw rows: what pages, tables and documents must equal.

Nothing here knows `completion`, `conditions`, `Counts` or `as_of`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from directives.models import StatusUpdate

LEFT_OUT = {"not_applicable", "waived", "cancelled"}


def states(day: date) -> list[StatusUpdate]:
    """The last timeline row of each assignment that was recorded by the end of the day."""
    last: dict[int, StatusUpdate] = {}
    rows = StatusUpdate.objects.select_related("assignment__directive", "assignment__organization")
    for row in rows.order_by("assignment", "number"):
        if timezone.localdate(row.recorded_at) <= day:
            last[row.assignment_id] = row
    return list(last.values())


def count(rows: Iterable[StatusUpdate], day: date) -> Counter[str]:
    """The counts of these rows by the words of GLOSSARY and the measures of DOMAIN."""
    found: Counter[str] = Counter()
    for row in rows:
        for name in _true_of(row, day):
            found[name] += 1
        if row.status not in LEFT_OUT:
            found["checkpoints_done"] += row.checkpoints_done
            found["checkpoints_applicable"] += row.checkpoints_applicable
    return found


def count_by(
    rows: Iterable[StatusUpdate], day: date, key: Callable[[StatusUpdate], object]
) -> dict[object, Counter[str]]:
    """The same for each group."""
    groups: dict[object, list[StatusUpdate]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: count(group, day) for name, group in groups.items()}


def _true_of(row: StatusUpdate, day: date) -> list[str]:
    names = ["all", row.status]
    if row.status in LEFT_OUT:
        return [*names, "left_out"]
    names.append("applicable")
    has_come = row.due_on < day
    first = row.first_submitted_on
    names.append("come_due" if has_come else "not_due")
    names.append("reported" if first else "not_reported")
    if row.status == "accepted" and row.is_substantiated:
        names.append("substantiated")
    if row.status == "accepted" and row.returns_count == 0:
        names.append("first_pass")
    if row.extensions_count:
        names.append("extended")
    if has_come:
        names += ["executed"] if row.status == "accepted" else ["not_executed"]
        names += ["expected_reported"] if first else []
        names += ["on_time"] if first and first <= row.due_on else []
        names += ["on_time_original"] if first and first <= row.original_due_on else []
    if _is_overdue(row, day):
        names.append("overdue")
    return names


def _is_overdue(row: StatusUpdate, day: date) -> bool:
    if row.status == "returned":
        return row.rework_due_on < day
    return row.status in {"not_started", "in_progress"} and row.due_on < day
