"""A municipal authority's landing page: not reported, to review, own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from directives import waiting
from directives.models import Assignment, Status
from directives.views.review.queue import for_list, rows_of
from organizations.access import Viewpoint
from organizations.models import Level, Organization

BODIES, ROWS, OWN = 8, 15, 20


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Three lists, each headed by its count. Anyone with a role in a municipal authority.

    A reporter has no bodies below and is shown one's own assignments alone.
    """
    if not Viewpoint.of(request.user).has(Level.MUNICIPAL):
        raise Http404
    today = timezone.localdate()
    context = {"today": today, "oversees": waiting.has_queue(request.user)}
    context |= _own(request.user, today)
    if context["oversees"]:
        context |= _not_reported(request.user, today) | _to_review(request.user, today)
    return render(request, "review/desk.html", context)


@dataclass
class Silent:
    """A body that has not reported, with what is awaited from it, the most urgent first."""

    organization: Organization
    assignments: list[Assignment] = field(default_factory=list)


def _by_body(assignments: Iterable[Assignment]) -> list[Silent]:
    found: dict[int, Silent] = {}
    for row in assignments:
        found.setdefault(row.organization_id, Silent(row.organization)).assignments.append(row)
    return list(found.values())


def _not_reported(user, today: date) -> dict[str, object]:
    schools = Assignment.objects.visible_to(user).filter(organization__level=Level.SCHOOL)
    rows = (
        schools.showing("not_reported", today)
        .select_related("organization", "directive", "period")
        .order_by("due_on", "organization__sort_key", "directive__sort_key")
    )
    bodies = _by_body(rows)
    return {
        "silent": bodies[:BODIES],
        "silent_bodies": len(bodies),
        "silent_count": sum(len(body.assignments) for body in bodies),
        "overdue_count": schools.overdue(today).count(),
    }


def _to_review(user, today: date) -> dict[str, object]:
    queue = waiting.waiting_for(user)
    rows = rows_of(list(for_list(queue)[:ROWS]), user, today)
    return {
        "queue_count": waiting.summary_for(user).count,
        "queue": rows,
        "longest": rows[0].waiting.days if rows else 0,
        "decides": waiting.decides(user),
    }


def _own(user, today: date) -> dict[str, object]:
    """The authority's own open assignments, what is late first, what waits for others last."""
    rows = list(
        Assignment.objects.reportable_by(user)
        .filter(organization__level=Level.MUNICIPAL)
        .open()
        .select_related("directive", "organization", "period", "reviewer")
    )
    rows.sort(key=lambda row: (row.status == Status.SUBMITTED, row.acts_by, row.pk))
    to_do = [row for row in rows if row.status != Status.SUBMITTED]
    return {"own": rows[:OWN], "own_count": len(rows), "own_next": to_do[0] if to_do else None}
