"""The page of one list."""

from django.shortcuts import render

from organizations.models import SchoolList
from resolution_tracker.intake.fates import FateForm, fate_forms
from resolution_tracker.intake.holding import seen
from resolution_tracker.intake.listed import page_of
from resolution_tracker.intake.preview import Preview, Show
from resolution_tracker.intake.receiving import same_file_before
from resolution_tracker.intake.views.progress import standing


def school_list_detail(request, pk: int):
    """Staff, and the coordinator of its municipality: where the list is and the one next step."""
    return show_list(request, seen(request.user, pk))


def show_list(request, school_list: SchoolList, *, forms: list[FateForm] | None = None):
    """The page; `forms` are those of a part whose answers could not be taken."""
    asked = Show.MISSING if forms else request.GET.get("show", "")
    preview = Preview(school_list, request.user, asked)
    context = {"school_list": school_list, "preview": preview}
    if school_list.is_editable:
        context["same"] = same_file_before(school_list)
    if preview.show:
        page = page_of(
            school_list, preview.show, request.POST.get("page") or request.GET.get("page", 1)
        )
        context |= {"page": page, "part": f"intake/_show_{preview.show}.html"}
        if preview.show == Show.MISSING and preview.may_edit:
            context["forms"] = forms or fate_forms(page.object_list)
    if preview.is_busy:
        context |= standing(school_list)
    return render(request, "intake/detail.html", context)
