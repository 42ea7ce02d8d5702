"""Documents of a few rows, made without drafting: what paper must show is known beforehand."""

from datetime import date
from decimal import Decimal

from documents.models import (
    Document,
    DocumentItem,
    IndicatorRow,
    Sentence,
    Standing,
    State,
    SummaryRow,
)
from tests.indicators.make_indicators import make_indicator
from tests.make import TODAY, make_department, make_directive, make_user, moment

STANDINGS = (Standing.EXECUTED, Standing.IN_WORK, Standing.OVERDUE, Standing.NOT_DUE)
NUMBERS = {
    "П-01": (834, 1000, Decimal("85.00"), Decimal("83.40"), Decimal("-1.60")),
    "П-02": (1204, None, Decimal(1200), Decimal(1204), Decimal(4)),
    "П-03": (None, None, None, None, None),
}


def known_document(texts: list[str] | None = None, *, annexes: bool = True, **fields) -> Document:
    """A draft of the region about four items; `texts`: sentences of the first."""
    directives = [make_directive() for _ in STANDINGS]
    defaults = {
        "resolution": directives[0].resolution,
        "scope_name": "Смоленская область",
        "period_words": "I четверть 2026/27 учебного года",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2026, 10, 30),
        "as_of": TODAY,
        "title": "об исполнении резолюции форума",
        "issued_by": make_department(),
        "issuer_name": "Департамент образования",
        "signatory_post": "Начальник Департамента",
        "signatory_name": "К. К. Подписантов",
        "executor_name": "Исполнителева А. П.",
        "executor_phone": "+7 (4812) 0-00-01",
        "created_at": moment(),
        "drafted_at": moment(),
    }
    if "created_by" not in fields:
        defaults["created_by"] = make_user()
    document = Document.objects.create(**defaults | fields)
    for position, (directive, standing) in enumerate(zip(directives, STANDINGS, strict=True), 1):
        item = DocumentItem.objects.create(
            document=document, position=position, directive=directive, number=directive.number,
            text=directive.text, executor="Общеобразовательные организации (350)",
            due_words="" if position == 2 else "10.11.2026", due_on=date(2026, 12, 1),
            standing=standing, standing_words="просрочено: 3" if position == 3 else "",
            proofs="Утверждён план: № 12-од от 01.09.2026",
        )  # fmt: skip
        said = texts if texts and position == 1 else [f"Исполнено ({position}).", "И ещё."]
        for at, text in enumerate([*said, "Убрано."], 1):
            Sentence.objects.create(
                item=item, position=at, text=text, origin="hand", is_removed=text == "Убрано."
            )
    if annexes:
        _summary(document)
        _indicators(document)
    return document


def _summary(document: Document) -> None:
    rows = [("Вяземский округ", 1200, 1103, 1190), ("Десногорск", 40, 0, 0)]
    for position, (name, total, executed, due) in enumerate(rows, 1):
        SummaryRow.objects.create(
            document=document, position=position, executor=name, total=total, executed=executed,
            executed_late=7, in_work=total - executed - 2, overdue=2, not_reported=1, come_due=due,
            executed_due=min(executed, due), reported=executed + 3, substantiated=executed,
        )  # fmt: skip


def _indicators(document: Document) -> None:
    for position, (code, numbers) in enumerate(NUMBERS.items(), 1):
        numerator, denominator, plan, fact, deviation = numbers
        IndicatorRow.objects.create(
            document=document, position=position, code=code, name=f"Показатель {code}",
            indicator=make_indicator(), unit="%" if denominator else "шт.", numerator=numerator,
            denominator=denominator, plan=plan, fact=fact, deviation=deviation,
        )  # fmt: skip


def freeze(document: Document, number: str = "3/2026") -> Document:
    """As approving leaves it, without its checks."""
    Document.objects.filter(pk=document.pk).update(
        status=State.APPROVED, number=number, year=2026, sequence=int(number.split("/")[0]),
        approved_on=TODAY, approved_at=moment(), approved_by=document.created_by,
    )  # fmt: skip
    document.refresh_from_db()
    return document
