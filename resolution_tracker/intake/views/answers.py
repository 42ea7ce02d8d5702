"""What every page that changes a list has in common."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from organizations.models import SchoolList
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake.holding import held, refuse_finished
from resolution_tracker.intake.preview import Preview, Show
from resolution_tracker.intake.rechecking import recheck

LARGEST = 2**31 - 1


def changed(
    request: HttpRequest, pk: int, change: Callable[[SchoolList], str | None]
) -> HttpResponse:
    """Make the change, check the list again and go back to where the person was.

    What `change` returns is told to them; nothing of it stays where the list has gone on meanwhile.
    """
    try:
        with transaction.atomic():
            school_list = held(request.user, pk)
            refuse_finished(request.user, school_list)
            sentence = change(school_list)
            SchoolList.objects.filter(pk=pk).update(not_applied="")
            school_list = recheck(school_list)
    except SchoolListError as error:
        messages.warning(request, str(error))
        return back(pk, request.POST)
    if sentence:
        messages.info(request, sentence)
    preview = Preview(school_list, request.user)
    shown = request.POST.get("show", "")
    if shown in preview.waiting and not preview.waiting[Show(shown)]:
        return redirect("school-list-detail", pk)  # nothing waits there: on to the next
    return back(pk, request.POST)


def back(pk: int, data: QueryDict) -> HttpResponse:
    """To the same part and page."""
    query = {}
    if (show := data.get("show", "")) in Show.values:
        query["show"] = show
        if (page := data.get("page", "")).isdecimal():
            query["page"] = page
    address = reverse("school-list-detail", args=[pk])
    return redirect(f"{address}?{urlencode(query)}" if query else address)


def numbers(values: Iterable[str]) -> list[int]:
    """The whole numbers among what was posted."""
    digits = [value for value in values if value.isascii() and value.isdecimal()]
    found = [int(value) for value in digits if len(value) <= len(str(LARGEST))]
    return [number for number in found if number <= LARGEST]


def text_of(data: QueryDict, name: str) -> str | None:
    """A posted text as a cell can keep it; None where it was not posted."""
    value = data.get(name)
    return None if value is None else value.replace("\x00", "").strip()[:500]
