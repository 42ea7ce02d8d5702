"""The head of a draft, and one of its items, sentence by sentence."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.workflow.refusal import Refused
from documents import writing
from documents.forms.editing import HeadForm, ItemForm
from documents.models import Document, DocumentItem
from documents.pages.item import ItemPage
from documents.views.finding import find_writable


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who write for the issuing body: title, signatory, executor."""
    document = find_writable(request.user, pk)
    form = HeadForm(request.POST or None, instance=document)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            writing.save_head(document=document, values=data, version=data["version"])
        except Refused as refused:
            refusal = str(refused)
            form.data = form.data.copy()
            form.data["version"] = str(Document.objects.get(pk=pk).version)
        else:
            messages.success(request, _("Saved."))
            return redirect("document-detail", pk)
    before = Document.objects.get(pk=pk) if refusal else None
    context = {"document": document, "form": form, "refusal": refusal, "before": before}
    return render(request, "documents/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The same people. What another has saved meanwhile is shown beside what was typed."""
    document = find_writable(request.user, pk)
    page = ItemPage.read(document, get_object_or_404(DocumentItem, document=document, pk=item))
    form = ItemForm(request.POST or None, item=page.item, sentences=page.sentences)
    if request.method == "POST" and form.is_valid():
        typed = form.typed(request.POST.get("move", ""))
        try:
            writing.save_item(item=page.item, typed=typed, by=request.user, at=timezone.now())
        except Refused as refused:
            if refused.code != "changed":
                messages.error(request, str(refused))
                return redirect(document)
            form = form.after_another(request.POST, page.item)
            page.refusal = str(refused)
        else:
            messages.success(request, _("Item %(number)s is saved.") % {"number": page.item.number})
            return redirect(page.after(request.POST))
    return render(request, "documents/item.html", {"page": page.with_form(form), "form": form})
