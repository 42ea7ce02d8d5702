"""Rows of counts of the pages of an item and a municipality, in plain Python.

A template takes longer over hundreds of cells than all the queries of a page.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from organizations.models import Organization
from resolution_tracker.dashboard.bodies import MunicipalityPage
from resolution_tracker.dashboard.comparison import Heading
from resolution_tracker.dashboard.item_page import ItemPage
from resolution_tracker.dashboard.margins import Margin
from resolution_tracker.dashboard.sight import Sight
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


def _tag(body: Organization) -> str:
    """What sets a school apart from its neighbours."""
    if body.closed_on:
        said = _("closed on %(day)s") % {"day": short_date(body.closed_on)}
    elif body.parent and body.parent.level == "department":
        said = _("answers to the department")
    else:
        return ""
    return f' <span class="tag">{escape(said)}</span>'
