"""One uploaded workbook: what it would do, taking it in, taking it back, putting it away."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from directives.workflow.refusal import Refused
from indicators.models import Purpose, ValueList
from indicators.views.workbook.holding import own, seen
from indicators.workbook.applying import held, take_in
from indicators.workbook.preview import Preview, standings
from indicators.workbook.staging import discard, same_file_before
from indicators.workbook.undoing import take_back
from organizations.school_list.reader import SchoolListError

State = ValueList.State


@require_safe
def value_list_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sees the workbook: what it would do or did, row by row."""
    value_list = seen(request.user, pk)
    preview = Preview(value_list, request.user, request.GET.get("show", ""))
    context = {
        "value_list": value_list,
        "preview": preview,
        "page": preview.page(request.GET.get("page")) if preview.has_rows else None,
        "same": same_file_before(value_list) if value_list.state == State.CHECKED else None,
    }
    if value_list.state == State.APPLIED and value_list.purpose == Purpose.REPORTS:
        context["standings"] = standings(value_list, request.user)
    return render(request, "indicators/workbook/detail.html", context)


@require_POST
def value_list_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may fill in these reports: all rows that are not refused."""
    value_list = own(request.user, pk)
    try:
        count = take_in(value_list=value_list, by=request.user, at=timezone.now())
    except (Refused, SchoolListError) as refusal:
        messages.warning(request, refusal.message)
    else:
        if count:
            text = ngettext("%(n)s value is taken in.", "%(n)s values are taken in.", count)
            messages.success(request, text % {"n": count})
    return redirect("value-list-detail", pk)


@require_POST
def value_list_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The same people: values untouched since are as they were."""
    value_list = own(request.user, pk)
    try:
        back, stay = take_back(value_list=value_list, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        text = ngettext("%(n)s value is as it was.", "%(n)s values are as they were.", back)
        said = text % {"n": back}
        if stay:
            more = ngettext("%(n)s value stays.", "%(n)s values stay.", stay)
            said = f"{said} {more % {'n': stay}}"
        messages.info(request, said)
    return redirect("value-list-detail", pk)


@require_POST
def value_list_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """The same people: a workbook that waits is put away."""
    value_list = own(request.user, pk)
    with transaction.atomic():
        value_list = held(value_list)
        if value_list.state != State.CHECKED:
            messages.warning(request, _("The workbook no longer waits: it cannot be put away."))
            return redirect("value-list-detail", pk)
        discard(value_list)
    messages.info(request, _("The workbook %(name)s is put away.") % {"name": value_list.name})
    return redirect("value-list-board")
