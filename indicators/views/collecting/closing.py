"""Closing a collection freezes it; reopening needs a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.forms.review import ReasonForm
from directives.workflow.refusal import Refused
from indicators import collecting, completeness
from indicators.models import Collection
from indicators.views.collecting.access import require_collector


def _find(pk: int) -> Collection:
    return get_object_or_404(Collection.objects.select_related("period"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Told what is not accepted, staff or the department freeze the figures."""
    require_collector(request.user)
    collection = _find(pk)
    refusal = None
    if request.method == "POST":
        try:
            collecting.close_collection(collection=collection, by=request.user, at=timezone.now())
        except Refused as refused:
            refusal, collection = refused, _find(pk)
        else:
            said = _("%(period)s: the collection is closed, its figures are frozen.")
            messages.info(request, said % {"period": collection})
            return redirect("collection-list")
    counts = completeness.all_of(collection.reports.all())
    context = {"collection": collection, "refusal": refusal, "counts": counts}
    return render(request, "indicators/collecting/close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """With a reason, staff or the department let frozen figures be changed again."""
    require_collector(request.user)
    collection = _find(pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            collecting.reopen_collection(
                collection=collection,
                by=request.user,
                at=timezone.now(),
                text=form.cleaned_data["text"],
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            collection = _find(pk)
        else:
            said = _("%(period)s: the collection is open again.")
            messages.info(request, said % {"period": collection})
            return redirect("collection-list")
    context = {"collection": collection, "form": form}
    return render(request, "indicators/collecting/reopen.html", context)
