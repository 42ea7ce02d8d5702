"""Rows beside a body's own report: for what the region gives of it or a machine computes."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from directives.models import Status
from directives.workflow.refusal import Refused
from indicators.models import Collection, IndicatorReport, Source
from indicators.workflow.record import hold_collection
from organizations.models import Organization

_BATCH = 2000


def region_report(
    *, collection: Collection, organization: Organization, source: Source, at: datetime
) -> IndicatorReport:
    """Of one body; made where there is none."""
    rows = region_reports(collection=collection, organizations=[organization], source=source, at=at)
    return rows[organization.pk]


def region_reports(
    *, collection: Collection, organizations: Iterable[Organization], source: Source, at: datetime
) -> dict[int, IndicatorReport]:
    """The same for many bodies at once, by the key of the body. A fixed number of queries.

    A row stands where the body's own report stands, so that both count in the same place. Call in
    a transaction: nobody closes the collection until it ends. Refused in a closed one.
    """
    hold_collection(collection.pk)
    if not Collection.objects.filter(pk=collection.pk, closed_at__isnull=True).exists():
        raise Refused("closed", _("The period is closed: its figures are frozen."))
    bodies = {body.pk: body for body in organizations}
    rows = IndicatorReport.objects.filter(
        collection=collection, source=source, organization__in=bodies
    )
    found = {row.organization_id: row for row in rows}
    missing = [body for key, body in sorted(bodies.items()) if key not in found]
    if not missing:
        return found
    own = {
        row.organization_id: row
        for row in collection.reports.own().filter(organization__in=[body.pk for body in missing])
    }
    IndicatorReport.objects.bulk_create(
        (_row(collection, body, own.get(body.pk), source, at) for body in missing),
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    return {row.organization_id: row for row in rows.all()}


def _row(
    collection: Collection,
    body: Organization,
    own: IndicatorReport | None,
    source: Source,
    at: datetime,
) -> IndicatorReport:
    return IndicatorReport(
        collection=collection,
        organization=body,
        source=source,
        status=Status.ACCEPTED,
        accepted_at=at,
        municipality_id=own.municipality_id if own else body.municipality_id,
        settlement=own.settlement if own else body.settlement,
        school_kind=own.school_kind if own else body.kind,
        updated_at=at,
    )
