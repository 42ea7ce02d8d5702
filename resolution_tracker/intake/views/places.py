"""Spellings of municipalities, and what each was taken for."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.models import Municipality, SchoolList, SchoolListPlace
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake.access import may_edit
from resolution_tracker.intake.holding import held, refuse_finished, seen
from resolution_tracker.intake.rechecking import recheck

PER_PAGE = 50
UNKNOWN, DOUBTFUL, SETTLED = range(3)


@require_http_methods(["GET", "HEAD", "POST"])
def school_list_places(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may see the list reads them, whoever may change the list chooses."""
    school_list = seen(request.user, pk)
    is_open = may_edit(request.user, school_list)
    page = Paginator(_ordered(school_list), PER_PAGE).get_page(request.GET.get("page"))
    municipalities = list(Municipality.objects.all())
    if request.method == "POST":
        if not is_open:
            messages.error(request, _("The list cannot be changed now."))
        elif refusal := _choose(request, pk, page, municipalities):
            messages.error(request, refusal)
        else:
            messages.info(request, _("The list is checked with the municipalities you chose."))
        return redirect("school-list-detail", pk)
    context = {
        "list": school_list,
        "page": page,
        "municipalities": municipalities,
        "may_edit": is_open,
    }
    return render(request, "intake/places.html", context)


def _ordered(school_list: SchoolList) -> QuerySet[SchoolListPlace]:
    """The unknown first, then the uncertain: they wait for a person."""
    rank = Case(
        When(municipality=None, then=Value(UNKNOWN)),
        When(is_sure=False, is_chosen=False, then=Value(DOUBTFUL)),
        default=Value(SETTLED),
        output_field=IntegerField(),
    )
    places = school_list.places.select_related("municipality").annotate(rank=rank)
    return places.order_by("rank", "spelling", "pk")


def _choose(request: HttpRequest, pk: int, page, municipalities: list[Municipality]) -> str:
    """Keep what was chosen and check the list anew; the sentence of a refusal, if any.

    What the machine was sure of and nobody changed stays its own: another file may teach it better.
    """
    known = {str(one.pk): one for one in municipalities}
    said = request.POST
    try:
        with transaction.atomic():
            school_list = held(request.user, pk)
            refuse_finished(request.user, school_list)
            for place in page:
                chosen = known.get(said.get(f"place-{place.pk}", ""))
                if chosen and (place.rank != SETTLED or chosen != place.municipality):
                    place.municipality, place.is_chosen = chosen, True
                    place.save(update_fields=["municipality", "is_chosen"])
            recheck(school_list)
    except SchoolListError as error:
        return str(error)
    return ""
