"""Confirming a list and applying it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.access import Viewpoint
from organizations.models import SchoolList
from organizations.school_list.applying import refuse_unready
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake import jobs, progress
from resolution_tracker.intake.holding import held, require_staff_to, seen
from resolution_tracker.intake.take_in import NOT_NOW, queue

State = SchoolList.State


@require_POST
def school_list_confirm(request, pk: int):
    """The coordinator of its municipality says that the list is right, or takes that back."""
    try:
        with transaction.atomic():
            school_list = held(request.user, pk)
            if not Viewpoint.of(request.user).has("municipal", "coordinator"):
                raise PermissionDenied
            sentence = _turn(school_list, request.user)
    except SchoolListError as error:
        messages.warning(request, str(error))
    else:
        messages.info(request, sentence)
    return redirect("school-list-detail", pk)


def _turn(school_list: SchoolList, user) -> str:
    if school_list.state == State.CONFIRMED:
        school_list.state = State.CHECKED
        school_list.confirmed_at = school_list.confirmed_by = None
        sentence = _("The confirmation is taken back.")
    elif school_list.state == State.CHECKED:
        refuse_unready(school_list)
        school_list.state = State.CONFIRMED
        school_list.confirmed_at, school_list.confirmed_by = timezone.now(), user
        sentence = _("The list is confirmed. Staff of the department apply it.")
    else:
        raise SchoolListError(NOT_NOW)
    school_list.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    return sentence


@require_POST
def school_list_apply(request, pk: int):
    """Staff: the worker applies it, and this page shows how far it is."""
    school_list = seen(request.user, pk)
    require_staff_to(request.user)
    try:
        with transaction.atomic():
            queue(school_list, by=request.user)
            progress.begin(school_list)
            jobs.apply_school_list.defer(list_id=pk)
    except SchoolListError as error:
        messages.warning(request, str(error))
    return redirect("school-list-detail", pk)
