"""Documents for tests, through the same doors as people's."""

from datetime import date, datetime

from django.utils import timezone

from directives.models import Resolution
from documents import approving, writing
from documents.models import Document
from organizations.models import Municipality, Organization, User
from tests.make import TODAY, moment

STARTS, ENDS = date(2026, 9, 1), date(2026, 12, 28)
HEAD = {
    "title": "об исполнении резолюции форума",
    "signatory_post": "Министр",
    "signatory_name": "Е. В. Соколова",
    "executor_name": "Громов А. Н.",
    "executor_phone": "+7 (4812) 11-11-11",
}


def begin(
    by: User,
    *,
    issuer: Organization | None = None,
    municipality: Municipality | None = None,
    organization: Organization | None = None,
    as_of: date = TODAY,
    at: datetime | None = None,
    **more,
) -> Document:
    """A drafted document of the writer's body about the first half-year."""
    subject = writing.Subject(
        STARTS, ENDS, as_of, municipality=municipality, organization=organization
    )
    return writing.begin(
        subject=subject,
        resolution=Resolution.objects.in_force().first(),
        issuer=issuer or by.memberships.get().organization,
        by=by,
        at=at or moment(),
        **more,
    )


def approve(document: Document, by: User, at: datetime | None = None) -> Document:
    """With its signatory, as of a moment."""
    document.refresh_from_db()
    writing.save_head(document=document, values=HEAD, version=document.version)
    return approving.approve(document=document, by=by, at=at or moment())


def texts_of(document: Document) -> dict[str, list[str]]:
    """By the number of an item: what the document says of it."""
    items = document.items.prefetch_related("sentences")
    return {item.number: [row.text for row in item.said] for item in items}


def documents_of(school: Organization, by: User, now: datetime) -> dict[str, list[object]]:
    """What the addresses of documents need: a draft of the school's authority, an approved one."""
    authority, day = school.parent, timezone.localdate(now)
    about = {"issuer": authority, "municipality": school.municipality, "as_of": day, "at": now}
    draft = begin(by, **about)
    approved = approve(begin(by, **about), by, now)
    item = draft.items.first()
    return {
        "document-by-code": [approved.code],
        "document-detail": [approved.pk],
        "document-docx": [approved.pk],
        "document-edit-item": [draft.pk, item.pk],
        **{f"document-{verb}": [draft.pk] for verb in ("edit", "redraft", "approve", "discard")},
    }
