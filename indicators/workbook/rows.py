"""One row of the workbook: of which body and indicator it speaks, and what it says."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.asking import applies
from indicators.models import Absence, Asked, Indicator
from indicators.rules import NotWhole, whole_number
from indicators.workbook.ground import Ground
from indicators.workbook.reading import Table
from organizations.models import Organization
from organizations.school_list.reader import Row
from organizations.school_list.text import LATIN_TO_CYRILLIC, as_text, clean, display, fold

LONGEST = 1_000
_SUMS = ("итого", "всего")
_ANSWERS = {"да": 1, "нет": 0}
NOT_A_PERCENTAGE = gettext_lazy("Enter the number itself, not the percentage.")
NOT_A_FORMULA = gettext_lazy("Enter the number itself, not a formula.")


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a cell (`field`), or with the row as a whole."""

    field: str
    message: str
    is_error: bool = True


@dataclass
class Said:
    """A row as the file says it; `content` is what would be kept."""

    row: Row
    body_text: str
    code_text: str
    body: Organization | None = None
    asked: Asked | None = None
    content: dict[str, object] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, field: str, message: str, *, is_error: bool = True) -> None:
        self.mistakes.append(Mistake(field, str(message), is_error))

    @property
    def is_refused(self) -> bool:
        return any(mistake.is_error for mistake in self.mistakes)

    @property
    def key(self) -> tuple[int, int] | None:
        return (self.body.pk, self.asked.pk) if self.body and self.asked else None


def same_code(text: object) -> str:
    """«фгос - 01» with a Latin «c» is ФГОС-01."""
    return re.sub(r"\s", "", fold(text)).translate(LATIN_TO_CYRILLIC)


class Rows:
    """Reads rows against what is asked of whom."""

    def __init__(self, table: Table, ground: Ground) -> None:
        self.table, self.ground = table, ground
        bodies = ground.bodies.values()
        self.by_ogrn = _by((body.ogrn, body) for body in bodies)
        self.by_name = _by(
            (fold(name), body) for body in bodies for name in {body.name, body.full_name}
        )
        self.by_code = {
            same_code(asked.indicator.code): asked
            for rows in ground.asked.values()
            for asked in rows
        }
        codes = Indicator.objects.values_list("code", flat=True)
        self.elsewhere = {same_code(code) for code in codes} - set(self.by_code)
        self.reasons = {fold(label): value for value, label in Absence.choices}
        self.reasons |= {value: value for value in Absence.values}

    def read(self) -> list[Said]:
        """Rows that say of which indicator they speak or bring a number; titles and sums go."""
        return [said for row in self.table.rows if (said := self._said(row))]

    def _said(self, row: Row) -> Said | None:
        cell = self.table.cell
        name, ogrn = display(cell(row, "body")), clean(cell(row, "ogrn"))
        code = clean(cell(row, "code"))
        has_number = clean(cell(row, "numerator")) or clean(cell(row, "denominator"))
        if not code and (fold(name).startswith(_SUMS) or not (has_number and (name or ogrn))):
            return None
        said = Said(row, (name or ogrn)[:300], code[:60])
        self._find_asked(said, code)
        self._find_body(said, name, ogrn, clean(cell(row, "municipality")))
        if said.key and not applies(said.asked.indicator, said.body):
            said.wrong("code", _("This indicator is not asked of this body."))
        self._read_content(said)
        return said

    def _find_asked(self, said: Said, code: str) -> None:
        if not code:
            said.wrong("code", _("The code of the indicator is missing."))
            return
        said.asked = self.by_code.get(same_code(code))
        if said.asked is None:
            elsewhere = same_code(code) in self.elsewhere
            text = _("This indicator is not asked in this workbook.")
            said.wrong("code", text if elsewhere else _("There is no indicator of this code."))

    def _find_body(self, said: Said, name: str, ogrn: str, place: str) -> None:
        where = "ogrn" if ogrn else "body"
        if ogrn:
            found = self.by_ogrn.get(ogrn, [])
            if len(found) > 1:  # a branch has the number of its school
                found = [body for body in found if body in self.by_name.get(fold(name), [])]
        elif name:
            found = self.by_name.get(fold(name), [])
            if len(found) > 1 and place:
                found = [body for body in found if _stands_in(body, place)]
        elif len(self.ground.bodies) == 1:
            found = list(self.ground.bodies.values())
        else:
            said.wrong("body", _("It is not said whose value this is."))
            return
        if len(found) == 1:
            said.body = found[0]
        elif found:
            said.wrong(where, _("Several bodies have this name: give the OGRN."))
        else:
            said.wrong(where, _("This body is not among those of the workbook."))

    def _read_content(self, said: Said) -> None:
        numerator, denominator = (self._number(said, name) for name in ("numerator", "denominator"))
        said.content = {
            "numerator": numerator,
            "denominator": denominator,
            "absence": self._absence(said),
            "explanation": self._explanation(said),
        }

    def _number(self, said: Said, name: str) -> int | None:
        text = clean(self.table.cell(said.row, name))
        is_yes_no = said.asked is not None and said.asked.definition.is_yes_no
        if is_yes_no and name == "numerator" and fold(text) in _ANSWERS:
            return _ANSWERS[fold(text)]
        try:
            if text[:1] in ("=", "#"):
                raise NotWhole(NOT_A_FORMULA)
            if "%" in text:
                raise NotWhole(NOT_A_PERCENTAGE)
            return whole_number(text)
        except NotWhole as problem:
            said.wrong(name, str(problem))
            return None

    def _absence(self, said: Said) -> str:
        text = clean(self.table.cell(said.row, "absence"))
        if not text:
            return ""
        reason = self.reasons.get(fold(text))
        if reason is None:
            said.wrong("absence", _("Choose the reason from the list, or leave the cell empty."))
        return reason or ""

    def _explanation(self, said: Said) -> str:
        text = display(self.table.cell(said.row, "explanation"))
        if len(text) > LONGEST:
            said.wrong("explanation", _("Longer than 1,000 characters: shorten it."))
        return text[:LONGEST]

    def shown(self, said: Said, field: str) -> str:
        """The cell as it stands in the file."""
        return as_text(self.table.cell(said.row, field))[:200]


def _by(pairs: Iterable[tuple[str, Organization]]) -> dict[str, list[Organization]]:
    found: dict[str, list[Organization]] = defaultdict(list)
    for key, body in pairs:
        if key and body not in found[key]:
            found[key].append(body)
    return dict(found)


def _stands_in(body: Organization, place: str) -> bool:
    there = body.municipality
    return bool(there) and fold(place) in {fold(there.short_name), fold(there.name)}
