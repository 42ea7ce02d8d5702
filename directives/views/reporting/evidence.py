"""Files are given out only through the access rule, and never run in our pages."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directives.models import Evidence

# What we have drawn anew ourselves.
_SHOWN = frozenset({"image/jpeg", "image/png"})


@require_safe
def evidence_download(request: HttpRequest, pk: int) -> HttpResponse:
    """For all who may see the assignment; a draft's file for its body and its author."""
    evidence = _find(request, pk)
    return _give(request, evidence, as_attachment=True)


@require_safe
def evidence_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture inside the page; any other file is only downloaded."""
    evidence = _find(request, pk)
    if evidence.content_type not in _SHOWN:
        raise Http404
    return _give(request, evidence, as_attachment=False)


def _find(request: HttpRequest, pk: int) -> Evidence:
    rows = Evidence.objects.visible_to(request.user).distinct()
    return get_object_or_404(rows.select_related("assignment"), pk=pk)


def _give(request: HttpRequest, evidence: Evidence, as_attachment: bool) -> HttpResponse:
    try:
        file = None if evidence.content_removed_at else evidence.file.open("rb")
    except (FileNotFoundError, ValueError):
        file = None
    if file is None:
        context = {"evidence": evidence, "assignment": evidence.assignment}
        return render(request, "reporting/evidence_gone.html", context, status=410)
    # Documents are compressed already: squeezing them again would only hide their length.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = FileResponse(
        file,
        as_attachment=as_attachment,
        filename=evidence.name,
        content_type=evidence.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
