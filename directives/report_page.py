"""What the page of one report shows: what is known, what is typed, what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.http import QueryDict

from directives import workflow
from directives.forms.reporting import MarkForm, ReportForms, values_of
from directives.models import (
    Assignment,
    Checkpoint,
    Draft,
    Evidence,
    Kind,
    Mark,
    Status,
    StatusUpdate,
)
from directives.report_draft import key_of, version_of
from directives.workflow.drafts import Known
from organizations.access import Viewpoint

GENERAL = "general"
# The reviewer's words to which the next report answers.
_WORDS = [Kind.RETURNED, Kind.REOPENED, Kind.EXTENSION_REFUSED, Kind.EXEMPTION_REFUSED]


@dataclass
class Place:
    """Where files hang: a checkpoint, or the report as a whole."""

    name: str
    checkpoint: Checkpoint | None = None
    files: list[Evidence] = field(default_factory=list)
    sent: list[Evidence] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.sent or self.errors)


@dataclass
class Row:
    """A checkpoint on the form: its fields, its files and where its answer comes from."""

    form: MarkForm
    place: Place
    source: Assignment | None
    heading: str = ""


class ReportPage:
    """One person's report on one assignment. Reads on demand; saves nothing."""

    def __init__(self, assignment: Assignment, user, today: date) -> None:
        self.assignment, self.user, self.today = assignment, user, today

    @cached_property
    def checkpoints(self) -> list[Checkpoint]:
        return workflow.applicable_checkpoints(self.assignment)

    @cached_property
    def draft(self) -> Draft | None:
        drafts = Draft.objects.filter(assignment=self.assignment, author=self.user)
        return drafts.prefetch_related("marks__checkpoint").first()

    @cached_property
    def colleagues(self) -> list[Draft]:
        """Drafts of other people: each writes their own."""
        others = self.assignment.drafts.exclude(author=self.user)
        return list(others.select_related("author").order_by("-updated_at"))

    @cached_property
    def known(self) -> dict[int, Known]:
        return workflow.drafts.prefill(self.assignment)

    @cached_property
    def last_report(self) -> StatusUpdate | None:
        return workflow.last_report(self.assignment)

    @cached_property
    def words(self) -> StatusUpdate | None:
        """The reviewer's last words, unless a report sent for review has answered them."""
        said = self.assignment.timeline.filter(kind__in=_WORDS).exclude(text="")
        said = said.select_related("author", "acting_organization").order_by("-number").first()
        sent, status = self.last_report, self.assignment.status
        if said and sent and sent.number > said.number and status != Status.RETURNED:
            return None if sent.kind == Kind.SUBMITTED else said
        return said

    @property
    def key(self) -> str:
        return str(key_of(self.assignment, self.user, self.last_report))

    @property
    def version(self) -> str:
        return version_of(self.draft)

    @property
    def is_on_behalf(self) -> bool:
        return self.assignment.organization_id not in Viewpoint.of(self.user).reports

    @cached_property
    def marks(self) -> dict[int, Mark]:
        """The draft's marks; without a draft, what is already known."""
        if self.draft:
            return {mark.checkpoint_id: mark for mark in self.draft.marks.all()}
        return {pk: known.mark for pk, known in self.known.items()}

    @property
    def text(self) -> str:
        return self.draft.text if self.draft else workflow.drafts.carried_text(self.assignment)

    def forms(self, data: QueryDict | None = None) -> ReportForms:
        return ReportForms(
            self.checkpoints, self.today, text=self.text, marks=self.marks, data=data
        )

    @cached_property
    def places(self) -> dict[str, Place]:
        """Files of the draft and those sent before, by the place they hang at."""
        places = {GENERAL: Place(GENERAL)}
        places |= {str(point.pk): Place(str(point.pk), point) for point in self.checkpoints}
        files = list(self.draft.files.all()) if self.draft else []
        for file in [*files, *self._sent]:
            place = places.get(str(file.checkpoint_id), places[GENERAL])
            (place.sent if file.update_id else place.files).append(file)
        return places

    @cached_property
    def _sent(self) -> list[Evidence]:
        return list(self.assignment.evidence.live().select_related("update"))

    @property
    def missing(self) -> list[workflow.Missing]:
        files = [file for place in self.places.values() for file in (*place.files, *place.sent)]
        return workflow.missing(
            self.assignment, self.marks.values(), {file.checkpoint_id for file in files}
        )

    @property
    def answered(self) -> int:
        """How many of the checkpoints have been answered."""
        return sum(bool(self.marks[pk].state) for pk in self._asked if pk in self.marks)

    @property
    def open_count(self) -> int:
        """How many would be sent as not yet done: a periodic report may leave some open."""
        return len(self.checkpoints) - self.answered

    @property
    def _asked(self) -> set[int]:
        return {point.pk for point in self.checkpoints}

    def rows(self, forms: ReportForms) -> Iterable[Row]:
        """The checkpoints in order; the first of each group carries its heading."""
        group = ""
        for form in forms.marks:
            point = form.checkpoint
            heading = point.group if point.group != group else ""
            group = point.group
            yield Row(form, self.places[str(point.pk)], self._source(point.pk), heading)

    def _source(self, checkpoint: int) -> Assignment | None:
        """The other assignment from which the answer was taken, while it is still that answer."""
        known, mark = self.known.get(checkpoint), self.marks.get(checkpoint)
        if known is None or mark is None or known.source.pk == self.assignment.pk:
            return None
        same = mark.state and values_of(mark) == values_of(known.mark)
        return known.source if same else None
