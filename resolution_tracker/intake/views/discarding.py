"""A list that will not be applied is put away; its file stays in the history."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organizations.models import SchoolList
from resolution_tracker.intake.access import may_edit
from resolution_tracker.intake.holding import seen
from resolution_tracker.intake.receiving import give_up


def school_list_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may change the list; asked once more before it is done."""
    school_list = seen(request.user, pk)
    with transaction.atomic():
        if request.method == "POST":
            school_list = SchoolList.objects.select_for_update(of=("self",)).get(pk=pk)
        if not may_edit(request.user, school_list):
            messages.error(request, _("The list cannot be changed now."))
            return redirect("school-list-detail", pk)
        if request.method == "POST":
            give_up(school_list, SchoolList.State.DISCARDED)
            said = {"name": school_list.file_name}
            messages.info(request, _("The list %(name)s is discarded.") % said)
            return redirect("school-list-board")
    return render(request, "intake/discard.html", {"list": school_list})
