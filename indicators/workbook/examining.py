"""What a workbook would do: each row laid over what is kept, and every rule asked once more."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directives.models import Status
from indicators import rules
from indicators.models import TO_DO, Source, ValueListProblem, ValueListRow
from indicators.rules import Weight
from indicators.workbook.ground import Ground
from indicators.workbook.reading import Table
from indicators.workbook.rows import Rows, Said
from organizations.school_list.text import display

Outcome = ValueListRow.Outcome


@dataclass(frozen=True)
class Examined:
    """Rows and problems to be staged; they belong to no list yet."""

    rows: list[ValueListRow] = field(default_factory=list)
    problems: list[ValueListProblem] = field(default_factory=list)

    @property
    def essence(self) -> list[tuple]:
        """What a person has agreed to: the same again means that nothing has changed meanwhile."""
        return [essence(row) for row in self.rows]


def essence(row: ValueListRow) -> tuple:
    return (
        row.row, row.organization_id, row.asked_id, row.outcome,
        row.numerator, row.denominator, row.absence, row.explanation,
        row.old_numerator, row.old_denominator, row.old_absence, row.old_explanation,
    )  # fmt: skip


def examine(table: Table, ground: Ground) -> Examined:
    """A fixed number of queries for any number of rows."""
    rows = Rows(table, ground)
    said = rows.read()
    _refuse_twice(said)
    outcomes = {id(one): _outcome(one, table, ground) for one in said}
    for one in _against_the_rules(said, outcomes, ground):
        outcomes[id(one)] = Outcome.REFUSED
    return Examined(
        [_row(one, outcomes[id(one)], ground) for one in said],
        [problem for one in said for problem in _problems(one, rows, table)],
    )


def _refuse_twice(said: list[Said]) -> None:
    """Nobody knows which of two rows is the right one."""
    found: dict[tuple, list[Said]] = defaultdict(list)
    for one in said:
        if one.key:
            found[one.key].append(one)
    for group in found.values():
        for one in group:
            if others := [str(other.row.number) for other in group if other is not one]:
                text = _("The same indicator of the same body stands in row %(rows)s as well.")
                one.wrong("code", text % {"rows": ", ".join(others[:5])})


def _outcome(said: Said, table: Table, ground: Ground) -> str:
    """What becomes of the row, before the rules have spoken."""
    if said.is_refused or not said.key:
        return Outcome.REFUSED
    kept = ground.kept(*said.key)
    _complete(said, table, ground, kept)
    if _says_nothing(said.content):
        _note_what_stays(said, kept)
        said.content = kept
        return Outcome.BLANK
    if said.content == kept:
        return Outcome.SAME
    if said.body.pk not in ground.reports and _source(ground, said) == Source.REPORTED:
        said.wrong("", _("The body has no report in this period."))
    elif frozen := _frozen(ground, said):
        said.wrong("", frozen)
    if said.is_refused:
        return Outcome.REFUSED
    return Outcome.NEW if _says_nothing(kept) else Outcome.CHANGED


def _source(ground: Ground, said: Said) -> str:
    return said.asked.indicator.source


def _frozen(ground: Ground, said: Said) -> str:
    """Why nothing of the report can be changed, if so."""
    report = ground.reports.get(said.body.pk)
    if report is None or report.source != Source.REPORTED or report.status in TO_DO:
        return ""
    if report.status == Status.CANCELLED:
        return _("The report is cancelled: nothing is asked of this body.")
    text = _("The report is already “%(status)s”, and another number is kept in it.")
    return text % {"status": Status(report.status).label}


def _complete(said: Said, table: Table, ground: Ground, kept: dict) -> None:
    """What the cells leave unsaid: a known denominator, a column that the file does not have."""
    content, definition = said.content, said.asked.definition
    if definition.is_count:
        if content["denominator"] is not None:
            text = _("A count has no denominator: it is not taken.")
            said.wrong("denominator", text, is_error=False)
        content["denominator"] = None
    elif content["denominator"] is None:
        content["denominator"] = ground.line(said.body, said.asked).denominator
    for name in ("absence", "explanation"):
        if not table.has(name) and content["numerator"] is None:
            content[name] = kept[name]
    if not table.has("explanation"):
        content["explanation"] = kept["explanation"]
    if content["explanation"] == display(kept["explanation"]):
        content["explanation"] = kept["explanation"]  # a sheet has no lines in a cell
    if content["absence"] and content["numerator"] is None:
        content["denominator"] = kept["denominator"] if kept["absence"] else content["denominator"]


def _says_nothing(content: dict) -> bool:
    """As `Given.is_blank`; a sentence without a number says something too."""
    has_number = content["numerator"] is not None or content["denominator"] == 0
    return not (has_number or content["absence"] or content["explanation"])


def _note_what_stays(said: Said, kept: dict) -> None:
    if not _says_nothing(kept):
        text = _("The cells are empty: what is kept stays as it is.")
        said.wrong("numerator", text, is_error=False)


def _against_the_rules(said: list[Said], outcomes: dict[int, str], ground: Ground) -> list[Said]:
    """Ask the rules of each whole report as it would be; returns the rows they refuse."""
    by_body: dict[int, dict[int, Said]] = defaultdict(dict)
    for one in said:
        if outcomes[id(one)] in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME):
            by_body[one.body.pk][one.asked.pk] = one
    refused = []
    for body, rows in by_body.items():
        over = {key: one.content for key, one in rows.items()}
        for problem in rules.check(ground.lines(ground.bodies[body], over)):
            one = rows.get(problem.asked)
            if one is None or _is_frozen_report(ground, body):
                continue
            is_error = problem.weight is Weight.ERROR and outcomes[id(one)] != Outcome.SAME
            one.wrong(problem.field, problem.message, is_error=is_error)
            if is_error:
                refused.append(one)
    return refused


def _is_frozen_report(ground: Ground, body: int) -> bool:
    report = ground.reports.get(body)
    return bool(report) and report.source == Source.REPORTED and report.status not in TO_DO


def _row(said: Said, outcome: str, ground: Ground) -> ValueListRow:
    old = ground.kept(*said.key) if said.key else {}
    return ValueListRow(
        row=said.row.number,
        organization=said.body,
        asked=said.asked,
        body_text=said.body_text,
        code_text=said.code_text,
        outcome=outcome,
        **said.content,
        **{f"old_{name}": value for name, value in old.items()},
    )


def _problems(said: Said, rows: Rows, table: Table) -> list[ValueListProblem]:
    found = []
    for mistake in said.mistakes:
        index = table.columns.get(mistake.field)
        found.append(
            ValueListProblem(
                row=said.row.number,
                index=index,
                column=table.headings.get(index, "")[:300],
                value=rows.shown(said, mistake.field) if index is not None else "",
                message=mistake.message[:500],
                is_error=mistake.is_error,
            )
        )
    return found
