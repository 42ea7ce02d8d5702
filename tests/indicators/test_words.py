"""A figure in words."""

from decimal import Decimal

import pytest

from indicators.models import Indicator
from indicators.shares import Figure
from indicators.words import fraction, points, said, standing_word, value_said


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(834, 1000), "83,4\u00a0%"),
        (Figure(1, 8), "12,5\u00a0%"),
        (Figure(0, 8), "0,0\u00a0%"),
        (Figure(54, None, True), "54"),
        (Figure(91234, None, True), "91\u202f234"),
        (Figure(0, None, True), "0"),
        (Figure(None, 0), "не применимо"),
        (Figure(0, 0), "не применимо"),
        (Figure(None, 20), "нет данных"),
        (Figure(), "нет данных"),
        (None, "нет данных"),
    ],
)
def test_a_value_is_said(figure, text):
    assert said(figure) == text


def test_a_yes_or_no_of_one_body_is_a_word_and_of_many_a_share():
    wording = Indicator(measure="yes_no")
    assert said(Figure(1, 1), wording) == "да"
    assert said(Figure(0, 1), wording) == "нет"
    assert said(Figure(20, 27), wording) == "74,1\u00a0%"


def test_a_share_says_of_what_it_is_a_part():
    assert fraction(Figure(27, 40)) == "27\u00a0из\u00a040"
    assert fraction(Figure(5, None, True)) == fraction(Figure(None, 0)) == fraction(None) == ""


def test_a_move_is_said_with_its_sign():
    assert points(Decimal("83.4"), Decimal("80.2")) == "+3,2\u00a0п.\u00a0п."
    assert points(Decimal("80.2"), Decimal("83.4")) == "\u22123,2\u00a0п.\u00a0п."
    assert points(Decimal(5), Decimal(17), True) == "\u221212"
    assert points(Decimal(5), Decimal(5), True) == "0"
    assert points(None, Decimal(17)) == ""


def test_a_target_and_a_standing_are_said():
    assert value_said(Decimal("85.00")) == "85,0\u00a0%"
    assert value_said(Decimal("1204.00"), True) == "1\u202f204"
    assert standing_word("met") == "цель достигнута"
