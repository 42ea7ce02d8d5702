"""A document as a Word file."""

from io import BytesIO

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.docx import Marks, file_name, write
from documents.models import Document
from organizations.access import Viewpoint

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def document_docx(request: HttpRequest, pk: int) -> FileResponse:
    """For those who may open the document: drafts of one's own body, approved ones of one's sight.

    A reader from outside gets it without the executor's name and figures of few.
    """
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    address = request.build_absolute_uri(document.frozen_address) if document.is_frozen else ""
    marks = Marks(address, for_outside=Viewpoint.of(request.user).only_reads)
    return FileResponse(
        BytesIO(write(document, marks)),
        as_attachment=True,
        filename=file_name(document),
        content_type=DOCX,
    )
