"""What may be attached, and how a refusal is said."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RefusedFile(Exception):  # noqa: N818 - named like workflow.Refused
    """The file cannot be attached; `message` says why and what to do instead."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class FileType:
    """A type that may be attached; the first ending is given where the name's own is wrong."""

    content_type: str
    endings: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

PDF = FileType("application/pdf", ("pdf",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg"))
PNG = FileType("image/png", ("png",))
WEBP = FileType("image/webp", ("webp",))
DOCX = FileType(f"{_OOXML}wordprocessingml.document", ("docx",))
XLSX = FileType(f"{_OOXML}spreadsheetml.sheet", ("xlsx",))
PPTX = FileType(f"{_OOXML}presentationml.presentation", ("pptx",))
ODT = FileType(f"{_ODF}text", ("odt",))
ODS = FileType(f"{_ODF}spreadsheet", ("ods",))
ODP = FileType(f"{_ODF}presentation", ("odp",))
DOC = FileType("application/msword", ("doc",))
XLS = FileType("application/vnd.ms-excel", ("xls",))
PPT = FileType("application/vnd.ms-powerpoint", ("ppt",))
TXT = FileType("text/plain", ("txt",))
CSV = FileType("text/csv", ("csv",))

BY_CONTENT_TYPE = {
    kind.content_type: kind
    for kind in (
        PDF, JPEG, PNG, WEBP, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS, PPT, TXT, CSV
    )
}  # fmt: skip

EMPTY = _("The file is empty.")
DAMAGED = _("The file is damaged or was not uploaded completely. Attach it again.")
ENCRYPTED = _("The file is protected with a password. Save it without protection.")
MACROS = _("The file contains macros. Save it without macros (for example as .docx, .xlsx or PDF).")
PROGRAM = _("Programs and scripts cannot be attached.")
ARCHIVE = _("Archives cannot be attached. Attach the documents one by one.")
WEB_PAGE = _("Web pages and SVG drawings cannot be attached. Save the page as PDF.")
HEIC = _("The photograph is in HEIC format. Save it as JPEG and attach it again.")
UNKNOWN = _(
    "This type of file cannot be attached. Attach PDF, a photograph (JPEG, PNG), a Word, Excel "
    "or PowerPoint document, OpenDocument, or plain text."
)
