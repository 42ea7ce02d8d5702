"""The rows behind a ratio: what it counts, what it does not and why, as page, CSV and XLSX."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directives.conditions import CONDITIONS, LEFT_OUT
from directives.downloads.table import Column, Form, Table
from directives.models import Assignment, Kind, Status, StatusUpdate
from directives.models.as_of import end_of
from directives.models.assignment import AssignmentQuerySet
from directives.written import planned_objects
from resolution_tracker.dashboard.scope import Rows
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.templatetags.drawing import status_of
from resolution_tracker.templatetags.wording import short_date

COUNTED, REST, AWAY = "counted", "rest", "left-out"
PARTS = (COUNTED, REST, AWAY)
_ORDER = ("directive__sort_key", "period__starts_on", "organization__sort_key", "pk")
# What a row says and is judged by: the rest of five tables is not read.
_READ = (
    "status", "due_on", "original_due_on", "rework_due_on", "submitted_at", "first_submitted_on",
    "accepted_at", "checkpoints_done", "checkpoints_applicable", "proof_count", "returns_count",
    "directive__number", "directive__text", "organization__name", "municipality__short_name",
    "period__name", "period__school_year",
)  # fmt: skip
_REASONED = [Kind.EXEMPTION_REQUESTED, Kind.WAIVED, Kind.CANCELLED]


@dataclass(frozen=True)
class Line:
    """One assignment as the table says it: the page, the CSV and the XLSX are drawn from it."""

    assignment: Assignment
    status: str
    also: str
    chip: str
    why: str

    @property
    def cells(self) -> list[object]:
        row = self.assignment
        period = f", {row.period.full_name}" if row.period else ""
        return [
            f"{row.directive.number}{period}",
            row.organization.name,
            row.municipality.short_name if row.municipality else _("Regional level"),
            f"{self.status}, {self.also}" if self.also else self.status,
            row.acts_by,
            row.first_submitted_on,
            row.checkpoints_done,
            row.checkpoints_applicable,
            self.why,
        ]


def columns(part: str) -> list[Column]:
    """What a row says; of what is counted the last column says how it got there."""
    return [
        Column(_("Item")),
        Column(_("Organization"), width=44),
        Column(_("Municipality"), width=24),
        Column(_("Status"), width=24),
        Column(_("Due on"), Form.DAY),
        Column(_("First submitted"), Form.DAY),
        Column(_("Checkpoints done"), Form.NUMBER),
        Column(_("Applicable checkpoints"), Form.NUMBER),
        Column(_("Counted as") if part == COUNTED else _("Why"), width=50),
    ]


def part_of(rows: AssignmentQuerySet, ratio: str, names: tuple[str, str], part: str,
            day: date) -> AssignmentQuerySet:  # fmt: skip
    """The parts are the whole scope, and none overlaps. `names`: of the ratio's conditions."""
    counted, whole = (CONDITIONS[name](day) for name in names)
    if part == AWAY:
        return rows.exclude(whole)
    rows = rows.filter(whole)
    if ratio == "progress":  # its rows are checkpoints: a body stands where all of them are done
        counted_rows = rows.filter(checkpoints_done__gte=F("checkpoints_applicable"))
        short = rows.filter(checkpoints_done__lt=F("checkpoints_applicable"))
        return counted_rows if part == COUNTED else short
    return rows.filter(counted) if part == COUNTED else rows.exclude(counted)


def ordered(rows: AssignmentQuerySet, part: str, sight: Sight) -> QuerySet[Assignment]:
    """As a list stands; what was decided to be left out comes before what has yet to come."""
    rows = rows.select_related("directive", "organization", "municipality", "period").only(*_READ)
    if part != AWAY:
        return rows.order_by(*_ORDER)
    told = StatusUpdate.objects.filter(assignment=OuterRef("pk"), kind__in=_REASONED)
    if sight.as_of:
        told = told.filter(recorded_at__lt=end_of(sight.as_of))
    decided = When(status__in=LEFT_OUT, then=Value(0))
    return rows.annotate(
        reason=Subquery(told.order_by("-number").values("text")[:1]),
        place=Case(decided, default=Value(1), output_field=IntegerField()),
    ).order_by("place", *_ORDER)


@planned_objects(Assignment)
def leaf(rows: Rows, ratio: str, names: tuple[str, str], part: str, first: int,
         last: int) -> QuerySet[Assignment]:  # fmt: skip
    """The rows of a part from the first to the one before the last, in order."""
    found = part_of(rows.found, ratio, names, part, rows.sight.day)
    return ordered(found, part, rows.sight)[first:last]


