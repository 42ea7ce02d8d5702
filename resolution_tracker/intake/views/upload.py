"""Files taken in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizations.models import SchoolList
from organizations.school_list.limited_upload import limits_files
from resolution_tracker.intake.access import require_part
from resolution_tracker.intake.holding import seen
from resolution_tracker.intake.uploads import WHOLE_REGION, Taken, UploadForm, take


@limits_files
def school_list_upload(request: HttpRequest) -> HttpResponse:
    """Staff: files of any municipality; a municipal coordinator: a list of their own."""
    require_part(request.user)
    replaces = _replaced(request)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        replaces=replaces,
        initial={"scope": _scope(request, replaces)},
    )
    taken = []
    if request.method == "POST" and form.is_valid():
        taken = take(form, by=request.user, at=timezone.now())
        if len(taken) == 1 and taken[0].school_list:
            return redirect("school-list-detail", taken[0].school_list.pk)
        if any(one.school_list for one in taken):
            _say(request, taken)
            return redirect("school-list-board")
    context = {"form": form, "refused": taken, "replaces": replaces}
    return render(request, "intake/upload.html", context)


def _replaced(request: HttpRequest) -> SchoolList | None:
    """The list that the new file takes the place of, where the address names one."""
    pk = request.GET.get("replaces", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    return seen(request.user, int(pk))


def _scope(request: HttpRequest, replaces: SchoolList | None) -> str | None:
    if replaces is None:
        return request.GET.get("municipality")
    return replaces.municipality.oktmo if replaces.municipality else WHOLE_REGION


def _say(request: HttpRequest, taken: list[Taken]) -> None:
    """Each refused file by its name; the others are on the board, and counted here."""
    good = [one for one in taken if one.school_list]
    text = ngettext("%(n)s list is taken in.", "%(n)s lists are taken in.", len(good))
    messages.info(request, text % {"n": len(good)})
    for one in taken:
        if one.refusal:
            said = {"name": one.name, "why": one.refusal}
            messages.error(request, _("%(name)s was not taken in. %(why)s") % said)
