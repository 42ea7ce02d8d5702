"""What people do to a document before it is approved: begin, edit, redraw, throw away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from directives.models import ReportingPeriod, Resolution
from directives.workflow.refusal import Refused
from documents import drafting, words
from documents.models import Document, DocumentItem, Origin, Sentence
from organizations.models import Municipality, Organization, User

HEAD = ("title", "signatory_post", "signatory_name", "executor_name", "executor_phone")


@dataclass(frozen=True)
class Subject:
    """Whose execution, over which days, as of which day. Neither place nor body: the region."""

    starts_on: date
    ends_on: date
    as_of: date
    period: ReportingPeriod | None = None
    municipality: Municipality | None = None
    organization: Organization | None = None

    @property
    def words(self) -> str:
        if self.organization:
            return self.organization.full_name or self.organization.name
        return self.municipality.name if self.municipality else str(_("The region as a whole"))

    @property
    def period_words(self) -> str:
        if self.period:
            return words.period_of(self.period)
        return words.range_of(self.starts_on, self.ends_on)


@transaction.atomic
def begin(
    *, subject: Subject, resolution: Resolution, issuer: Organization, by: User, at: datetime,
    replaces: Document | None = None,
) -> Document:  # fmt: skip
    """A drafted document. Of one that replaces another, the signatory and executor are its."""
    document = Document(
        resolution=resolution, municipality=subject.municipality,
        organization=subject.organization, scope_name=subject.words, period=subject.period,
        period_words=subject.period_words, starts_on=subject.starts_on, ends_on=subject.ends_on,
        as_of=subject.as_of, title=words.title_of(resolution), issued_by=issuer,
        issuer_name=issuer.full_name or issuer.name, created_by=by, created_at=at, drafted_at=at,
        replaces=replaces,
    )  # fmt: skip
    last = replaces or Document.objects.filter(issued_by=issuer).order_by("-created_at").first()
    if last:
        for name in HEAD[1:]:
            setattr(document, name, getattr(last, name))
    document.save()
    drafting.fill(document)
    return document


def hold(document: Document) -> Document:
    """The document's row, held to the end of the transaction. Refused where it is approved.

    Whoever writes any part of a document holds this first: two people wait for one another.
    """
    held = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if held is None:
        raise Refused("gone", _("The draft was discarded meanwhile."))
    if held.is_frozen:
        raise Refused("frozen", _("The document is approved: nothing in it can be changed."))
    return held


@transaction.atomic
def save_head(*, document: Document, values: Mapping[str, str], version: int) -> Document:
    """Title, signatory and executor. Refused where somebody changed them since `version`."""
    held = hold(document)
    if held.version != version:
        raise Refused("changed", _("The head of the document was changed meanwhile."))
    for name in HEAD:
        setattr(held, name, values[name])
    held.version += 1
    held.save(update_fields=[*HEAD, "version"])
    return held


@transaction.atomic
def redraw(*, document: Document, at: datetime) -> drafting.Changes:
    """Draws anew what nobody edited."""
    return drafting.redraw(document=hold(document), at=at)


@transaction.atomic
def discard(*, document: Document) -> None:
    """An unapproved draft goes, with everything in it."""
    hold(document).delete()


@dataclass(frozen=True)
class Typed:
    """What a person typed on the page of an item: by the key of each sentence its text."""

    version: int
    texts: dict[int, str]
    removed: frozenset[int] = frozenset()
    added: str = ""
    proofs: str | None = None
    move: tuple[int, int] | None = None  # the key of a sentence, and by how many places
    restored: frozenset[int] = field(default_factory=frozenset)


@transaction.atomic
def save_item(*, item: DocumentItem, typed: Typed, by: User, at: datetime) -> DocumentItem:
    """Stores what was typed. Refused, with nothing changed, where another saved meanwhile."""
    hold(item.document)
    held = DocumentItem.objects.filter(pk=item.pk).first()
    if held is None:
        raise Refused("gone", _("The item is no longer in the document."))
    if held.version != typed.version:
        raise Refused("changed", _("Somebody else saved this item meanwhile."))
    order = list(held.sentences.order_by("position", "pk"))
    for row in order:
        _take(row, typed, by, at)
    if added := typed.added.strip():
        last = Sentence(item=held, text=added, origin=Origin.HAND, edited_by=by, edited_at=at)
        order.append(last)
    _move(order, typed.move)
    for position, row in enumerate(order, 1):
        row.position = position
        row.save()
    if typed.proofs is not None:
        held.proofs = typed.proofs.strip()
    held.edited_by, held.edited_at = by, at
    held.version = F("version") + 1
    held.save(update_fields=["proofs", "edited_by", "edited_at", "version"])
    held.refresh_from_db()
    return held


def _take(row: Sentence, typed: Typed, by: User, at: datetime) -> None:
    """An emptied sentence is taken out, not kept empty: its drafted words can come back."""
    text = typed.texts.get(row.pk, row.text).replace("\r\n", "\n").strip()
    removed = row.pk in typed.removed or not text
    if row.pk in typed.restored:
        removed, text = False, text or row.text or row.drafted_text
    elif row.is_removed and row.pk not in typed.texts:
        removed = True
    text = text or row.text
    if (text, removed) == (row.text, row.is_removed):
        return
    row.text, row.is_removed = text, removed
    row.edited_by, row.edited_at = by, at


def _move(order: list[Sentence], move: tuple[int, int] | None) -> None:
    """Past its visible neighbour; those taken out do not count as neighbours."""
    if move is None:
        return
    pk, step = move
    at = next((place for place, row in enumerate(order) if row.pk == pk), None)
    if at is None:
        return
    to = at + step
    while 0 <= to < len(order) and order[to].is_removed:
        to += step
    if 0 <= to < len(order):
        order.insert(to, order.pop(at))
