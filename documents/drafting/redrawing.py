"""Storing a draft, and drawing it anew: what nobody edited follows the figures, the rest stays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from directives.models import Directive
from documents.drafting import annexes, counted, figures, reported, rows, single
from documents.drafting.counted import Counted
from documents.drafting.drafted import Drafted, On
from documents.drafting.scope import Scope
from documents.models import Document, DocumentItem, Ground, Origin, Sentence


@dataclass(frozen=True)
class Change:
    """One sentence that drawing anew adds, changes, drops, or leaves because it was edited."""

    number: str
    before: str = ""
    after: str = ""


@dataclass
class Changes:
    """What drawing anew does."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    dropped: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)  # edited, though the draft says another thing
    cells: list[str] = field(default_factory=list)  # items whose figures or dates moved

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.dropped or self.cells)


@dataclass
class Drawing:
    """A document as it would be drafted now."""

    scope: Scope
    counted: Counted = None
    summaries: dict[int, list[Sentence]] = None

    def __post_init__(self) -> None:
        self.counted = counted.read(self.scope)
        self.summaries = reported.approved_summaries(self.scope)

    def facts(self, directive: Directive) -> dict[str, object]:
        return rows.facts_of(self.scope, directive, self.counted)

    def sentences(self, directive: Directive) -> list[Drafted]:
        """The figures first, then what was said in words."""
        approved = self.summaries.get(directive.pk, [])
        spoken = {row.item.document.municipality_id for row in approved}
        reports = self.counted.reports.get(directive.pk, [])
        return [
            *self._figures(directive),
            *reported.of_summaries(approved),
            *reported.of_reports(self.scope, reports, spoken),
        ]

    def _figures(self, directive: Directive) -> Iterator[Drafted]:
        groups = self.counted.groups.get(directive.pk, [])
        if not groups:
            yield self._silence(directive)
        for group in groups:
            speaker = figures.Speaker(self.scope, directive.pk, group)
            row = self.counted.single(directive.pk, group.period) if group.is_single else None
            if row:
                yield from single.of_assignment(speaker, row.assignment)
            else:
                yield from figures.of_group(speaker)

    def _silence(self, directive: Directive) -> Drafted:
        said = _("The item has not been placed on control.")
        if directive.published_at:
            said = _("Nothing is due in this period.")
        on = On("all", self.scope.query(directive.pk), 0)
        return Drafted("silence", said, Origin.FIGURE, (on,))


def fill(document: Document) -> None:
    """The first draft of a document just made."""
    _apply(document, None)


@transaction.atomic
def redraw(*, document: Document, at: datetime) -> Changes:
    """The draft anew; the caller holds the document's row. What was edited stays as it was."""
    changes = _apply(document, Changes())
    document.drafted_at = at
    document.save(update_fields=["drafted_at"])
    return changes


def would_change(document: Document) -> Changes:
    """What `redraw` would do; nothing is stored."""
    changes = Changes()
    drawing, known = Drawing(Scope(document)), _known(document)
    for directive in drawing.scope.directives:
        item, sentences = known.pop(directive.pk, (None, []))
        _Item(item, sentences).plan(drawing, directive, changes)
    for item, sentences in known.values():
        _leave(item, sentences, changes)
    return changes


def _apply(document: Document, changes: Changes | None) -> Changes:
    changes = changes or Changes()
    drawing, known = Drawing(Scope(document)), _known(document)
    for position, directive in enumerate(drawing.scope.directives, 1):
        item, sentences = known.pop(directive.pk, (None, []))
        plan = _Item(item, sentences)
        plan.plan(drawing, directive, changes)
        plan.store(document, directive, position)
    for item, sentences in known.values():
        if _leave(item, sentences, changes):
            item.delete()
    document.summary.all().delete()
    document.indicators.all().delete()
    document.summary.bulk_create(annexes.summary_of(drawing.scope))
    document.indicators.bulk_create(annexes.indicators_of(drawing.scope))
    return changes


