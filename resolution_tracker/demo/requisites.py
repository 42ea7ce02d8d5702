"""Numbers, dates and links of the orders that bodies of the demo report."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from directives import workflow
from directives.calendar import school_year_of
from directives.models import Checkpoint, Mark, MarkState
from organizations.models import Organization
from resolution_tracker.demo.cases import Case
from resolution_tracker.demo.moments import between, chance
from resolution_tracker.demo.wording import phrase

# Checkpoints that some bodies need not answer, and what share of them.
_AWAY = {"ШК-06": 0.3, "МУН-14": 0.25, "ЛНА-12": 0.06}
_SHELVES = {"ГОТ": "fgos", "ЛНА": "lokalnye-akty", "ШК": "kachestvo", "ПРО": "proekty",
            "МУН": "plany", "ДЕП": "normativ", "ИНС": "metodika"}  # fmt: skip
_STYLES = ["{}-од", "{}/о", "{}-о", "{}", "01-05/{}"]
_FOR_THE_YEAR = "текущий учебный год"


@dataclass(frozen=True)
class Answer:
    """What a body says of one checkpoint: read by the workflow as it reads a mark.

    Not a model: the workflow copies marks, and 16,000 rows made twice cost a second.
    """

    checkpoint: Checkpoint
    state: str = MarkState.DONE
    order_number: str = ""
    order_date: date | None = None
    link: str = ""
    comment: str = ""

    has_requisites = Mark.has_requisites

    @property
    def checkpoint_id(self) -> int:
        return self.checkpoint.pk


class Requisites:
    """Answers of all bodies: an order of a one-off item or of the whole year is given once."""

    def __init__(self) -> None:
        self._given: dict[tuple[int, int], Answer] = {}

    def of(self, case: Case, sent_on: date) -> list[Answer]:
        """What the body can answer by this day; a periodic report may leave something undone."""
        rng, answers = case.rng, []
        for checkpoint in workflow.applicable_checkpoints(case.assignment):
            if case.directive.is_periodic and answers and rng.random() < 0.06:
                continue
            answers.append(self._answer(case, checkpoint, sent_on, rng))
        return answers

    def _answer(
        self, case: Case, checkpoint: Checkpoint, sent_on: date, rng: random.Random
    ) -> Answer:
        if rng.random() < _AWAY.get(checkpoint.code, 0):
            state = MarkState.NOT_APPLICABLE
            return Answer(checkpoint, state, comment=phrase("mark_away", rng))
        key = (case.organization.pk, checkpoint.pk)
        lasts = not case.directive.is_periodic or _FOR_THE_YEAR in checkpoint.hint
        known = self._given.get(key)
        if not (lasts and known and (known.order_date is None or known.order_date <= sent_on)):
            known = self._given[key] = self._new(case, checkpoint, sent_on, rng)
        return known

    def _new(self, case: Case, checkpoint: Checkpoint, sent_on: date, rng) -> Answer:
        first = date(school_year_of(case.due_on), 8, 22)
        if case.period and _FOR_THE_YEAR not in checkpoint.hint:
            first = max(first, min(case.period.starts_on, sent_on))
        day = between(first, sent_on, rng.betavariate(1.2, 2.2))
        body = case.organization
        asks_paper = checkpoint.asks_number or checkpoint.asks_date
        comment = phrase("mark_comments", rng) if rng.random() < 0.05 else ""
        return Answer(
            checkpoint,
            order_number=_number(body, checkpoint, day, rng) if checkpoint.asks_number else "",
            order_date=day if asks_paper else None,
            link=_link(body, checkpoint) if checkpoint.asks_link else "",
            comment=comment,
        )


def _number(body: Organization, checkpoint: Checkpoint, day: date, rng: random.Random) -> str:
    """Numbers grow through the year, and every body writes them in a way of its own."""
    if checkpoint.hint.startswith("Номер и дата протокола"):
        meetings_since = date(day.year if day.month >= 8 else day.year - 1, 8, 1)
        return f"протокол № {1 + (day - meetings_since).days // 30}"
    own = chance("orders", body.ogrn or body.name)
    style, pace = own.choice(_STYLES), own.uniform(0.3, 0.9)
    running = 1 + int(day.timetuple().tm_yday * pace) + rng.randint(0, 2)
    if checkpoint.hint.startswith("Номер и дата письма"):
        return f"исх. {running * 3}"
    return style.format(running)


def site_of(body: Organization) -> str:
    """The body's invented site."""
    return (body.website or "https://obrazovanie.smolensk.example").rstrip("/")


def _link(body: Organization, checkpoint: Checkpoint) -> str:
    group, number = checkpoint.code.split("-")
    return f"{site_of(body)}/dokumenty/{_SHELVES[group]}/{int(number)}"


def some(answers: Iterable[Answer], rng: random.Random) -> list[Answer]:
    """What was ready on the way: about half."""
    answers = list(answers)
    return [answer for answer in answers if rng.random() < 0.5] or answers[:1]


@dataclass(frozen=True)
class Fault:
    """What a reviewer finds in a report: its answers, the right one, the reviewer's remark."""

    kind: str
    answers: list[Answer]
    remark: str
    right: Answer | None = None


def spoil(answers: list[Answer], case: Case, before: Fault | None) -> Fault:
    """A report with a fault: after a first return, the same place may still be wrong."""
    rng = case.rng
    if case.directive.is_periodic and before is None and rng.random() < 0.2:
        return Fault("text", answers, phrase("vague", rng, "remark"))
    if before and before.right and before.right.link:
        right, kind, name = before.right, "link", "defects_again"
    else:
        right, name = rng.choice([answer for answer in answers if _faults(answer, case)]), "defects"
        kind = rng.choice(_faults(right, case))
    wrong = _WRONG[kind](right)
    said = [wrong if answer is right else answer for answer in answers]
    group = kind if name == "defects" else ""
    remark = phrase(name, rng, group, title=right.checkpoint.title)
    return Fault(kind, [answer for answer in said if answer], remark, right)


def found_by_spot_check(answers: list[Answer], case: Case) -> Fault:
    """A fault that only the department saw, in what had been accepted."""
    proved = [answer for answer in answers if answer.has_requisites] or answers
    right = case.rng.choice(proved)
    kind = "link" if right.link else "date"
    remark = phrase("reopened", case.rng, title=right.checkpoint.title)
    return Fault(kind, answers, remark, right)


def _faults(answer: Answer, case: Case) -> list[str]:
    """The kinds of fault this answer can have."""
    faults = ["silent"] if case.directive.is_periodic else []
    if answer.link:
        faults += ["link", "link"]
    if answer.order_number and answer.order_date:
        faults += ["date", "number"]
    return faults


def _other_number(answer: Answer) -> Answer:
    is_minutes = answer.order_number.startswith("протокол")
    return replace(answer, order_number="12" if is_minutes else "протокол № 1")


# What is wrong in the report, by the kind of fault; None: nothing is said of the checkpoint.
_WRONG = {
    "link": lambda answer: replace(answer, link="/".join(answer.link.split("/")[:3])),
    "date": lambda answer: replace(answer, order_date=answer.order_date - timedelta(days=364)),
    "number": _other_number,
    "silent": lambda answer: None,
}
