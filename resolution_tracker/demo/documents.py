"""Documents of the demo: the last period as the municipality and the region told it; a draft."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directives.calendar import add_working_days, school_year_of
from directives.models import Frequency, ReportingPeriod, Resolution
from documents import approving, writing
from documents.models import Document
from organizations.models import Organization, User
from resolution_tracker import reference
from resolution_tracker.demo.moments import day_of, moment
from resolution_tracker.demo.people import Cast

_KINDS = (Frequency.QUARTER, Frequency.HALF_YEAR)
# Working days after the last date of reports: the municipality writes first, then the region.
_LOCAL, _REGIONAL = 2, 4
# A draft of the school year so far is begun when there is something to tell.
_BEGUN = timedelta(days=20)


@dataclass(frozen=True)
class Paper:
    """Who signs and who wrote a document."""

    issuer: Organization
    by: User
    post: str
    name: str
    phone: str


def tell(cast: Cast, now: datetime) -> list[Document]:
    """What has been written by now; before there is anything to tell, nothing."""
    resolution = Resolution.objects.in_force().first()
    if resolution is None:
        return []
    words = reference.read("demo/documents.json")
    local, regional = _local(cast, words), _regional(cast, words)
    latest, told = _last_told(now, _LOCAL), _last_told(now, _REGIONAL)
    found = []
    # For a few days the municipality is a period ahead: the region's has its earlier one in it.
    for period in dict.fromkeys(filter(None, [told, latest])):
        subject = _subject(period, _LOCAL, municipality=cast.demo_authority.municipality)
        found.append(_approved(local, subject, resolution, words["added"]))
    if told is not None:
        found.append(_approved(regional, _subject(told, _REGIONAL), resolution, {}))
    today = day_of(now)
    begins = date(school_year_of(today), 9, 1)
    if begins + _BEGUN <= today:
        subject = writing.Subject(begins, today, today)
        found.append(_drafted(regional, subject, resolution, now, words["drafted"]))
    return found


def _subject(period: ReportingPeriod, days: int, **place: object) -> writing.Subject:
    as_of = _told_on(period, days)
    return writing.Subject(period.starts_on, period.ends_on, as_of, period, **place)


def _regional(cast: Cast, words: dict) -> Paper:
    body = cast.department.memberships.get().organization
    return Paper(body, cast.department, **words["region"])


def _local(cast: Cast, words: dict) -> Paper:
    """The head of the demo's authority signs."""
    body = cast.demo_authority
    last, *given = body.head_name.split() or [""]
    name = " ".join([*(f"{part[0]}." for part in given), last])
    return Paper(body, cast.coordinators[body.pk], name=name, **words["municipality"])


def _opened() -> list[ReportingPeriod]:
    rows = ReportingPeriod.objects.filter(kind__in=_KINDS, opened_at__isnull=False)
    return list(rows.prefetch_related("due_dates").order_by("-ends_on", "kind"))


def _told_on(period: ReportingPeriod, days: int) -> date:
    """The day a document of the period speaks of: the reports are in and have been looked at."""
    return add_working_days(max(row.due_on for row in period.due_dates.all()), days)


def _written(as_of: date, hour: int) -> datetime:
    """Somebody sits down to it on the next working day."""
    return moment(add_working_days(as_of, 1), hour)


def _last_told(now: datetime, days: int) -> ReportingPeriod | None:
    done = (row for row in _opened() if _written(_told_on(row, days), 15) <= now)
    return next(done, None)


def _approved(
    paper: Paper, subject: writing.Subject, resolution: Resolution, added: dict[str, str]
) -> Document:
    document = _begun(paper, subject, resolution, _written(subject.as_of, 10))
    _add(document, added, paper.by, _written(subject.as_of, 12))
    return approving.approve(document=document, by=paper.by, at=_written(subject.as_of, 15))


def _drafted(
    paper: Paper, subject: writing.Subject, resolution: Resolution, now: datetime, added: dict
) -> Document:
    document = _begun(paper, subject, resolution, now)
    _add(document, added, paper.by, now)
    return document


def _begun(
    paper: Paper, subject: writing.Subject, resolution: Resolution, at: datetime
) -> Document:
    document = writing.begin(
        subject=subject, resolution=resolution, issuer=paper.issuer, by=paper.by, at=at
    )
    values = {
        "title": document.title,
        "signatory_post": paper.post,
        "signatory_name": paper.name,
        "executor_name": paper.by.short_name,
        "executor_phone": paper.phone,
    }
    return writing.save_head(document=document, values=values, version=document.version)


def _add(document: Document, added: dict[str, str], by: User, at: datetime) -> None:
    """Sentences written by hand, where the item is in the document."""
    for item in document.items.filter(number__in=added):
        typed = writing.Typed(item.version, {}, added=added[item.number])
        writing.save_item(item=item, typed=typed, by=by, at=at)
