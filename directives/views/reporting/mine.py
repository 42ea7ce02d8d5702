"""Where those who report begin."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives import work_list
from directives.downloads import work
from directives.downloads.answer import about, answer, wanted
from organizations.access import Viewpoint


@require_safe
def my_assignments(request: HttpRequest) -> HttpResponse:
    """For everybody who reports: the next step first, then all of one's assignments."""
    today = timezone.localdate()
    items = work_list.work_of(request.user, today)
    if form := wanted(request):
        told = about(request, _("My assignments"), day=today, at=timezone.now())
        return answer(form, work.table(items), told)
    groups = {name: list(rows) for name, rows in groupby(items, key=lambda item: item.group)}
    done = groups.get(work_list.DONE, [])
    to_do = [item for item in items if item.is_to_do]
    context = {
        "today": today,
        "next_item": to_do[0] if to_do else None,
        "to_do": to_do,
        "waiting": groups.get(work_list.WAITING, []),
        "done": done[: work_list.MOST_DONE],
        "done_count": len(done),
        "overdue_count": len(groups.get(work_list.OVERDUE, [])),
        "has_many_bodies": len(Viewpoint.of(request.user).reports) > 1,
        "reports": bool(Viewpoint.of(request.user).reports),
    }
    return render(request, "reporting/my.html", context)
