"""Rows of counts of the pages of an item and a municipality, in plain Python.

A template takes longer over hundreds of cells than all the queries of a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.models import Assignment
from organizations.models import Organization
from resolution_tracker.dashboard.bodies import MunicipalityPage
from resolution_tracker.dashboard.comparison import Heading
from resolution_tracker.dashboard.item_page import ItemPage
from resolution_tracker.dashboard.margins import Margin
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.templatetags.drawing import status_of
from resolution_tracker.templatetags.wording import short_date


@lru_cache(maxsize=4096)
def _address(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


def _named(name: str, pk: int, said: str, sight: Sight) -> str:
    """A body by its name, a link where this person may open it."""
    if sight.only_totals:
        return escape(said)
    return f'<a href="{escape(sight.address(_address(name, pk)))}">{escape(said)}</a>'


def _row(head: str, margin: Margin, headings: Iterable[Heading]) -> str:
    number = margin.figures.number
    cells = "".join([f'<td class="num">{number(heading.name)}</td>' for heading in headings])
    return f'<tr><td>{head}</td>{cells}<td class="bar-cell">{margin.whole_bar}</td></tr>\n'


@dataclass(frozen=True)
class ItemRows:
    """The tables of an item's page, each drawn when the template comes to it."""

    page: ItemPage

    @property
    def municipalities(self) -> SafeString:
        return municipalities(self.page)

    @property
    def bodies(self) -> SafeString:
        return bodies(self.page)

    @property
    def checkpoints(self) -> SafeString:
        return checkpoints(self.page)

    @property
    def left_out(self) -> SafeString:
        return left_out(self.page)


def municipalities(page: ItemPage) -> SafeString:
    """The rows of an item by municipality."""
    headings = page.comparison.headings
    return SafeString(
        "".join(
            _row(_named("municipality-detail", pk, name, page.sight), margin, headings)
            for pk, name, margin in page.municipalities
        )
    )


def schools(page: MunicipalityPage) -> SafeString:
    """The schools of a municipality."""
    headings, sight = page.comparison.headings, page.sight
    return SafeString(
        "".join(
            _row(
                _named("organization-detail", row.organization.pk, row.organization.name, sight)
                + _tag(row.organization),
                row.margin,
                headings,
            )
            for row in page.schools
        )
    )


def bodies(page: ItemPage) -> SafeString:
    """The assignments of an item, one by one."""
    return SafeString("".join([_body(row, page.sight) for row in page.bodies]))


def _body(row: Assignment, sight: Sight) -> str:
    due_on = short_date(row.acts_by)
    if row.is_extended:
        was = _("originally %(day)s") % {"day": short_date(row.original_due_on)}
        due_on += f' <span class="quiet">{escape(was)}</span>'
    return (
        f"<tr><td>{_opening(row)}</td><td>{_status(row, sight)}</td><td>{due_on}</td>"
        f"<td>{short_date(row.first_submitted_on)}</td><td>{short_date(row.accepted_at)}</td>"
        f'<td class="num">{row.checkpoints_done} / {row.checkpoints_applicable}</td></tr>\n'
    )


def left_out(page: ItemPage) -> SafeString:
    """What is in no denominator of an item, each with its reason."""
    return SafeString(
        "".join(
            [
                f"<tr><td>{_opening(row)}</td><td>{_status(row, page.sight)}</td>"
                f'<td class="table__text">{escape(row.reason or "—")}</td></tr>\n'
                for row in page.left_out
            ]
        )
    )


def _opening(row: Assignment) -> str:
    """The body's name, leading to what it was asked."""
    return f'<a href="{_address("assignment-detail", row.pk)}">{escape(row.organization.name)}</a>'


def _status(row: Assignment, sight: Sight) -> str:
    chip = status_of(row, sight.day)
    also = f' <span class="tag">{escape(chip.also)}</span>' if chip.also else ""
    return f'<span class="status status--{chip.name}">{escape(chip.label)}</span>{also}'


def checkpoints(page: ItemPage) -> SafeString:
    """The checkpoints of an item, the most often missing first."""
    return SafeString(
        "".join(
            [
                f'<tr><td>{escape(row.count.checkpoint.title)}</td><td class="num">{row.done}</td>'
                f'<td class="num">{row.missing}</td><td class="num">{row.away}</td>'
                f'<td class="bar-cell">{row.bar}</td></tr>\n'
                for row in page.checkpoints
            ]
        )
    )


def _tag(body: Organization) -> str:
    """What sets a school apart from its neighbours."""
    if body.closed_on:
        said = _("closed on %(day)s") % {"day": short_date(body.closed_on)}
    elif body.parent and body.parent.level == "department":
        said = _("answers to the department")
    else:
        return ""
    return f' <span class="tag">{escape(said)}</span>'
