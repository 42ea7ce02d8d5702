"""What is decided about a draft: drawn anew, approved, thrown away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.workflow.refusal import Refused
from documents import approving, drafting, writing
from documents.pages.paper import Paper
from documents.views.finding import find_approvable, find_writable


@require_http_methods(["GET", "HEAD", "POST"])
def document_redraft(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who write for the issuing body: what would change, then the change."""
    document = find_writable(request.user, pk)
    if request.method != "POST":
        context = {"document": document, "changes": drafting.would_change(document)}
        return render(request, "documents/redraft.html", context)
    try:
        changes = writing.redraw(document=document, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("document-list")
    said = _("Redrawn: %(added)s added, %(changed)s changed, %(dropped)s dropped.")
    counts = {name: len(getattr(changes, name)) for name in ("added", "changed", "dropped")}
    messages.success(request, said % counts)
    if changes.kept:
        kept = _("Edited sentences stay as they were: %(n)s say other figures than the draft.")
        messages.warning(request, kept % {"n": len(changes.kept)})
    return redirect(document)


@require_http_methods(["GET", "HEAD", "POST"])
def document_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A coordinator of the issuing body: the whole document as it will be, then its number."""
    document = find_approvable(request.user, pk)
    if document.is_frozen:
        return redirect(document)
    if request.method == "POST":
        seen, at = request.POST.get("seen", ""), timezone.now()
        try:
            approved = approving.approve(document=document, by=request.user, at=at, seen=seen)
        except Refused as refused:
            messages.error(request, str(refused))
            if refused.code == "changed":
                return redirect("document-approve", pk)
            return redirect("document-list" if refused.code == "gone" else document)
        number = {"number": approved.number}
        messages.success(request, _("The document is approved, its number is %(number)s.") % number)
        return redirect(document)
    seen, paper = approving.seen_now(document), Paper(document)  # in this order: never too new
    context = {
        "document": document,
        "seen": seen,
        "paper": paper,
        "problems": approving.problems_in(document, paper.items),
        "changes": drafting.would_change(document),
        "is_day_over": document.as_of < timezone.localdate(),
    }
    return render(request, "documents/approve.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who write for the issuing body: the draft and everything written in it."""
    document = find_writable(request.user, pk)
    if request.method != "POST":
        return render(request, "documents/discard.html", {"document": document})
    try:
        writing.discard(document=document)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The draft is discarded."))
    return redirect("document-list")
