"""Which municipality each school of a list is from: of its row, of its block, or of the scope."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from organizations.models import Municipality
from organizations.school_list.entry import Problem, Reading
from organizations.school_list.header import Header
from organizations.school_list.names import Found, MunicipalityIndex
from organizations.school_list.reader import Merged
from organizations.school_list.text import as_text, clean, fold, tidied

# A row that only says so may name a municipality we do not know.
TERRITORY = re.compile(r"\b(район|округ|город|муниципальн|г\.|мо\b|м\.? ?[рo]\.)")
# What is kept of a spelling.
LONGEST = 300


class PlaceReader:
    """Keeps what is above: the municipality of a block."""

    def __init__(
        self,
        header: Header,
        municipalities: MunicipalityIndex,
        scope: Municipality | None,
        reading: Reading,
        filled_in: set[tuple[int, int]],
    ) -> None:
        names = [name for name in ("municipality", "oktmo") if header.index(name) is not None]
        # The code speaks where the name is empty.
        self.indexes = [header.index(name) for name in names]
        self.index = self.indexes[0] if names else None
        self.heading = header.heading(names[0]) if names else ""
        self.municipalities = municipalities
        self.scope = scope
        self.reading = reading
        # Cells empty in the file that a person wrote: they speak of their own row alone.
        self.filled_in = filled_in
        self.counts: Counter[str] = Counter()
        self.found: dict[str, Found | None] = {}
        self.sure: dict[str, Municipality] = {}  # spellings that leave nothing to say
        self.above: Municipality | None = None
        self.in_blocks = True
        self.has_sections = False
        self.merged: dict[int, int] = {}  # first row: last row
        self.merged_till = 0
        self._last = ""
        self._waiting: list[tuple[int, Municipality | None]] = []

    @property
    def is_told(self) -> bool:
        """Whether the list says anything of municipalities, or need not."""
        return self.index is not None or self.scope is not None

    def mind_merged(self, areas: Iterable[Merged]) -> None:
        """Cells of the column merged over several rows speak for all of them."""
        self.merged = {one.first_row: one.last_row for one in areas if one.column == self.index}

    def begin_block(self, row: int, text: str) -> None:
        """A row that is no school's, whose municipality the rows below may share."""
        is_known = text in self.found or self.municipalities.find(text) is not None
        self.above = self._take(row, text) if is_known else None
        self.merged_till = self.merged.get(row, 0)

    def texts(self, columns: Sequence[Sequence], rows: Sequence[int]) -> Sequence[str]:
        """What each row says of its municipality.

        A value repeated on adjoining rows means that each row speaks for itself.
        """
        told = [tidied(list(map(as_text, columns[index]))) for index in self.indexes]
        if not told:
            return [""] * len(rows)
        written = told[0]
        if self.filled_in:
            pairs = zip(rows, written, strict=True)
            written = ["" if self._is_filled_in(row) else text for row, text in pairs]
        self._look_for_blocks(written)
        if len(told) == 1 or "" not in told[0]:
            return told[0]
        return [name or code for name, code in zip(*told, strict=True)]

    def _look_for_blocks(self, texts: Sequence[str]) -> None:
        if self.in_blocks:
            pairs = itertools.pairwise((self._last, *texts))
            self.in_blocks = not any(above and above == below for above, below in pairs)
            self._last = texts[-1]

    def _is_filled_in(self, row: int) -> bool:
        return any((row, index) in self.filled_in for index in self.indexes)

    def section(self, row: int, text: str) -> bool:
        """Whether the only cell of a row names the municipality of the rows below."""
        text = clean(text)[:LONGEST]
        found = self.municipalities.find(text)
        if not (found and found.sure) and (
            self.is_told or not (found or TERRITORY.search(fold(text)))
        ):
            return False
        self.has_sections = True
        self.above = self._take(row, text)
        return True

    def settle(self, row: int, text: str, position: int) -> Municipality | None:
        """Where a school is from; what stands above decides at the end of the list.

        `position` is that of its entry in the reading.
        """
        if text in self.sure:
            self.counts[text] += 1
            found = self.sure[text]
        elif text:
            found = self._take(row, text)
            self._mind_scope(row, found)
        elif row <= self.merged_till and self.above is not None:
            self._mind_scope(row, self.above)
            return self.above
        else:
            self._waiting.append((position, self.above))
            return None
        if not (self.filled_in and self._is_filled_in(row)):
            self.above = found
            self.merged_till = self.merged.get(row, 0)
        return found

    def _take(self, row: int, text: str) -> Municipality | None:
        """What a spelling stands for, counted; said where it is doubtful."""
        text = text[:LONGEST]
        self.counts[text] += 1
        if text in self.found:
            found = self.found[text]
        else:
            found = self.found[text] = self.municipalities.find(text)
        if found is None:
            message = _("No such municipality: “%(value)s”.") % {"value": text[:80]}
            self.reading.error(Problem(row, self.heading, message, self.index, text))
            return None
        if not found.sure:
            message = _("“%(value)s” is taken for %(name)s.") % {
                "value": text[:80],
                "name": found.municipality.short_name,
            }
            self.reading.warn(Problem(row, self.heading, message, self.index, text))
        elif self.scope in (None, found.municipality):
            self.sure[text] = found.municipality
        return found.municipality

    def _mind_scope(self, row: int, found: Municipality | None) -> None:
        if self.scope is not None and found is not None and found != self.scope:
            names = {"name": found.short_name, "scope": self.scope.short_name}
            message = _("The school is from %(name)s, the list was announced as from %(scope)s.")
            self.reading.error(Problem(row, self.heading, message % names, self.index))

    def finish(self) -> None:
        """Of the block, where the list writes it once a block; of the scope otherwise."""
        for position, above in self._waiting:
            entry = self.reading.entries[position]
            if above is not None and self.in_blocks:
                entry.municipality = above
                self._mind_scope(entry.row, above)
            elif self.scope is not None:
                entry.municipality = self.scope
            else:
                message = _("The municipality is missing.")
                self.reading.error(Problem(entry.row, self.heading, message, self.index))
        for text, rows in self.counts.items():
            found = self.found[text]
            known = (found.municipality, found.sure) if found else (None, False)
            self.reading.places[text] = (*known, rows)
