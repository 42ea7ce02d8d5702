"""Sentences other people wrote: reports of bodies, and what municipalities have approved."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from directives.models import Status
from documents.drafting.counted import Report
from documents.drafting.drafted import Drafted, On
from documents.drafting.scope import Scope
from documents.models import Document, Origin, Sentence
from documents.words import ended, small

# What was sent and is not being reworked.
_STANDS = (Status.SUBMITTED, Status.ACCEPTED)


def approved_summaries(scope: Scope) -> dict[int, list[Sentence]]:
    """By item: what municipalities' documents of the same period say in words of their own.

    Only a document of the region speaks of theirs. Sentences of figures that nobody edited are
    left out: the region's own figures count the same rows.
    """
    document = scope.document
    if not document.is_of_the_region:
        return {}
    replaced = Document.objects.approved().filter(replaces__isnull=False).values("replaces")
    approved = Document.objects.approved().filter(
        resolution=document.resolution_id, municipality__isnull=False,
        starts_on=document.starts_on, ends_on=document.ends_on, issued_by__level="municipal",
    ).exclude(pk__in=replaced)  # fmt: skip
    rows = (
        Sentence.objects.filter(item__document__in=approved, is_removed=False)
        .filter(~Q(origin=Origin.FIGURE) | Q(edited_at__isnull=False))
        .select_related("item__document__municipality")
        .order_by("item__document__municipality__sort_key", "item__document", "position", "pk")
    )
    found = defaultdict(list)
    for row in rows:
        found[row.item.directive_id].append(row)
    return dict(found)


def of_summaries(sentences: Iterable[Sentence]) -> list[Drafted]:
    """One passage of each municipality's document."""
    return [
        Drafted(
            f"summary:{row.pk}",
            f"{row.item.document.municipality.short_name}: {row.text}",
            Origin.SUMMARY,
            (On(source=row.pk),),
        )
        for row in sentences
    ]


def of_reports(scope: Scope, reports: Iterable[Report], spoken: set[int]) -> list[Drafted]:
    """What bodies wrote of the item; of several, equal words are said once, with who said them.

    `spoken`: municipalities whose approved document speaks for them already.
    """
    said: dict[tuple[int | None, str], list[Report]] = defaultdict(list)
    for row in reports:
        stands = row.words and row.assignment.status in _STANDS
        if stands and row.assignment.municipality_id not in spoken:
            said[row.assignment.period_id, row.words].append(row)
    rows = sorted(said.values(), key=lambda group: -len(group))
    return [_passage(scope, group) for group in rows]


def _passage(scope: Scope, group: list[Report]) -> Drafted:
    first = group[0]
    text, period = first.words, first.assignment.period
    is_summary = first.assignment.municipality_id is not None and not (
        scope.document.municipality_id or scope.document.organization_id
    )
    if is_summary:
        places = ", ".join(row.assignment.municipality.short_name for row in group)
        text = f"{places}: {text}"
    if period and period.pk != scope.document.period_id:
        text = _("%(text)s (for %(period)s)") % {
            "text": text.rstrip("."), "period": small(period.full_name),
        }  # fmt: skip
    return Drafted(
        f"report:{first.assignment.pk}",
        ended(text),
        Origin.SUMMARY if is_summary else Origin.REPORT,
        tuple(On(update=row.spoken.pk) for row in group),
    )
