"""What lies on the demo school's desk: a report half written, with a file."""

from datetime import datetime, timedelta

from directives import workflow
from directives.models import Assignment, Draft, Evidence, Mark, Status
from resolution_tracker.demo.cases import Case
from resolution_tracker.demo.moments import chance, day_of
from resolution_tracker.demo.papers import Papers
from resolution_tracker.demo.people import Cast
from resolution_tracker.demo.requisites import Answer, Requisites
from resolution_tracker.demo.wording import phrase

# What the school works on, the most urgent first.
_AT_WORK = [Status.RETURNED, Status.IN_PROGRESS, Status.NOT_STARTED]


def lay_out(cast: Cast, papers: Papers, now: datetime) -> None:
    """Open a draft of the school's next step and fill half of it."""
    own = Assignment.objects.filter(organization=cast.demo_school, status__in=_AT_WORK)
    waiting = sorted(own, key=lambda row: (_AT_WORK.index(row.status), row.due_on, row.pk))
    if waiting:
        _write(waiting[0].pk, cast, papers, now)


def _write(pk: int, cast: Cast, papers: Papers, now: datetime) -> None:
    assignment = Assignment.objects.select_related(
        "directive", "organization__municipality", "organization__parent", "period"
    ).get(pk=pk)
    by = cast.reporters[cast.demo_school.pk]
    at = max(assignment.updated_at, now - timedelta(hours=20))
    words = "draft" if assignment.status == Status.RETURNED else "first_draft"
    rng = chance("desk")
    case = Case(
        assignment, assignment.directive, assignment.organization, assignment.period, at, rng
    )
    draft = workflow.drafts.open_draft(assignment=assignment, by=by, at=at)
    known = set(draft.marks.values_list("checkpoint", flat=True))
    answers = Requisites().of(case, day_of(at))
    new = [answer for answer in answers if answer.checkpoint.pk not in known]
    half = new[: (len(new) + 1) // 2]
    marks = {answer.checkpoint.pk: _values(answer) for answer in half}
    workflow.drafts.save_draft(draft=draft, text=phrase(words, rng), marks=marks, at=at)
    _add_file(draft, case, (half or answers)[0], papers)


def _values(answer: Answer) -> dict:
    return {name: getattr(answer, name) for name in Mark.CONTENT}


def _add_file(draft: Draft, case: Case, answer: Answer, papers: Papers) -> None:
    papers.limit += 1
    for file in papers.attach(case, answer, by=draft.author, at=draft.updated_at):
        file.draft = draft
        file.save()


def withdraw_one_proof(now: datetime) -> None:
    """Somebody who was returned a report has attached the wrong order, and says so."""
    live = Evidence.objects.live().filter(assignment__status=Status.RETURNED)
    evidence = live.select_related("assignment", "uploaded_by").order_by("pk").first()
    if evidence:
        at = min(evidence.assignment.updated_at + timedelta(minutes=50), now)
        text = phrase("proof_withdrawn", chance("proof"))
        workflow.withdraw_proof(evidence=evidence, by=evidence.uploaded_by, at=at, text=text)
