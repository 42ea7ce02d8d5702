"""What waits for a decision on indicators, and where one stands in it."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.downloads.answer import about, answer, wanted
from directives.waiting import decides
from indicators import oddities, waiting
from indicators.downloads import queue as tables
from indicators.models import IndicatorReport, ReportEntry
from indicators.views.review.access import require_queue
from indicators.waiting import Waiting

ON_A_PAGE = 50


@require_safe
def indicator_review_queue(request: HttpRequest) -> HttpResponse:
    """Reports that wait, the oldest first. Coordinators decide, viewers look."""
    require_queue(request.user)
    reports = for_list(waiting.waiting_for(request.user))
    today = timezone.localdate()
    if form := wanted(request):
        table = tables.queue(reports, lambda some: [(row.waiting, row.flags)
                                                    for row in rows_of(some, today)])  # fmt: skip
        title = _("Reports on indicators to review")
        return answer(form, table, about(request, title, day=today, at=timezone.now()))
    page = Paginator(reports, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(list(page), today),
        "decides": decides(request.user),
        "owed": waiting.owed_below(request.user, today),
    }
    return render(request, "indicators/review/queue.html", context)


def for_list(reports):
    """With what a row shows, and the number of its last entry."""
    last = ReportEntry.objects.filter(report=OuterRef("pk")).order_by("-number")
    return reports.select_related("collection__period", "organization__municipality").annotate(
        last_number=Subquery(last.values("number")[:1])
    )


@dataclass(frozen=True)
class Row:
    """A waiting report and how many flags it has; without any it can be accepted from here."""

    waiting: Waiting
    flags: int

    @property
    def report(self) -> IndicatorReport:
        return self.waiting.report


def rows_of(reports: list[IndicatorReport], today: date) -> list[Row]:
    found = oddities.of_reports(reports)
    return [Row(Waiting.of(report, today), len(found[report.pk])) for report in reports]


@dataclass(frozen=True)
class Place:
    """Where a report stands in the queue; `number` is 0 outside it."""

    number: int
    total: int
    previous: int | None
    next: int | None

    @property
    def onward(self) -> str:
        """The address of what to decide next: the next one, else the queue."""
        if self.next:
            return reverse("indicator-review", args=[self.next])
        return reverse("indicator-review-queue")


def place_of(report: IndicatorReport, user) -> Place:
    """Read before a decision: afterwards the report is no longer in the queue."""
    pks = list(waiting.waiting_for(user).values_list("pk", flat=True))
    if report.pk not in pks:
        return Place(0, len(pks), None, pks[0] if pks else None)
    index = pks.index(report.pk)
    others = pks[:index] + pks[index + 1 :]
    after = others[index] if index < len(others) else (others[0] if others else None)
    return Place(index + 1, len(pks), pks[index - 1] if index else None, after)
