"""Taking in what a report's form carries: text and marks first, then the files, one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from directives import report_draft, workflow
from directives.files import uploads
from directives.files.names import clean_name
from directives.files.types import RefusedFile
from directives.forms.reporting import ReportForms
from directives.models import Assignment, Draft, Evidence, StatusUpdate
from directives.report_page import GENERAL, ReportPage

FILE = "file-"


@dataclass
class Received:
    """What came of one request: the page as it is now, and all that needs a word to the person."""

    page: ReportPage
    forms: ReportForms
    key: str = ""
    attached: list[Evidence] = field(default_factory=list)
    file_errors: dict[str, list[str]] = field(default_factory=dict)
    overtaken_by: Draft | None = None
    sent: StatusUpdate | None = None
    refusal: str = ""
    offers_interim: bool = False
    had_draft: bool = True

    @property
    def is_valid(self) -> bool:
        return self.forms.data is None or self.forms.is_valid()

    @property
    def is_clean(self) -> bool:
        """Everything is saved, and everything saved is valid."""
        return self.is_valid and not (self.refusal or self.overtaken_by or self.file_errors)

    def refuse_file(self, place: str, name: str | None, message: str) -> None:
        self.file_errors.setdefault(place, []).append(f"{clean_name(name or '')}: {message}")


def receive(request: HttpRequest, assignment: Assignment, now: datetime, today: date) -> Received:
    """Save what is valid of a posted form and attach its files. A fragment may carry files only."""
    received = save(request.user, assignment, request.POST, now, today)
    dropped = getattr(request, "dropped_files", [])
    if received.refusal or received.sent or not (request.FILES or dropped):
        return received
    _attach(request, received, now)
    for field_name, name in dropped:
        received.refuse_file(_place(field_name, received.page), name, str(uploads.too_large()))
    received.page = ReportPage(assignment, request.user, today)
    for place, errors in received.file_errors.items():
        received.page.places[place].errors = errors
    return received


def save(user, assignment: Assignment, data: QueryDict, now: datetime, today: date) -> Received:
    """Keep the typed part. What stands in the way is reported, not raised: the form comes back."""
    page = ReportPage(assignment, user, today)
    has_form = "text" in data
    received = Received(page, page.forms(data if has_form else None), page.key)
    received.had_draft = page.draft is not None
    window = report_draft.Window(*(data.get(name, "") for name in ("key", "version", "overwrite")))
    try:
        if has_form:
            report_draft.keep(
                assignment=assignment,
                by=user,
                at=now,
                text=received.forms.typed_text(),
                marks=received.forms.values(),
                window=window,
            )
        else:
            received.sent = report_draft.sent_with(assignment, user, window.key)
    except report_draft.Overtaken as overtaken:
        received.overtaken_by = overtaken.draft
    except report_draft.AlreadySent as already:
        received.sent = already.update
    except workflow.Refused as refused:
        received.refusal = str(refused)
    assignment.refresh_from_db(fields=["status", "updated_at"])
    received.page = ReportPage(assignment, user, today)
    return received


def _attach(request: HttpRequest, received: Received, now: datetime) -> None:
    page = received.page
    try:
        draft = page.draft or workflow.drafts.open_draft(
            assignment=page.assignment, by=request.user, at=now
        )
    except workflow.Refused as refused:
        received.refusal = str(refused)
        return
    for place, upload in _uploads(request, page):
        try:
            evidence = uploads.attach(
                draft=draft,
                upload=upload,
                checkpoint=page.places[place].checkpoint,
                by=request.user,
                at=now,
            )
        except RefusedFile as refused:
            received.refuse_file(place, upload.name, str(refused))
        else:
            received.attached.append(evidence)


def _uploads(request: HttpRequest, page: ReportPage) -> Iterator[tuple[str, UploadedFile]]:
    for field_name, files in request.FILES.lists():
        for upload in files:
            yield _place(field_name, page), upload


def _place(field_name: str, page: ReportPage) -> str:
    """The checkpoint's number in the field's name; anything else hangs on the report as a whole."""
    name = field_name.removeprefix(FILE)
    return name if name in page.places else GENERAL
