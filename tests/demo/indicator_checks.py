"""What must hold of the indicators of any telling, whatever the day."""

from collections import Counter, defaultdict

from directives.models import Status
from indicators.models import (
    Collection,
    IndicatorReport,
    IndicatorValue,
    ReportEntry,
    ReportState,
    ReportStep,
)

STATE = ReportState.state_fields()
# From which step each may follow; None: nothing has happened yet.
FOLLOWS = {
    ReportStep.STARTED: {None},
    ReportStep.SUBMITTED: {None, ReportStep.STARTED},
    ReportStep.LOOKED: {ReportStep.SUBMITTED},
    ReportStep.ACCEPTED: {ReportStep.SUBMITTED, ReportStep.LOOKED},
    ReportStep.RETURNED: {ReportStep.SUBMITTED, ReportStep.LOOKED},
    ReportStep.GIVEN: {None},
}


def everything_holds(now) -> None:
    """Histories are such as the workflow writes, and reports are what their last entry says."""
    histories = defaultdict(list)
    for entry in ReportEntry.objects.order_by("report", "number"):
        histories[entry.report_id].append(entry)
    reports = IndicatorReport.objects.select_related("organization__parent", "collection")
    filled = set(IndicatorValue.objects.values_list("report", flat=True))
    for report in reports:
        rows = histories[report.pk]
        if rows:
            in_order(report, rows, now)
            assert [getattr(report, name) for name in STATE] == [
                getattr(rows[-1], name) for name in STATE
            ]
        elif report.source == "reported":
            assert report.status == Status.NOT_STARTED
            assert report.pk not in filled
    quarters = Collection.objects.filter(period__kind="quarter", period__ends_on__lt=now.date())
    assert quarters.count() == 8
    assert list(quarters.filter(closed_at=None)) == [quarters.last()]


def in_order(report, rows, now) -> None:
    """Numbered without a gap, never back in time; what happened in an open collection only."""
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    moments = [row.recorded_at for row in rows]
    assert moments == sorted(moments)
    assert report.collection.opened_at <= moments[0]
    assert moments[-1] <= (report.collection.closed_at or now)
    before = None
    for row in rows:
        assert before in FOLLOWS[row.kind], row
        before = row.kind
    decided_by_others(report, rows)


def decided_by_others(report, rows) -> None:
    """By the body above, and never by the one who sent it."""
    body = report.organization
    reviewer = body.pk if body.level == "department" else body.parent_id
    senders = {row.author_id for row in rows if row.kind == ReportStep.SUBMITTED}
    for row in rows:
        if row.kind in (ReportStep.ACCEPTED, ReportStep.RETURNED, ReportStep.LOOKED):
            assert row.acting_organization_id == row.reviewer_id == reviewer
            assert row.author_id not in senders


def statuses(collection) -> Counter:
    return Counter(collection.reports.own().values_list("status", flat=True))
