"""Decisions about guesses, contacts, and schools that the list does not name."""

from django.contrib import messages
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from organizations.models import SchoolList, SchoolListRow
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake import deciding
from resolution_tracker.intake.fates import fate_forms
from resolution_tracker.intake.holding import held, refuse_finished, seen
from resolution_tracker.intake.listed import BY_NUMBER, absent, guessed
from resolution_tracker.intake.mistakes import NUMBERS, cells_of
from resolution_tracker.intake.preview import Show
from resolution_tracker.intake.views.answers import back, changed, numbers, text_of
from resolution_tracker.intake.views.preview import show_list


@require_POST
def school_list_decide(request, pk: int):
    """Who may edit the list: the same school, another one, or left out; numbers mended."""

    def change(school_list: SchoolList) -> None:
        if "all_same" in request.POST:
            deciding.all_are_the_same(school_list)
            return
        rows = guessed(school_list).filter(number__in=numbers(request.POST.getlist("row")))
        noted = 0
        for answer, said in deciding.SAID.items():
            given = [row for row in rows if request.POST.get(f"answer-{row.number}") == answer]
            if answer == "another":  # of a school known by its number the number says otherwise
                given = [row for row in given if row.guess not in BY_NUMBER]
            noted += deciding.decide(school_list, [row.number for row in given], **said)
        noted += deciding.mend(school_list, _numbers_typed(school_list, rows, request.POST))
        if not noted:
            messages.info(request, _("Nothing was chosen: say of each school which one it is."))

    return changed(request, pk, change)


def _numbers_typed(school_list: SchoolList, rows: list[SchoolListRow], data):
    columns = list(school_list.columns.all())
    for row in rows:
        for cell in cells_of(row, columns, NUMBERS):
            if (text := text_of(data, cell.name)) is not None:
                yield cell, text


@require_POST
def school_list_contacts(request, pk: int):
    """Who may edit the list: whose contacts are right, the list's or the school's."""

    def change(school_list: SchoolList) -> None:
        for answer, takes in (("list", True), ("school", False)):
            given = [
                number
                for number in numbers(request.POST.getlist("row"))
                if request.POST.get(f"contacts-{number}") == answer
            ]
            known = school_list.rows.filter(number__in=given).values_list("number", flat=True)
            deciding.decide(school_list, list(known), take_contacts=takes)

    return changed(request, pk, change)


@transaction.atomic
def school_list_missing(request, pk: int):
    """Who may edit the list: what became of schools it does not name. They need no new check."""
    if request.method == "POST":
        held(request.user, pk)  # nobody applies it until all is said
    school_list = seen(request.user, pk)
    if request.method != "POST":  # a page with mistakes in it, opened once more
        return back(pk, QueryDict(f"show={Show.MISSING}"))
    try:
        refuse_finished(request.user, school_list)
    except SchoolListError as error:
        messages.warning(request, str(error))
        return back(pk, request.POST)
    if "the_rest" in request.POST:
        count = deciding.the_rest_stays(school_list)
        text = ngettext("%(n)s school stays as it is.", "%(n)s schools stay as they are.", count)
        messages.info(request, text % {"n": count})
        return redirect("school-list-detail", pk)
    rows = list(absent(school_list).filter(pk__in=numbers(request.POST.getlist("row"))))
    forms = fate_forms(rows, request.POST)
    if not all([form.is_valid() for form in forms]):  # noqa: C419 - each says what is wrong in it
        return show_list(request, school_list, forms=forms)
    for form in forms:
        if form.has_changed():
            form.save()
    if school_list.absent.filter(fate="").exists():
        return back(pk, request.POST)
    messages.info(request, _("It is said of each school what became of it."))
    return redirect("school-list-detail", pk)
