"""Every list that was ever uploaded, and its file."""

import django_filters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directives.downloads.answer import about, answer, wanted
from directives.downloads.asked import asked_by
from organizations.models import SchoolList
from resolution_tracker.intake import taken
from resolution_tracker.intake.access import municipalities_of, require_part
from resolution_tracker.intake.holding import seen
from resolution_tracker.intake.uploads import WHOLE_REGION

PER_PAGE = 50


class HistoryFilter(django_filters.FilterSet):
    """What the address of the history may say."""

    municipality = django_filters.ChoiceFilter(label=_("Municipality"), method="in_municipality")
    state = django_filters.ChoiceFilter(label=_("State"))

    class Meta:
        model = SchoolList
        fields: list[str] = []

    def __init__(self, data, queryset: QuerySet[SchoolList], *, user) -> None:
        super().__init__(data, queryset)
        places = [(place.oktmo, place.short_name) for place in municipalities_of(user)]
        if user.is_staff:
            places.insert(0, (WHOLE_REGION, _("All municipalities")))
        states = [(value, capfirst(str(label))) for value, label in SchoolList.State.choices]
        for name, choices in (("municipality", places), ("state", states)):
            self.filters[name].extra |= {"choices": choices, "empty_label": _("any")}
        if len(places) == 1:
            del self.filters["municipality"]

    def in_municipality(self, rows, name: str, value: str):
        if value == WHOLE_REGION:
            return rows.filter(municipality__isnull=True)
        return rows.filter(municipality__oktmo=value)


@require_safe
def school_list_history(request: HttpRequest) -> HttpResponse:
    """Staff: of everybody; a municipal coordinator: of their own municipality."""
    require_part(request.user)
    seen = SchoolList.objects.visible_to(request.user).distinct()
    seen = seen.select_related(
        "municipality", "uploaded_by", "confirmed_by", "applied_by", "undone_by"
    )
    filters = HistoryFilter(request.GET, seen, user=request.user)
    found = filters.qs if filters.form.is_valid() else seen.none()
    if form := wanted(request):
        told = about(request, _("History of uploads"), day=timezone.localdate(),
                     at=timezone.now(), conditions=asked_by(filters.form))  # fmt: skip
        return answer(form, taken.history(found), told)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/history.html", {"filter": filters, "page": page})


@require_safe
def school_list_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was uploaded, for whoever may see the list; never shown in our pages."""
    school_list = seen(request.user, pk)
    try:
        file = school_list.file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # spreadsheets are compressed already
    response = FileResponse(
        file,
        as_attachment=True,
        filename=school_list.file_name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
