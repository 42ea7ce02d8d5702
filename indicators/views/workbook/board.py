"""Workbooks to download and to upload, and those uploaded so far."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directives.downloads.answer import about, answer, wanted
from indicators.downloads import collections as tables
from indicators.models import ValueList
from indicators.views.workbook.holding import require_part
from indicators.workbook.doors import doors_of
from indicators.workbook.forms import UploadForm
from indicators.workbook.staging import receive
from organizations.access import Viewpoint
from organizations.school_list.limited_upload import limits_files
from organizations.school_list.reader import SchoolListError

PER_PAGE = 30


@require_safe
def value_list_board(request: HttpRequest) -> HttpResponse:
    """Who reports, and who uploads for the region."""
    require_part(request.user)
    rows = (
        ValueList.objects.visible_to(request.user)
        .select_related("collection__period", "organization", "uploaded_by")
        .annotate(
            brought=Count("rows", filter=Q(rows__outcome__in=["new", "changed"])),
            refused=Count("rows", filter=Q(rows__outcome="refused")),
        )
        .order_by("-uploaded_at", "-pk")
    )
    if form := wanted(request):
        title = _("Uploaded workbooks")
        told = about(request, title, day=timezone.localdate(), at=timezone.now())
        return answer(form, tables.workbooks(rows), told)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "doors": doors_of(request.user),
        "form": UploadForm(user=request.user),
    }
    return render(request, "indicators/workbook/board.html", context)


@limits_files
@require_http_methods(["GET", "POST"])
def value_list_upload(request: HttpRequest) -> HttpResponse:
    """The same people: a filled-in workbook; nothing is changed by uploading it."""
    require_part(request.user)
    initial = {name: request.GET.get(name) for name in ("collection", "whose")}
    form = UploadForm(
        request.POST or None, request.FILES or None, user=request.user, initial=initial
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            value_list = receive(
                file, name=file.name, scope=form.scope, by=request.user, at=timezone.now()
            )
            return redirect("value-list-detail", value_list.pk)
        except SchoolListError as error:
            refusal = f"{file.name}: {error}"
    helps = Viewpoint.of(request.user).has("municipal", "coordinator")
    context = {"form": form, "refusal": refusal, "helps": helps, "doors": doors_of(request.user)}
    return render(request, "indicators/workbook/upload.html", context)
