"""What a sentence rests on, in words with an address; and numbers an edited one has lost."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from directives.conditions import LABELS
from directives.figures import RATIOS, spaced
from documents.models import Ground, Origin, Sentence
from organizations.models import Level

_NUMBER = re.compile(r"\d+(?:[\u202f\u00a0 ]\d{3}(?!\d))*")
_GAPS = re.compile(r"\D")


@dataclass(frozen=True)
class Mark:
    """One ground: its words, and where they lead (nowhere for those who may not follow)."""

    words: str
    address: str = ""


def mark_of(ground: Ground, only_totals: bool = False) -> Mark:
    """A reader from outside opens the figures and approved documents, no rows and no reports."""
    if ground.update_id:
        body = ground.update.assignment.organization
        said = body.municipality.short_name if body.level == Level.MUNICIPAL else body.name
        words = _("report: %(body)s") % {"body": said}
    elif ground.source_id:
        document = ground.source.item.document
        words = _("document No. %(number)s") % {"number": document.number}
        return Mark(words, document.frozen_address)
    else:
        words = _figure(ground)
        if ground.name in RATIOS:
            return Mark(words, ground.address)
    return Mark(words, "" if only_totals else ground.address)


def _figure(ground: Ground) -> str:
    label = str(RATIOS.get(ground.name) or LABELS.get(ground.name, ground.name)).rstrip(":")
    if ground.of is None:
        return f"{label}: {spaced(ground.n)}"
    said = _("%(n)s of %(of)s") % {"n": spaced(ground.n), "of": spaced(ground.of)}
    return f"{label}: {said}"


def numbers_in(text: str) -> set[int]:
    """Whole numbers of a text, thousands set apart or not."""
    return {int(_GAPS.sub("", found)) for found in _NUMBER.findall(text)}


def missing_numbers(sentence: Sentence) -> list[str]:
    """Numbers the sentence rests on, that its draft says and its edited text does not."""
    if sentence.origin != Origin.FIGURE or not sentence.is_edited:
        return []
    said, drafted = numbers_in(sentence.text), numbers_in(sentence.drafted_text)
    rests = [n for row in sentence.grounds.all() for n in (row.n, row.of) if n is not None]
    return [spaced(n) for n in dict.fromkeys(rests) if n in drafted and n not in said]
