"""How bodies decide: what waits for them, what they decided and how soon, what checks found.

One definition for figures, their files and the lists they lead to. A timeline row counts when it
was recorded by the end of the day. Discipline runs both ways: no person is named, only bodies.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from directives import conditions
from directives.calendar import working_days_between
from directives.models import Kind, Status, StatusUpdate
from directives.models.as_of import end_of
from organizations.models import Level, Organization

Bodies = Collection[int]  # their keys

REPORTS = [Kind.RETURNED, Kind.ACCEPTED]
REQUESTS = [
    Kind.EXTENSION_ENDORSED, Kind.EXTENSION_GRANTED, Kind.EXTENSION_REFUSED,
    Kind.EXEMPTION_ENDORSED, Kind.EXEMPTION_GRANTED, Kind.EXEMPTION_REFUSED,
]  # fmt: skip
CHECKS = [Kind.SPOT_CHECKED, Kind.REOPENED]

# Counts of `decisions_of`, in their order: decisions, and the assignments they were taken on.
DECISIONS = ("decided", "decided_on", "returned", "returned_on", "answered", "answered_on")


def recorded(day: date) -> QuerySet[StatusUpdate]:
    """Timeline rows by the end of the day."""
    return StatusUpdate.objects.order_by().filter(recorded_at__lt=end_of(day))


def taken_by(bodies: Bodies, resolution: int | None, kinds: list[str], day: date) -> QuerySet:
    """What these bodies decided on assignments of the resolution.

    Both are named by their keys: PostgreSQL then knows how many rows to expect, and takes the
    decisions from their index.
    """
    rows = recorded(day).filter(kind__in=kinds, acting_organization__in=bodies)
    return rows.filter(assignment__directive__resolution=resolution)


def decisions_of(bodies: Bodies, resolution: int | None, day: date) -> QuerySet:
    """(body, *DECISIONS): how many each body took, on how many assignments."""
    taken = taken_by(bodies, resolution, REPORTS + REQUESTS, day)
    asked = {
        "decided": Q(kind__in=REPORTS),
        "returned": Q(kind=Kind.RETURNED),
        "answered": Q(kind__in=REQUESTS),
    }
    counts = {name: Count("pk", filter=rows) for name, rows in asked.items()}
    counts |= {
        f"{name}_on": Count("assignment", filter=rows, distinct=True)
        for name, rows in asked.items()
    }
    named = {f"count_{name}": counts[name] for name in DECISIONS}
    return taken.values_list("acting_organization").annotate(**named)


def days_of_decisions(bodies: Bodies, resolution: int | None, day: date) -> QuerySet:
    """(body, day of the submission, day of its decision, how many): what medians are taken of."""
    taken = taken_by(bodies, resolution, REPORTS, day).filter(submitted_at__isnull=False)
    days = taken.annotate(sent_on=TruncDate("submitted_at"), decided_on=TruncDate("recorded_at"))
    counted = days.values_list("acting_organization", "sent_on", "decided_on")
    return counted.annotate(how_many=Count("pk"))


@lru_cache(maxsize=8192)
def _waited(sent_on: date, decided_on: date) -> int:
    return working_days_between(sent_on, decided_on)


def median_days(decisions: Iterable[tuple[date, date, int]]) -> float | None:
    """The median of working days from submission to decision; None where nothing was decided.

    Each (sent, decided) pair stands for as many decisions as it says; of an even number, the mean
    of the two in the middle.
    """
    counted: dict[int, int] = {}
    for sent_on, decided_on, how_many in decisions:
        days = _waited(sent_on, decided_on)
        counted[days] = counted.get(days, 0) + how_many
    if not (total := sum(counted.values())):
        return None
    return (_at((total - 1) // 2, counted) + _at(total // 2, counted)) / 2


def _at(place: int, counted: dict[int, int]) -> int:
    """The value that stands at this place when all are put in order."""
    for days in sorted(counted):
        if place < counted[days]:
            return days
        place -= counted[days]
    raise IndexError(place)


def spot_checks(day: date) -> QuerySet[StatusUpdate]:
    """The department's looks into accepted reports; `reviewer` is the body that had accepted.

    A reopening is one only if the report had been accepted: what was exempted or waived and is
    put back on control was never checked.
    """
    department = Organization.objects.at(Level.DEPARTMENT).values("pk")
    before = StatusUpdate.objects.filter(
        assignment=OuterRef("assignment"),
        number=OuterRef("number") - 1,
        status=Status.ACCEPTED,
    )
    rows = recorded(day).filter(kind__in=CHECKS, acting_organization__in=department)
    return rows.filter(Q(kind=Kind.SPOT_CHECKED) | Q(Exists(before)))


def checks_of(bodies: Bodies, resolution: int | None, day: date) -> QuerySet:
    """(body, assignments checked, of them reopened). An assignment has one result, however often
    it was looked into: reopened if it ever was, else confirmed."""
    rows = spot_checks(day).filter(
        reviewer__in=bodies, assignment__directive__resolution=resolution
    )
    return rows.values_list("reviewer").annotate(
        checked=Count("assignment", distinct=True),
        reopened=Count("assignment", filter=Q(kind=Kind.REOPENED), distinct=True),
    )


# Conditions on assignments: exactly the rows a figure counts. They know the body that reviews.


def _has(rows: QuerySet[StatusUpdate]) -> Q:
    return Q(Exists(rows.filter(assignment=OuterRef("pk"))))


def _taken(day: date, body: int | None, kinds: list[str]) -> Q:
    rows = recorded(day).filter(kind__in=kinds)
    return _has(rows.filter(acting_organization=body) if body else rows)


def _checked(day: date, body: int | None) -> QuerySet[StatusUpdate]:
    return spot_checks(day).filter(reviewer=body) if body else spot_checks(day)


def _at_body(day: date, body: int | None) -> Q:
    waiting = Q(status=Status.SUBMITTED)
    return waiting & Q(reviewer=body) if body else waiting


def _asked(day: date, body: int | None) -> Q:
    if body is None:
        return conditions.waiting_request(day)
    return Q(extension_awaits=body) | Q(exemption_awaits=body)


def _reopened(day: date, body: int | None) -> Q:
    return _has(_checked(day, body).filter(kind=Kind.REOPENED))


def _exempted(day: date) -> Q:
    return conditions.CONDITIONS["not_applicable"](day)


def _extended(day: date) -> Q:
    return conditions.CONDITIONS["extended"](day)


def endorsed(kind: str, day: date) -> Q:
    """Granted by the department after the authority below it had supported the request."""
    granted = StatusUpdate.objects.filter(recorded_at__lt=end_of(day), kind=f"{kind}_granted")
    return _has(granted.filter(answers__answered_by__kind=f"{kind}_endorsed"))


# `?reviewing=` of a list; with `?reviewer=` of one body.
REVIEWING: dict[str, Callable[[date, int | None], Q]] = {
    "waiting": _at_body,
    "late": lambda day, body: _at_body(day, body) & conditions.review_overdue(day),
    "asked": _asked,
    "decided": lambda day, body: _taken(day, body, REPORTS),
    "returned": lambda day, body: _taken(day, body, [Kind.RETURNED]),
    "answered": lambda day, body: _taken(day, body, REQUESTS),
    "checked": lambda day, body: _has(_checked(day, body)),
    "confirmed": lambda day, body: _has(_checked(day, body)) & ~_reopened(day, body),
    "reopened": _reopened,
    "extended_endorsed": lambda day, body: _extended(day) & endorsed("extension", day),
    "extended_alone": lambda day, body: _extended(day) & ~endorsed("extension", day),
    "exempted_endorsed": lambda day, body: _exempted(day) & endorsed("exemption", day),
    "exempted_alone": lambda day, body: _exempted(day) & ~endorsed("exemption", day),
}

LABELS = {
    "waiting": _("a report waits for review"),
    "late": _("the review is overdue"),
    "asked": _("a request waits for an answer"),
    "decided": _("a report was decided on"),
    "returned": _("a report was returned"),
    "answered": _("a request was answered"),
    "checked": _("spot-checked"),
    "confirmed": _("spot check: confirmed"),
    "reopened": _("spot check: reopened"),
    "extended_endorsed": _("extended after the municipality's support"),
    "extended_alone": _("extended by the department alone"),
    "exempted_endorsed": _("exempted after the municipality's support"),
    "exempted_alone": _("exempted by the department alone"),
}


def reviewing(name: str, day: date, body: int | None = None) -> Q:
    """The condition on assignments behind a figure of those who review."""
    return REVIEWING[name](day, body)
