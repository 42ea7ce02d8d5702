"""One document: the draft as it is written, or the frozen form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.downloads.answer import about, answer, wanted
from documents import approving, qr
from documents.access import writing_bodies
from documents.models import Document
from documents.pages.paper import Paper
from documents.views.finding import find, seen
from organizations.access import Viewpoint


@require_safe
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may read it; a draft shows its sentences with what they rest on."""
    return _show(request, find(request.user, pk))


@require_safe
def document_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the number and the QR lead: the frozen view, for those who may see it."""
    return _show(request, get_object_or_404(seen(request.user).approved(), code=code))


def _show(request: HttpRequest, document: Document) -> HttpResponse:
    view = Viewpoint.of(request.user)
    paper = Paper(document, only_totals=view.only_reads)
    if form := wanted(request):
        return _as_file(request, form, paper)
    context = {"document": document, "paper": paper, "only_totals": view.only_reads}
    if document.is_frozen:
        address = request.build_absolute_uri(document.frozen_address)
        context["address"], context["qr"] = address, qr.svg(address)
        context["replaced_by"] = document.replaced_by.approved().first()
        context["may_replace"] = document.issued_by_id in writing_bodies(request.user)
        return render(request, "documents/frozen.html", context)
    context |= {
        "may_write": document.issued_by_id in writing_bodies(request.user),
        "may_approve": document.issued_by_id in view.coordinates,
        "problems": approving.problems_in(document, paper.items),
    }
    return render(request, "documents/draft.html", context)


def _as_file(request: HttpRequest, form: str, paper: Paper) -> HttpResponse:
    """One of the document's tables: `of` names it."""
    document, at = paper.document, timezone.now()
    number = f"№ {document.number}" if document.is_frozen else _("draft")
    said = about(
        request,
        document.title,
        day=document.as_of,
        at=at,
        is_live=False,
        conditions=[
            (_("Document"), number),
            (_("Whose execution"), document.scope_name),
            (_("Period"), document.period_words),
            (_("Issued by"), document.issuer_name),
        ],
    )
    return answer(form, paper.table(request.GET.get("of", "")), said)
