"""The list of assignments as a table, and the same rows as a file."""

from collections.abc import Iterator
from datetime import date

import django_tables2 as tables
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.conditions import overdue
from directives.downloads.table import Column, Form, Table
from directives.models import Assignment, Status
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.templatetags.drawing import status_of
from resolution_tracker.templatetags.wording import NO_BREAK, short_date

PER_PAGE = 50
_BY_NUMBER = ("directive__sort_key", "period__starts_on", "organization__sort_key", "pk")
_BY_BODY = ("organization__sort_key", "directive__sort_key", "period__starts_on", "pk")

# What calls for somebody's step comes first, what is closed last.
_URGENCY = [
    Status.RETURNED, Status.NOT_STARTED, Status.IN_PROGRESS, Status.SUBMITTED, Status.ACCEPTED,
    Status.NOT_APPLICABLE, Status.WAIVED, Status.CANCELLED,
]  # fmt: skip


def urgency(today: date) -> Case:
    """The place of a status in the order of urgency: overdue, then what waits for a step."""
    steps = [When(status=status, then=Value(place)) for place, status in enumerate(_URGENCY, 1)]
    return Case(
        When(overdue(today), then=Value(0)), *steps, default=Value(9), output_field=IntegerField()
    )


class AssignmentTable(tables.Table):
    """Each column sorts by a whitelisted key that ends in the primary key: the order is total."""

    directive = tables.Column(gettext_lazy("Item"), order_by=_BY_NUMBER, accessor="directive")
    organization = tables.Column(
        gettext_lazy("Organization"), order_by=_BY_BODY, attrs={"td": {"class": "table__name"}}
    )
    municipality = tables.Column(
        gettext_lazy("Municipality"),
        order_by=("municipality__sort_key", *_BY_BODY),
        attrs={"td": {"class": "table__place"}, "th": {"class": "table__place"}},
        empty_values=(),
    )
    status = tables.Column(gettext_lazy("Status"), order_by=("urgency", "due_on", *_BY_BODY))
    due_on = tables.Column(gettext_lazy("Due on"), order_by=("due_on", *_BY_BODY))
    first_submitted_on = tables.Column(
        gettext_lazy("First submitted"), order_by=("first_submitted_on", *_BY_BODY)
    )
    checkpoints = tables.Column(
        gettext_lazy("Checkpoints"),
        accessor="checkpoints_done",
        order_by=("checkpoints_done", *_BY_BODY),
        attrs={"td": {"class": "num"}},
    )

    class Meta:
        order_by = "directive"

    def __init__(
        self, rows: QuerySet[Assignment], sight: Sight, sort: str, is_one_place: bool = False
    ) -> None:
        self.sight, self.today = sight, sight.day
        known = sort.removeprefix("-") in self.base_columns
        super().__init__(
            rows.select_related("directive", "organization", "municipality", "period").annotate(
                urgency=urgency(sight.day)
            ),
            order_by=sort if known else None,
            exclude=["municipality"] if is_one_place else [],
            empty_text=_("Nothing was found. Remove some of the conditions above."),
        )

    @property
    def ordered(self) -> QuerySet[Assignment]:
        """All the rows, in the order shown."""
        return self.data.data

    def render_directive(self, record: Assignment) -> str:
        period = f", {record.period}".replace(" ", NO_BREAK) if record.period else ""
        return format_html(
            '<a href="{}" title="{}">{}</a>{}',
            reverse("assignment-detail", args=[record.pk]),
            record.directive.one_line,
            record.directive.number,
            period,
        )

    def render_organization(self, record: Assignment) -> str:
        return format_html(
            '<a href="{}">{}</a>',
            self.sight.address(reverse("organization-detail", args=[record.organization_id])),
            record.organization,
        )

    def render_municipality(self, record: Assignment) -> str:
        return str(record.municipality or _("Regional level"))

    def render_status(self, record: Assignment) -> str:
        chip = status_of(record, self.today)
        also = format_html(' <span class="tag">{}</span>', chip.also) if chip.also else ""
        return format_html(
            '<span class="status status--{}">{}</span>{}', chip.name, chip.label, also
        )

    def render_due_on(self, record: Assignment) -> str:
        if not record.is_extended:
            return short_date(record.acts_by)
        was = _("originally %(day)s") % {"day": short_date(record.original_due_on)}
        return format_html('{} <span class="quiet">{}</span>', short_date(record.acts_by), was)

    def render_first_submitted_on(self, value: date) -> str:
        return short_date(value)

    def render_checkpoints(self, record: Assignment) -> str:
        done, whole = record.checkpoints_done, record.checkpoints_applicable
        return f"{done} / {whole}".replace(" ", NO_BREAK)


COLUMNS = [
    Column(gettext_lazy("Level"), width=18),
    Column(gettext_lazy("Municipality"), width=26),
    Column(gettext_lazy("Organization"), width=44),
    Column(gettext_lazy("INN"), width=13),
    Column(gettext_lazy("Item"), width=8),
    Column(gettext_lazy("Text of the item"), width=60),
    Column(gettext_lazy("Period"), width=24),
    Column(gettext_lazy("Status"), width=26),
    Column(gettext_lazy("Overdue"), width=12),
    Column(gettext_lazy("Due on"), Form.DAY, 12),
    Column(gettext_lazy("Original due date"), Form.DAY, 14),
    Column(gettext_lazy("Rework due on"), Form.DAY, 14),
    Column(gettext_lazy("First submitted"), Form.DAY, 14),
    Column(gettext_lazy("Accepted"), Form.MOMENT, 17),
    Column(gettext_lazy("Checkpoints done"), Form.NUMBER, 12),
    Column(gettext_lazy("Applicable checkpoints"), Form.NUMBER, 12),
    Column(gettext_lazy("Substantiated"), width=14),
    Column(gettext_lazy("Returns"), Form.NUMBER, 12),
    Column(gettext_lazy("Extensions"), Form.NUMBER, 12),
]


def taken(table: AssignmentTable) -> Table:
    """The list as a file."""
    rows = _rows(table.ordered, table.today)
    return Table("assignments", COLUMNS, rows, sheet=_("Assignments"))


def _rows(rows: QuerySet[Assignment], today: date) -> Iterator[list[object]]:
    """The rows of the list, all pages, in its order."""
    for row in rows.iterator(chunk_size=2000):
        yield [
            row.directive.get_level_display(),
            str(row.municipality or _("Regional level")),
            row.organization.name,
            row.organization.inn,
            row.directive.number,
            row.directive.one_line,
            row.period.full_name if row.period else "",
            _status_words(row, today),
            row.is_overdue(today),
            row.due_on,
            row.original_due_on,
            row.rework_due_on,
            row.first_submitted_on,
            row.accepted_at,
            row.checkpoints_done,
            row.checkpoints_applicable,
            row.is_substantiated,
            row.returns_count,
            row.extensions_count,
        ]


def _status_words(row: Assignment, today: date) -> str:
    """As the list shows it, and what it shows beside."""
    chip = status_of(row, today)
    return f"{chip.label}, {chip.also}" if chip.also else str(chip.label)
