"""Every rule of a report, with what it accepts and what it refuses."""

import inspect
import re
from decimal import Decimal

import pytest

from indicators import rules
from indicators.models import LARGEST, Absence, Asked, Definition, Indicator, Measure, Quantity
from indicators.rules import Line, NotWhole, Weight, check, hinders, whole_number
from indicators.shares import Figure

PUPILS = Quantity(pk=7, code="pupils")


def line(numerator=None, denominator=None, *, pk=1, measure=Measure.SHARE, before=None,
         least=None, most=None, jump=20, quantity=None, **fields) -> Line:  # fmt: skip
    """A line that nobody has to write to a database. `before`: numerator, denominator."""
    words = {"name": "Доля", "measure": measure, "numerator": "Численность"}
    indicator = Indicator(
        pk=pk, code=f"П-{pk}", jump=jump, quantity=quantity, least=least, most=most, **words
    )
    definition = Definition(indicator=indicator, number=1, **words)
    figure = before and Figure(*before, is_count=measure == Measure.COUNT)
    asked = Asked(pk=pk, indicator=indicator, definition=definition)
    return Line(asked, numerator, denominator, before=figure, **fields)


def yes_no(numerator=None, denominator=1, **fields) -> Line:
    return line(numerator, denominator, measure=Measure.YES_NO, **fields)


def count(numerator=None, **fields) -> Line:
    return line(numerator, measure=Measure.COUNT, **fields)


def shared(*denominators: int | None, **fields) -> list[Line]:
    """Lines that divide by the number of pupils."""
    return [
        line(1, denominator, pk=pk, quantity=PUPILS, **fields)
        for pk, denominator in enumerate(denominators, 1)
    ]


# Rule → (what it accepts, what it refuses). A case is a line or the lines of a report.
TABLE = {
    "blank": [
        (line(0, 10), line()),
        (line(None, 0), line(None, 10)),
        (line(absence=Absence.NOT_HELD), line(explanation="Не знаем.")),
        (count(0), count()),
        (yes_no(0), yes_no()),
    ],
    "no_denominator": [
        (line(3, 10), line(3)),
        (count(3), line(0)),
    ],
    "not_yes_or_no": [
        (yes_no(1), yes_no(2)),
        (yes_no(0), yes_no(1, 2)),
    ],
    "above_denominator": [
        (line(10, 10), line(11, 10)),
        (line(0, 0), line(1, 0)),
        (count(11), line(2, 1)),
    ],
    "number_and_absence": [
        (line(absence=Absence.NO_DATA), line(3, 10, absence=Absence.NO_DATA)),
        (line(None, 10, absence=Absence.NO_DATA), line(0, 10, absence=Absence.NO_DATA)),
    ],
    "absence_unexplained": [
        (line(absence=Absence.OTHER, explanation="Карантин."), line(absence=Absence.OTHER)),
        (line(absence=Absence.NOT_OURS), line(absence=Absence.OTHER, explanation="  ")),
    ],
    "below_range": [
        (line(5, 10, least=Decimal(50)), line(4, 10, least=Decimal(50))),
        (count(2, least=Decimal(2)), count(1, least=Decimal(2))),
    ],
    "above_range": [
        (line(5, 10, most=Decimal(50)), line(6, 10, most=Decimal(50))),
        (count(54, most=Decimal(54)), count(55, most=Decimal(54))),
    ],
    "jump": [
        # Twenty points are still no jump; a sentence answers one that is.
        (line(70, 100, before=(50, 100)), line(71, 100, before=(50, 100))),
        (line(50, 100, before=(70, 100)), line(49, 100, before=(70, 100))),
        (
            line(90, 100, before=(50, 100), explanation="Открыта новая группа."),
            line(90, 100, before=(50, 100), explanation=" "),
        ),
        # One person more in a class of three is nothing to explain, two are.
        (line(2, 3, before=(1, 3)), line(3, 3, before=(1, 3))),
        (line(90, 100), line(90, 100, before=(0, 3))),
        (line(0, 0, before=(50, 100)), line(0, 5, before=(50, 100))),
        (count(12, before=(10, None)), count(13, before=(10, None))),
        (count(1, before=(0, None)), count(2, before=(0, None))),
        (line(90, 100, before=(50, 100), jump=40), line(90, 100, before=(50, 100), jump=39)),
    ],
    "not_as_known": [
        (line(3, 10, known=10), line(3, 11, known=10)),
        (line(3, 10), line(None, 0, known=10)),
    ],
    "unequal": [
        (shared(10, 10), shared(10, 11)),
        (shared(10, None), shared(10, 10, 12)),
        (shared(10, 11, absence=Absence.NO_DATA), shared(0, 11)),
    ],
}  # fmt: skip
CASES = [(code, *case) for code, cases in TABLE.items() for case in cases]
ONLY_SAID = {"not_as_known"}
QUESTIONS = {"absence_unexplained", "jump"}


def codes(case: Line | list[Line]) -> set[str]:
    return {problem.code for problem in check(case if isinstance(case, list) else [case])}


@pytest.mark.parametrize(("code", "accepted", "_refused"), CASES)
def test_a_rule_accepts(code, accepted, _refused):
    assert code not in codes(accepted)


@pytest.mark.parametrize(("code", "_accepted", "refused"), CASES)
def test_a_rule_refuses(code, _accepted, refused):
    lines = refused if isinstance(refused, list) else [refused]
    found = [problem for problem in check(lines) if problem.code == code]
    assert found
    assert all(problem.message for problem in found)
    assert hinders(found) is (code not in ONLY_SAID)
    assert {problem.weight is Weight.QUESTION for problem in found} == {code in QUESTIONS}


def test_no_rule_is_missing_from_the_table():
    written = set(re.findall(r'\.problem\(\s*"(\w+)"', inspect.getsource(rules)))
    assert written == set(TABLE)


def test_a_report_without_fault_has_no_problem():
    assert check([line(3, 10), count(4, pk=2), yes_no(1, pk=3)]) == []


def test_unequal_denominators_name_each_other():
    first, second = check(shared(10, 11))
    assert first.message == second.message
    assert "П-1 — 10, П-2 — 11" in first.message


def test_problems_come_in_the_order_of_the_lines():
    found = check([line(11, 10, pk=1), line(pk=2), line(2, 1, pk=3)])
    assert [problem.asked for problem in found] == [1, 2, 3]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None), ("   ", None), (None, None), ("0", 0), (" 12 ", 12), ("007", 7), (12, 12),
        (12.0, 12), ("12,0", 12), ("12.00", 12), ("1 234", 1234), ("1\u00a0234\u202f567", 1234567),
        (str(LARGEST), LARGEST),
    ],
)  # fmt: skip
def test_a_whole_number_is_read(typed, number):
    assert whole_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["12,5", "-3", "-1,5", "н/д", "10 из 12", "12 34", "1e3", "50 %", "٣", "+5", "—", "0x10",
     str(LARGEST + 1), "9" * 400],
)  # fmt: skip
def test_what_is_no_whole_number_is_told(typed):
    with pytest.raises(NotWhole) as told:
        whole_number(typed)
    assert str(told.value)
