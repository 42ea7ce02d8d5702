"""Approving: what must be there, and the moment a draft becomes a document of a number."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.workflow.refusal import Refused
from documents.models import Document, DocumentItem, State
from organizations.models import Level, Organization, User


@dataclass(frozen=True)
class Problem:
    """What stands in the way of approval; `item` is where to mend it, None: the head."""

    message: str
    item: int | None = None


def problems_of(document: Document) -> list[Problem]:
    return problems_in(document, list(document.items.prefetch_related("sentences")))


def problems_in(document: Document, items: list[DocumentItem]) -> list[Problem]:
    """No empty item, a signatory. `items` come with their sentences."""
    found = []
    if not (document.signatory_name.strip() and document.signatory_post.strip()):
        found.append(Problem(_("Name the signatory and the post.")))
    if not document.title.strip():
        found.append(Problem(_("The document needs a title.")))
    if not items:
        found.append(Problem(_("There is no item in the document.")))
    for item in items:
        if not any(row.text.strip() for row in item.said):
            text = _("Item %(number)s says nothing.") % {"number": item.number}
            found.append(Problem(text, item.pk))
    return found


def seen_now(document: Document) -> str:
    """Which text of the draft a person has before them: another after every change of it."""
    items = document.items.aggregate(count=Count("pk"), versions=Sum("version", default=0))
    drawn = f"{document.drafted_at.timestamp():.6f}"
    return f"{document.version}-{items['count']}-{items['versions']}-{drawn}"


@transaction.atomic
def approve(*, document: Document, by: User, at: datetime, seen: str | None = None) -> Document:
    """Freezes the document with its number and date. Pressed twice, it is approved once.

    `seen`: the text that was shown for approval; refused where it has been changed since.
    Documents of one body are numbered one after another: its row is held meanwhile.
    """
    held = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if held is None:
        raise Refused("gone", _("The draft was discarded meanwhile."))
    if held.is_frozen:
        return held
    if seen is not None and seen != seen_now(held):
        raise Refused("changed", _("The draft was changed after it was shown: look at it again."))
    if problems := problems_of(held):
        raise Refused("incomplete", " ".join(row.message for row in problems))
    issuer = Organization.objects.select_for_update(of=("self",)).get(pk=held.issued_by_id)
    held.approved_by, held.approved_at, held.approved_on = by, at, timezone.localdate(at)
    held.year = held.approved_on.year
    held.sequence = _next(issuer, held.year)
    held.number = number_of(issuer, held.sequence, held.year)
    held.status = State.APPROVED
    held.save()
    return held


def _next(issuer: Organization, year: int) -> int:
    rows = Document.objects.filter(issued_by=issuer, year=year)
    return (rows.aggregate(last=Max("sequence"))["last"] or 0) + 1


def number_of(issuer: Organization, sequence: int, year: int) -> str:
    """«3/2026» of the department; of others with the body's own index before it: «12-3/2026»."""
    if issuer.level == Level.DEPARTMENT:
        return f"{sequence}/{year}"
    return f"{issuer.pk}-{sequence}/{year}"
