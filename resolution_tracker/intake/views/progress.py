"""How far the worker is, for the person who waits."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from organizations.models import SchoolList, SchoolListProgress
from resolution_tracker.intake.holding import seen
from resolution_tracker.intake.preview import BUSY
from resolution_tracker.intake.progress import STEPS
from resolution_tracker.jobs import living_workers

PATIENCE = timedelta(seconds=15)


def school_list_progress(request, pk: int):
    """Who sees the list: the bar alone for htmx, which reloads the page when all is done."""
    school_list = seen(request.user, pk)
    if not request.htmx:
        return redirect("school-list-detail", pk)
    if school_list.state not in BUSY:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"school_list": school_list} | standing(school_list)
    return render(request, "intake/_progress.html", context)


def standing(school_list: SchoolList) -> dict[str, object]:
    """What is being done, how much of it, and whether anybody does it at all."""
    found = SchoolListProgress.objects.filter(school_list=school_list).first()
    if found is None:
        return {"doing": STEPS["waiting"]}
    since = timezone.now() - found.at
    is_stuck = found.step == "waiting" and since > PATIENCE and not living_workers().exists()
    return {"doing": STEPS.get(found.step, ""), "progress": found, "is_stuck": is_stuck}
