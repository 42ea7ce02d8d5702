"""What a person types into a report: read field by field, kept, and told where it cannot be.

What is no whole number is not kept; its field shows what was typed, and the rest is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _

from directives.workflow.refusal import Refused
from indicators.lines import Kept
from indicators.models import Absence, Asked, IndicatorValue
from indicators.rules import Line, NotWhole, whole_number
from indicators.workflow.values import Typed
from indicators.workflow.whole import keep_values

# Letter of a field's name («n-12») → what it is. The key is that of `Asked`.
FIELDS = {"n": "numerator", "d": "denominator", "a": "absence", "e": "explanation"}
LONGEST_EXPLANATION = 1000


@dataclass(frozen=True)
class TypedLine:
    """One line as typed: the texts of its fields, what is wrong with them, and what can be kept."""

    line: Line
    texts: dict[str, str]
    wrong: dict[str, str]
    typed: Typed

    @property
    def is_changed(self) -> bool:
        line = self.line
        return self.typed.content != {name: getattr(line, name) for name in FIELDS.values()}

    @property
    def as_typed(self) -> Line:
        """For the rules while typing: a field that cannot be read counts as empty."""
        unread = dict.fromkeys(self.wrong.keys() & {"numerator", "denominator"})
        return replace(self.line, **self.typed.content | unread)


@dataclass
class Outcome:
    """What came of a posted form."""

    typed: dict[int, TypedLine] = field(default_factory=dict)
    overtaken: dict[int, IndicatorValue] = field(default_factory=dict)
    shared: set[int] = field(default_factory=set)  # lines whose denominator followed
    refusal: str = ""

    @property
    def is_clean(self) -> bool:
        return not (self.refusal or self.overtaken or any(row.wrong for row in self.typed.values()))


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def seen(text: str) -> str:
    """Without what cannot be seen, and what no database takes."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n")


def read(kept: Kept, asked: Asked, data: Mapping[str, str]) -> TypedLine | None:
    """The line as posted; None where the form does not carry it."""
    pk, line = asked.pk, kept.line(asked)
    if f"v-{pk}" not in data or f"theirs-{pk}" in data:
        return None
    texts = {
        name: text_of(data.get(f"{letter}-{pk}", getattr(line, name))).strip()
        for letter, name in FIELDS.items()
    }
    if asked.definition.is_yes_no:
        texts["denominator"] = "1"
    elif asked.definition.is_count:
        texts["denominator"] = ""
    if data.get("same") == str(pk) and (last := kept.last.get(asked.indicator_id)):
        texts |= {"numerator": str(last.numerator), "absence": ""}
        texts["denominator"] = texts["denominator"] or text_of(line.known or last.denominator)
    content, wrong = _content(line, texts)
    version = data.get(f"mine-{pk}") or data[f"v-{pk}"]
    number = int(version[:18]) if version.isascii() and version.isdecimal() else 0
    return TypedLine(line, texts, wrong, Typed(**content, version=number))


def _content(line: Line, texts: dict[str, str]) -> tuple[dict[str, object], dict[str, str]]:
    """What can be kept of the texts, and the sentences about the rest."""
    content = {name: getattr(line, name) for name in FIELDS.values()}
    wrong = {}
    for name in ("numerator", "denominator"):
        try:
            content[name] = whole_number(texts[name])
        except NotWhole as error:
            wrong[name] = str(error)
    if texts["absence"] in ("", *Absence.values):
        content["absence"] = texts["absence"]
    explanation = seen(texts["explanation"])
    if len(explanation) > LONGEST_EXPLANATION:
        text = _("The explanation is longer than %(most)s characters: shorten it.")
        wrong["explanation"] = text % {"most": LONGEST_EXPLANATION}
    else:
        content["explanation"] = explanation
    return content, wrong


def read_all(kept: Kept, data: Mapping[str, str], asked: Iterable[Asked]) -> dict[int, TypedLine]:
    """By key of `Asked`, the lines that the form carries."""
    return {row.pk: typed for row in asked if (typed := read(kept, row, data))}


def receive(
    kept: Kept, data: Mapping[str, str], asked: Iterable[Asked], by, at: datetime
) -> Outcome:
    """Keep what was typed of these lines, and the denominators that follow it."""
    outcome = Outcome(read_all(kept, data, asked))
    changed = [row for row in outcome.typed.values() if row.is_changed]
    following = _following(kept, changed)
    outcome.shared = set(following)
    content = {row.line.asked: row.typed for row in outcome.typed.values() if row.is_changed}
    content |= {typed.line.asked: typed.typed for typed in following.values()}
    try:
        overtaken = keep_values(report=kept.report, typed=content.items(), by=by, at=at)
    except Refused as refused:
        outcome.refusal = str(refused)
    else:
        # A follower that somebody has just changed is simply not touched.
        mine = {row.line.asked.pk for row in changed}
        outcome.overtaken = {pk: row for pk, row in overtaken.items() if pk in mine}
    return outcome


def _following(kept: Kept, changed: list[TypedLine]) -> dict[int, TypedLine]:
    """Lines of the same quantity that were empty or equal to the old denominator take the new one.

    One and the same number is typed once.
    """
    moved: dict[int, TypedLine] = {}
    for row in changed:
        quantity = row.line.indicator.quantity_id
        if quantity and row.typed.denominator != row.line.denominator:
            moved.setdefault(quantity, row)
    own = {row.line.asked.pk: row for row in changed}
    found = {}
    for line in kept.lines() if moved else []:
        source = moved.get(line.indicator.quantity_id)
        if source is None or line.absence or source.line.asked.pk == line.asked.pk:
            continue
        mine = own.get(line.asked.pk)
        if mine and mine.typed.denominator != line.denominator:
            continue
        if line.denominator not in (None, source.line.denominator):
            continue
        base = mine or _as_kept(kept, line)
        typed = replace(base.typed, denominator=source.typed.denominator)
        found[line.asked.pk] = replace(base, typed=typed)
    return found


def _as_kept(kept: Kept, line: Line) -> TypedLine:
    value = kept.values.get(line.asked.pk)
    content = {name: getattr(line, name) for name in FIELDS.values()}
    return TypedLine(line, {}, {}, Typed(**content, version=value.version if value else 0))