def _known(document: Document) -> dict[int, tuple[DocumentItem, list[Sentence]]]:
    items = document.items.prefetch_related("sentences__grounds")
    return {item.directive_id: (item, list(item.sentences.all())) for item in items}


def _leave(item: DocumentItem, sentences: list[Sentence], changes: Changes) -> bool:
    """An item no longer spoken of: True where nothing in it was written by a person."""
    if any(row.is_edited for row in sentences):
        return False
    changes.dropped += [Change(item.number, before=row.text) for row in sentences]
    return True


class _Item:
    """One item: what is stored and what is drafted, brought together."""

    def __init__(self, item: DocumentItem | None, sentences: list[Sentence]) -> None:
        self.item, self.stored = item, sentences
        self.facts: dict[str, object] = {}
        self.order: list[tuple[Sentence | None, Drafted | None]] = []
        self.dropped: list[Sentence] = []
        self.is_touched = item is None

    def plan(self, drawing: Drawing, directive: Directive, changes: Changes) -> None:
        """The sentences in their new order; a new one stands after the one drafted before it."""
        self.facts = drawing.facts(directive)
        number = directive.number
        if self.item and not rows.is_same(self.item, self.facts):
            changes.cells.append(number)
            self.is_touched = True
        drafted = {row.key: row for row in drawing.sentences(directive)}
        for row in self.stored:
            if row.key and row.key not in drafted and not row.is_edited:
                self.dropped.append(row)
                changes.dropped.append(Change(number, before=row.text))
            else:
                self.order.append((row, drafted.get(row.key)))
        there = {row.key for row, _draft in self.order if row}
        before = ""
        for key, row in drafted.items():
            if key not in there:
                self.order.insert(self._place_after(before), (None, row))
                changes.added.append(Change(number, after=row.text))
            before = key
        self._compare(number, changes)
        self.is_touched |= bool(self.dropped)

    def _place_after(self, key: str) -> int:
        for at, (row, draft) in enumerate(self.order):
            if key and key == (row.key if row else draft.key):
                return at + 1
        return 0

    def _compare(self, number: str, changes: Changes) -> None:
        for row, draft in self.order:
            if row is None or draft is None or not self._differs(row, draft):
                continue
            self.is_touched = True
            if not row.is_edited:
                changes.changed.append(Change(number, row.text, draft.text))
            elif not row.is_removed:
                changes.kept.append(Change(number, row.text, draft.text))

    @staticmethod
    def _differs(row: Sentence, draft: Drafted) -> bool:
        grounds = tuple(On.of_row(ground) for ground in row.grounds.all())
        return row.drafted_text != draft.text or grounds != draft.on

    def store(self, document: Document, directive: Directive, position: int) -> None:
        item = self._stored_item(document, directive, position)
        for row in self.dropped:
            row.delete()
        for at, (row, draft) in enumerate(self.order, 1):
            if row is None:
                row = Sentence(
                    item=item, key=draft.key, origin=draft.origin, text=draft.text,
                    drafted_text=draft.text, position=at,
                )  # fmt: skip
                row.save()
                self._ground(row, draft)
            elif draft and self._differs(row, draft):
                row.grounds.all().delete()
                self._ground(row, draft)
                row.text = row.text if row.is_edited else draft.text
                row.drafted_text, row.position = draft.text, at
                row.save()
            elif row.position != at:
                row.position = at
                row.save(update_fields=["position"])

    def _stored_item(self, document: Document, directive, position: int) -> DocumentItem:
        """Proofs that somebody typed over stay; the version tells those who are writing."""
        item = self.item or DocumentItem(document=document, directive=directive)
        if self.item is None or item.proofs == item.drafted_proofs:
            item.proofs = self.facts["drafted_proofs"]
        for name, value in self.facts.items():
            setattr(item, name, value)
        item.position = position
        if self.item is not None and self.is_touched:
            item.version += 1
        if self.item is None or self.is_touched:
            item.save()
        return item

    @staticmethod
    def _ground(sentence: Sentence, draft: Drafted) -> None:
        Ground.objects.bulk_create(on.row(sentence, at) for at, on in enumerate(draft.on, 1))
