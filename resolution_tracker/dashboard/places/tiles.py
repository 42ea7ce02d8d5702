"""The map: a tile for each territory where it lies, drawn in plain Python.

Places on the grid are classes: the content policy refuses inline styles. Rows and columns beyond
`REACH` are set in order of reading, where the page ends.
"""

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from resolution_tracker.dashboard.places.drawing import Pen, place_scope, said
from resolution_tracker.dashboard.places.grid import EMPTY, Grid, Row, Where

REACH = 12
_BRIEF = 4
_CITY, _DISTRICTS = "город ", (" округ", " район")


def brief(name: str) -> str:
    """«Вязе.», «г.Смол.»: as much of a name as a telephone's tile holds."""
    short = bare(name)
    cut = short if len(short) <= _BRIEF + 1 else f"{short[:_BRIEF]}."
    return f"г.{cut}" if name.startswith(_CITY) else cut


def bare(name: str) -> str:
    """The name without the word for what it is: «Вяземский», «Смоленск»."""
    for word in _DISTRICTS:
        name = name.removesuffix(word)
    return name.removeprefix(_CITY)


def tiles(grid: Grid, places: list[Where]) -> SafeString:
    """`places`: all the region's, also those where this person sees nothing."""
    pen = Pen(grid)
    rows = {row.where.pk: row for row in grid.by_name}
    left = min((place.column for place in places), default=0)
    top = min((place.line for place in places), default=0)
    drawn = []
    for place in sorted(places, key=lambda place: (place.line, place.column)):
        at = (place.column - left + 1, place.line - top + 1)
        drawn.append(_tile(pen, place, rows.get(place.pk), at))
    own = f'<p class="tiles__region">{_body(pen, rows[None])}</p>' if None in rows else ""
    return SafeString(f'<ol class="tiles">{"".join(drawn)}</ol>{own}')


def _tile(pen: Pen, place: Where, row: Row | None, at: tuple[int, int]) -> str:
    column, line = at
    where = f"tile-c{column} tile-r{line}" if max(at) <= REACH else ""
    held = _body(pen, row) if row else _nothing(pen, place)
    return f'<li class="{where}" data-column="{column}" data-line="{line}">{held}</li>'


def _nothing(pen: Pen, place: Where) -> str:
    """Nothing there, or nothing that this person may see: the map does not pretend."""
    view = pen.grid.sight.view
    sees_all = view.everything or view.only_reads
    words = escape(_("no data") if sees_all else _("not open to you"))
    return (
        f'<span class="tile none"><span class="tile__name">{_named(place.name)}</span>'
        f"<small>{words}</small></span>"
    )


def _named(name: str) -> str:
    """In full for those who listen, as wide as the tile for those who look."""
    short = bare(name)
    return (
        f'<span class="visually-hidden">{escape(name)}</span><span aria-hidden="true" class="tile__'
        f'long">{escape(short)}</span><span aria-hidden="true" class="tile__brief">'
        f"{escape(brief(name))}</span>"
    )


def _body(pen: Pen, row: Row) -> str:
    cell = row.total if row.counts["applicable"] else EMPTY
    if not cell.of:
        text, look = _("no data"), "none"
    else:
        text = said(cell, pen.of, is_late=pen.is_late)
        look = f"{pen.kind}-{cell.step}" if cell.step else "few"
    told = f"{cell.n}{pen.of}{cell.of}" if cell.step or pen.is_late else ""
    name = f'<span class="tile__name">{_named(row.where.name)}</span>'
    number = f'<span class="tile__number">{escape(text)}</span>'
    more = f'<span class="tile__of">{escape(told)}</span>' if told and cell.of else ""
    return f'<a class="tile {look}" href="{_address(pen, row)}">{name} {number} {more}</a>'


def _address(pen: Pen, row: Row) -> str:
    """To the schools there; of the regional level to its rows; a reader's to the table's row."""
    if not pen.list:
        path = pen.grid.choice.address(reverse("municipality-grid"), sort="")
        return escape(f"{path.removesuffix('?')}#m{row.where.pk or ''}")
    if row.where.pk is None:
        return pen.list + place_scope(row)
    before, after = pen.schools
    return f"{before}{row.where.pk}{after}"
