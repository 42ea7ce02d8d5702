"""«На проверке»: what waits for a person, and where one stands in it."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives import changes, waiting
from directives.downloads import review as tables
from directives.downloads.answer import about, answer, wanted
from directives.downloads.asked import asked_by
from directives.forms.review import QueueForm
from directives.models import Assignment, StatusUpdate
from directives.views.review.access import require_queue
from directives.waiting import Waiting

ON_A_PAGE = 50


@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """Reports and requests, the oldest first. Coordinators and viewers who have bodies below."""
    require_queue(request.user)
    filters = QueueForm(request.GET, request.user)
    queue = filters.narrow(waiting.waiting_for(request.user))
    today = timezone.localdate()
    if form := wanted(request):
        return _taken(request, form, filters, queue, today)
    page = Paginator(for_list(queue), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": rows_of(page, request.user, today),
        "decides": waiting.decides(request.user),
        "query": filters.query,
    }
    return render(request, "review/queue.html", context)


def _taken(request: HttpRequest, form: str, filters: QueueForm, queue: QuerySet[Assignment],
           today: date) -> HttpResponse:  # fmt: skip
    """The queue as a file, all its pages."""

    def read(some: list[Assignment]) -> list[tuple[Waiting, changes.Summary | None]]:
        return [(row.waiting, row.summary) for row in rows_of(some, request.user, today)]

    told = about(request, _("To review"), day=today, at=timezone.now(),
                 conditions=asked_by(filters))  # fmt: skip
    return answer(form, tables.queue(for_list(queue), read), told)


def for_list(queue: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With what a row shows, and the number of its last timeline entry."""
    last = StatusUpdate.objects.filter(assignment=OuterRef("pk")).order_by("-number")
    return queue.select_related("directive", "organization", "municipality", "period").annotate(
        last_number=Subquery(last.values("number")[:1])
    )


@dataclass(frozen=True)
class Row:
    """A waiting report or request, and what it changed since the submission before."""

    waiting: Waiting
    summary: changes.Summary | None


def rows_of(assignments: Page | list[Assignment], user, today: date) -> list[Row]:
    """Rows of one page; three queries for the changes, whatever their number."""
    bodies = waiting.bodies_of(user)
    found = [Waiting.of(assignment, bodies, today) for assignment in assignments]
    sums = changes.summaries([row.assignment for row in found if row.is_report])
    return [Row(row, sums.get(row.assignment.pk) if row.is_report else None) for row in found]


@dataclass(frozen=True)
class Place:
    """Where an assignment stands in the filtered queue; `number` is 0 outside it."""

    number: int
    total: int
    previous: int | None
    next: int | None
    query: str

    @property
    def onward(self) -> str:
        """The address of what to decide next: the next one, else the queue."""
        name, args = ("assignment-review", [self.next]) if self.next else ("review-queue", [])
        return reverse(name, args=args) + (f"?{self.query}" if self.query else "")


def place_of(assignment: Assignment, request: HttpRequest) -> Place:
    """Read before a decision: afterwards the assignment is no longer in the queue."""
    filters = QueueForm(request.GET, request.user)
    queue = filters.narrow(waiting.waiting_for(request.user))
    pks = list(queue.values_list("pk", flat=True))
    others = [pk for pk in pks if pk != assignment.pk]
    index = pks.index(assignment.pk) if assignment.pk in pks else None
    if index is None:
        return Place(0, len(pks), None, pks[0] if pks else None, filters.query)
    after = others[index] if index < len(others) else (others[0] if others else None)
    before = others[index - 1] if index else None
    return Place(index + 1, len(pks), before, after, filters.query)
