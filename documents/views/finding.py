"""The document of an address: 404 where one may not see it, 403 where one may not change it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from documents.access import DocumentQuerySet, takes_part, writes
from documents.models import Document


def seen(user) -> DocumentQuerySet:
    return Document.objects.visible_to(user).select_related("replaces", "issued_by")


def find(user, pk: int) -> Document:
    """A document this person may read."""
    return get_object_or_404(seen(user), pk=pk)


def find_writable(user, pk: int) -> Document:
    """A draft this person may edit; of an approved document 403, as of all that is frozen."""
    document = find(user, pk)
    if not Document.objects.writable_by(user).filter(pk=pk).exists():
        raise PermissionDenied
    return document


def find_approvable(user, pk: int) -> Document:
    """A draft that waits for this coordinator. An approved one of theirs too: pressed twice."""
    document = find(user, pk)
    if not may_approve(user, document):
        raise PermissionDenied
    return document


def may_approve(user, document: Document) -> bool:
    return Document.objects.coordinated_by(user).filter(pk=document.pk).exists()


def require_part(user) -> None:
    """Nobody learns of the section who has no document to read there."""
    if not takes_part(user):
        raise Http404


def require_writer(user) -> None:
    require_part(user)
    if not writes(user):
        raise PermissionDenied
