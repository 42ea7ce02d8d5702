"""What was understood of the table, and what a person says of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from resolution_tracker.intake.access import may_edit
from resolution_tracker.intake.columns import ColumnsForm, TableForm, is_remembered, try_to_save
from resolution_tracker.intake.holding import seen


@require_http_methods(["GET", "HEAD", "POST"])
def school_list_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may see the list reads it, whoever may change the list says it otherwise."""
    school_list = seen(request.user, pk)
    is_open = may_edit(request.user, school_list)
    if request.method == "POST" and not is_open:
        messages.error(request, _("The list cannot be changed now."))
        return redirect("school-list-detail", pk)
    part = request.POST.get("part")
    about = {"school_list": school_list}
    table = TableForm(request.POST if part == "table" else None, user=request.user, **about)
    columns = ColumnsForm(request.POST if part == "columns" else None, **about)
    if table.is_bound and table.is_valid() and try_to_save(table, request.user):
        messages.info(request, _("The table is read anew: look at its columns."))
        return redirect("school-list-columns", pk)
    if columns.is_bound and columns.is_valid() and try_to_save(columns, request.user):
        messages.info(request, _("The columns are remembered for the next file of this shape."))
        return redirect("school-list-detail", pk)
    context = {
        "list": school_list,
        "table": table,
        "columns": columns,
        "may_edit": is_open,
        "is_remembered": is_remembered(school_list),
    }
    return render(request, "intake/columns.html", context)
