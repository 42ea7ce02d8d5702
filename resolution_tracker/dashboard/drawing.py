"""The resolution's text with its margin, in plain Python: a template costs more than its queries.

What a template would escape is escaped here, each text once (`_escaped`).
"""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.figures import Figures
from organizations.models import Level
from resolution_tracker.dashboard.front_page import FrontPage, Section
from resolution_tracker.dashboard.items import Item
from resolution_tracker.dashboard.margins import bar
from resolution_tracker.dashboard.sight import Sight


@lru_cache(maxsize=2048)
def _escaped(text: str) -> str:
    return escape(text)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    """The document's own text, its line breaks folded as `Directive.one_line` folds them."""
    return escape(" ".join(text.split()))


@lru_cache(maxsize=1024)
def _item_address(pk: int) -> str:
    return reverse("directive-detail", args=[pk])


def item(row: Item) -> SafeString:
    """One item: its words as they stand, and in the margin how far it is."""
    directive = row.directive
    address = _item_address(directive.pk)
    there = _escaped(row.sight.address(address))
    tags = "".join(
        [f'<span class="tag">{_escaped(name)}</span> ' for name in directive.theme_names]
    )
    margin = row.margin.drawn if row.margin else f'<p class="quiet">{_escaped(row.silence)}</p>'
    earlier = "".join([_earlier(period, address, row.sight) for period in row.earlier])
    return SafeString(
        f'<article class="item" id="item-{directive.pk}">\n'
        f'<p class="item__number">{_escaped(directive.number)}</p>\n'
        f'<div class="item__body"><p class="verbatim"><a href="{there}">{_folded(directive.text)}'
        f'</a></p>\n<p class="item__terms">{tags}{_escaped(row.terms)}</p></div>\n'
        f'<div class="item__margin">{margin}{earlier}{row.indicators}</div>\n</article>\n'
    )


def _earlier(margin, address: str, sight: Sight) -> str:
    there = _escaped(sight.address(address, period=margin.period.pk))
    name = _escaped(margin.period.name)
    return f'\n<p class="quiet"><a href="{there}">{name}</a>: {margin.summary}</p>'


def items(rows: list[Item]) -> SafeString:
    """Items without their addressees' headings."""
    return SafeString("".join([item(row) for row in rows]))


def sections(page: FrontPage) -> SafeString:
    """The addressees with their items."""
    return SafeString("".join([_section(row, page.sight) for row in page.sections]))


def _section(section: Section, sight: Sight) -> str:
    level = section.addressee.level
    bodies = f'<p class="quiet">{_bodies(section, sight)}</p>' if section.bodies else ""
    return (
        f'<section class="addressee" aria-labelledby="level-{level}">\n'
        f'<div class="addressee__head"><h2 id="level-{level}">'
        f"{_escaped(section.addressee.heading)}</h2>{bodies}</div>\n"
        f"{items(section.items)}</section>\n"
    )


def _bodies(section: Section, sight: Sight) -> str:
    """«350 школ», where one may open them."""
    said = _number_of_bodies(section.addressee.level, section.bodies)
    if sight.only_totals:
        return said
    return f'<a href="{_bodies_address(section.addressee.level)}">{said}</a>'


@lru_cache(maxsize=8)
def _bodies_address(level: str) -> str:
    return escape(f"{reverse('organization-list')}?level={level}")


@lru_cache(maxsize=1024)
def _number_of_bodies(level: str, n: int) -> str:
    if level == Level.SCHOOL:
        text = ngettext("%(n)s school", "%(n)s schools", n)
    elif level == Level.MUNICIPAL:
        text = ngettext("%(n)s municipal authority", "%(n)s municipal authorities", n)
    else:
        text = ngettext("%(n)s organization", "%(n)s organizations", n)
    return escape(text % {"n": n})


def levels(page: FrontPage) -> SafeString:
    """One line a level: the bar over all that was asked, the words and the three numbers."""
    rows = [row for row in page.sections if row.figures.measures.all]
    return SafeString("".join([_level(row.name, row.figures) for row in rows]))


@lru_cache(maxsize=256)
def _level(name: str, figures: Figures) -> str:
    return (
        f'<li><span class="levels__name">{_escaped(name)}</span>{bar(figures.measures)}'
        f'<div class="levels__words">{_level_words(figures)}<br>{figures.honest(whole=True)}'
        "</div></li>\n"
    )


def _level_words(figures: Figures) -> str:
    """«44 из 54 · 5 на проверке · 2 просрочено»"""
    if not figures.measures.come_due:
        return escape(_("the date has not come"))
    said = figures.fraction("execution")
    more = figures.phrases(["submitted", "overdue"])
    return f"{said} · {more}" if more else said
