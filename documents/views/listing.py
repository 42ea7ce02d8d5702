"""All documents one may read, and beginning a new one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directives.downloads.answer import about, answer, wanted
from directives.models import Resolution
from documents import writing
from documents.access import writes
from documents.forms.listing import ListForm
from documents.forms.new import NewForm
from documents.models import Document
from documents.pages.listing import table_of
from documents.views.finding import require_part, require_writer, seen

PER_PAGE = 30


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """Drafts of one's own body and approved documents about what one sees; readers the latter."""
    require_part(request.user)
    at = timezone.now()
    filters = ListForm(request.GET, Document.objects.visible_to(request.user))
    rows = filters.rows()
    if form := wanted(request):
        said = about(request, _("Documents"), day=timezone.localdate(at), at=at)
        return answer(form, table_of(rows), said)
    context = {
        "filters": filters,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "writes": writes(request.user),
    }
    return render(request, "documents/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request: HttpRequest) -> HttpResponse:
    """Those who write documents: about whom, over which period, as of which day."""
    require_writer(request.user)
    replaces = _replaced(request)
    data = request.POST if request.method == "POST" else None
    form = NewForm(data, user=request.user, today=timezone.localdate(), replaces=replaces)
    resolution = Resolution.objects.in_force().first()
    if resolution and data is not None and form.is_valid():
        document = writing.begin(
            subject=form.subject,
            resolution=resolution,
            issuer=form.issuer,
            by=request.user,
            at=timezone.now(),
            replaces=replaces,
        )
        return redirect(document)
    context = {"form": form, "replaces": replaces, "resolution": resolution}
    return render(request, "documents/add.html", context)


def _replaced(request: HttpRequest) -> Document | None:
    """The approved document of one's own body that a corrected one takes the place of."""
    key = request.GET.get("replaces", "")
    if not (key.isdecimal() and len(key) < 19):
        return None
    return get_object_or_404(seen(request.user).approved().issued_for(request.user), pk=int(key))
