"""Rows with errors: mended here, left out, or given back in the person's own file."""

from tempfile import SpooledTemporaryFile

from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from organizations.models import SchoolList
from resolution_tracker.intake import deciding
from resolution_tracker.intake.access import may_edit
from resolution_tracker.intake.giving_back import letter_for, marked_name, write_marked
from resolution_tracker.intake.holding import seen
from resolution_tracker.intake.listed import numbers_with_errors
from resolution_tracker.intake.mistakes import bad_rows
from resolution_tracker.intake.views.answers import changed, numbers, text_of

IN_MEMORY = 1024 * 1024


@require_POST
def school_list_mend(request, pk: int):
    """Who may edit the list: cells written anew, rows left out."""

    def change(school_list: SchoolList) -> None:
        wanted = set(numbers(request.POST.getlist("row")))
        rows = bad_rows(school_list, wanted & set(numbers_with_errors(school_list)))
        skipped = [row.number for row in rows if f"leave-{row.number}" in request.POST]
        deciding.decide(school_list, skipped, leave_out=True)
        typed = ((cell, text_of(request.POST, cell.name)) for row in rows for cell in row.cells)
        deciding.mend(school_list, [(cell, text) for cell, text in typed if text is not None])

    return changed(request, pk, change)


def school_list_leave_out(request, pk: int):
    """Who may edit the list: all rows with errors at once, after saying how many they are."""
    school_list = seen(request.user, pk)
    count = numbers_with_errors(school_list).count()
    if request.method != "POST":
        if not (count and may_edit(request.user, school_list)):
            return redirect("school-list-detail", pk)
        context = {"school_list": school_list, "count": count}
        return render(request, "intake/leave_out.html", context)

    def change(school_list: SchoolList) -> str:
        left = deciding.leave_out_all_with_errors(school_list)
        text = ngettext("%(n)s row is left out.", "%(n)s rows are left out.", left)
        return text % {"n": left}

    return changed(request, pk, change)


@require_POST
def school_list_put_back(request, pk: int):
    """Who may edit the list: a row that was left out takes part again."""

    def change(school_list: SchoolList) -> str:
        found = school_list.decisions.filter(number__in=numbers(request.POST.getlist("row")))
        found.update(leave_out=False)
        return _("The row takes part again.")

    return changed(request, pk, change)


@require_POST
def school_list_check(request, pk: int):
    """Who may edit the list: compare it with the schools as they are now."""
    return changed(request, pk, lambda school_list: _("The list has been checked again."))


def school_list_errors(request, pk: int):
    """Who sees the list: the sender's own workbook with the errors marked."""
    school_list = seen(request.user, pk)
    if not school_list.is_understood:
        return redirect("school-list-detail", pk)
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    write_marked(school_list, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=marked_name(school_list))


def school_list_letter(request, pk: int):
    """Who sees the list: words for the letter that goes with the workbook."""
    school_list = seen(request.user, pk)
    if not school_list.is_understood:
        return redirect("school-list-detail", pk)
    context = {"school_list": school_list, "letter": letter_for(school_list)}
    return render(request, "intake/letter.html", context)
