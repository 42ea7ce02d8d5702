"""What a page of the places says, read back from its HTML, and the same from raw rows."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from resolution_tracker.dashboard.places.measures import BESIDE, MEASURES, SMALL

THIN, NO_BREAK, SOFT = "\u202f", "\u00a0", "\u00ad"


@dataclass
class Cell:
    text: str = ""
    look: str = ""
    link: str = ""


@dataclass
class Shown:
    """The grid of a page: its heads, its rows by name, its sum."""

    heads: list[str] = field(default_factory=list)
    rows: dict[str, list[Cell]] = field(default_factory=dict)
    total: list[Cell] = field(default_factory=list)

    def column(self, head: str) -> dict[str, str]:
        at = self.heads.index(head) - 1
        return {name: cells[at].text for name, cells in self.rows.items()}

    def cell(self, name: str, head: str) -> Cell:
        return self.rows[name][self.heads.index(head) - 1]


class _Grid(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.part, self.row, self.cells = "", None, None
        self.found = Shown()
        self.inside = False

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        if tag == "table":
            self.inside = "grid" in given.get("class", "").split()
        if not self.inside:
            return
        if tag in ("thead", "tbody", "tfoot"):
            self.part = tag
        elif tag == "tr":
            self.row = []
        elif tag in ("td", "th"):
            self.cells = Cell(look=given.get("class", ""))
            self.row.append(self.cells)
        elif tag == "a" and self.cells is not None:
            self.cells.link = given["href"]

    def handle_data(self, data) -> None:
        if self.inside and self.cells is not None:
            self.cells.text += data

    def handle_endtag(self, tag) -> None:
        if not self.inside:
            return
        if tag in ("td", "th"):
            text = self.cells.text.replace(SOFT, "").replace(THIN, " ").replace(NO_BREAK, " ")
            self.cells.text, self.cells = text, None
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self.inside = False

    def _end_row(self) -> None:
        if self.part == "thead":
            self.found.heads = [cell.text for cell in self.row]
        elif self.part == "tbody":
            self.found.rows[self.row[0].text] = self.row[1:]
        else:
            self.found.total = self.row[1:]


def read(response) -> Shown:
    """The grid of a page."""
    assert response.status_code == 200
    parser = _Grid()
    parser.feed(response.content.decode())
    return parser.found


def said(measure: str, counts: dict) -> str:
    """A cell of the grid, from counts taken by hand."""
    one = MEASURES[measure]
    n, of = counts.get(one.n, 0), counts.get(one.of, 0)
    if not of:
        return "—"
    if one.is_late:
        return str(n)
    return f"{n} из {of}" if of < SMALL else f"{int(n / of * 100 + 1e-9)} %"


def beside(counts: dict) -> list[str]:
    """The counts beside the measure, from counts taken by hand."""
    return [str(counts.get(name, 0)) for name in BESIDE]