def lines(rows: Iterable[Assignment], ratio: str, part: str, day: date) -> Iterator[Line]:
    for row in rows:
        chip = status_of(row, day)
        why = _counted_as(row, ratio) if part == COUNTED else _why(row, ratio, day)
        yield Line(row, str(chip.label), str(chip.also), chip.name, why)


def table(rows: Iterable[Assignment], ratio: str, part: str, day: date, title: str) -> Table:
    cells = (line.cells for line in lines(rows, ratio, part, day))
    return Table(f"{ratio}-{part}".replace("_", "-"), columns(part), cells, sheet=title[:31])


def drawn(rows: Iterable[Line]) -> SafeString:
    """Rows of the page's table, each leading to its assignment."""
    return SafeString("".join(_drawn(line) for line in rows))


def _drawn(line: Line) -> str:
    row, cells = line.assignment, line.cells
    _item, body, place, _status, due_on, sent_on, done, asked, why = cells
    number = row.directive.number
    period = f' <span class="quiet">{escape(row.period.full_name)}</span>' if row.period else ""
    also = f' <span class="tag">{escape(line.also)}</span>' if line.also else ""
    return (
        f'<tr><td><a href="{reverse("assignment-detail", args=[row.pk])}"'
        f' title="{escape(row.directive.one_line)}">{escape(number)}</a>{period}</td>'
        f'<td class="table__name">{escape(body)}</td><td>{escape(place)}</td>'
        f'<td><span class="status status--{line.chip}">{escape(line.status)}</span>{also}</td>'
        f"<td>{short_date(due_on)}</td><td>{short_date(sent_on)}</td>"
        f'<td class="num nowrap">{done} / {asked}</td>'
        f'<td class="table__text">{escape(why)}</td></tr>\n'
    )


def _counted_as(row: Assignment, ratio: str) -> str:
    """What of the row makes it count."""
    if ratio in ("execution", "acceptance", "first_pass", "substantiation") and row.accepted_at:
        return _("accepted on %(day)s") % {"day": short_date(row.accepted_at)}
    if ratio == "progress":
        return _("all checkpoints done")
    return _("reported on %(day)s") % {"day": short_date(row.first_submitted_on)}


def _why(row: Assignment, ratio: str, day: date) -> str:
    """Why the row does not count, or is in no denominator."""
    if row.status in LEFT_OUT:
        return capfirst(row.reason or "") or "—"
    if ratio == "progress":
        return _short_of_checkpoints(row)
    if (own := _OWN.get(ratio)) and (said := own(row)):
        return said
    return _by_status(row, day)


def _by_status(row: Assignment, day: date) -> str:
    if row.is_overdue(day):
        return _("overdue since %(day)s") % {"day": short_date(row.acts_by)}
    if row.status == Status.SUBMITTED:
        return _("under review since %(day)s") % {"day": short_date(row.submitted_at)}
    if row.status == Status.RETURNED:
        return _("being reworked until %(day)s") % {"day": short_date(row.rework_due_on)}
    if row.due_on >= day:
        return _("the date is %(day)s") % {"day": short_date(row.due_on)}
    return str(row.get_status_display())


def _short_of_checkpoints(row: Assignment) -> str:
    numbers = {"n": row.checkpoints_done, "of": row.checkpoints_applicable}
    return _("checkpoints done: %(n)s of %(of)s") % numbers


def _not_substantiated(row: Assignment) -> str:
    if row.status != Status.ACCEPTED:
        return ""
    if row.checkpoints_done < row.checkpoints_applicable:
        return _short_of_checkpoints(row)
    return _("accepted without proof of every checkpoint; proofs: %(n)s") % {"n": row.proof_count}


def _late_by(due: str) -> Callable[[Assignment], str]:
    def said(row: Assignment) -> str:
        if row.first_submitted_on is None or row.first_submitted_on <= getattr(row, due):
            return ""
        days = {"day": short_date(row.first_submitted_on), "due": short_date(getattr(row, due))}
        return _("reported on %(day)s, the date was %(due)s") % days

    return said


def _sent_back(row: Assignment) -> str:
    if row.status != Status.ACCEPTED:
        return ""
    return _("sent back before it was accepted: %(n)s") % {"n": row.returns_count}


_OWN: dict[str, Callable[[Assignment], str]] = {
    "substantiation": _not_substantiated,
    "timeliness": _late_by("due_on"),
    "timeliness_original": _late_by("original_due_on"),
    "first_pass": _sent_back,
}
