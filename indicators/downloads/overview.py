"""All indicators side by side."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directives.downloads.table import Column, Form, Table
from indicators.downloads import cells
from indicators.pictures.overview import Overview, Tile
from indicators.words import standing_word

COLUMNS = [
    Column(pgettext_lazy("of indicators", "Group"), width=30),
    Column(gettext_lazy("Code"), width=9),
    Column(gettext_lazy("Indicator"), width=60),
    Column(gettext_lazy("Period"), width=22),
    Column(gettext_lazy("Value"), Form.SHARE, 12),
    Column(gettext_lazy("Numerator"), Form.NUMBER, 12),
    Column(gettext_lazy("Denominator"), Form.NUMBER, 12),
    Column(gettext_lazy("Target"), Form.SHARE, 12),
    Column(gettext_lazy("Against the target"), width=18),
    Column(gettext_lazy("Since the last time"), Form.DECIMAL, 12),
    Column(gettext_lazy("Counted bodies"), Form.NUMBER, 12),
    Column(gettext_lazy("Bodies asked"), Form.NUMBER, 12),
    Column(gettext_lazy("Your figures"), width=32),
]


def table(page: Overview) -> Table:
    return Table("indicators", COLUMNS, list(_rows(page)), sheet=_("Indicators"))


def conditions(page: Overview) -> list[tuple[str, str]]:
    """What the address narrows the page to."""
    choice = page.choice
    said = list(cells.conditions(choice))
    said += [(_("Grouped"), str(label)) for _key, label, is_on in choice.group_options if is_on]
    if choice.directive and page.tiles:
        items = [row.number for row in page.tiles[0].indicator.directives.all()
                 if row.pk == choice.directive]  # fmt: skip
        said += [(_("Item"), number) for number in items]
    if choice.standing:
        said.append((_("Against the target"), standing_word(choice.standing)))
    return said


def _rows(page: Overview) -> Iterator[list[object]]:
    for group in page.groups:
        yield from (_row(group.name, tile) for tile in group.tiles)


def _row(group: str, tile: Tile) -> list[object]:
    reading = tile.reading
    asked = reading.asked
    return [
        group,
        tile.indicator.code,
        reading.wording.name,
        asked.collection.period.full_name if asked else _("not collected yet"),
        cells.reading(reading),
        *cells.parts(reading),
        cells.target(reading),
        reading.word,
        cells.moved(reading),
        reading.rolled.bodies_in,
        reading.rolled.expected,
        "; ".join(f"{row.name}: {row.said}" for row in tile.own),
    ]
