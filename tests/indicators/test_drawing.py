"""Pictures: places computed by hand, nothing outside, everything named and escaped."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.drawing import (
    Box,
    Caption,
    Dot,
    Point,
    bar,
    from_zero,
    line,
    sparkline,
    strip,
    ticks,
)
from indicators.words import percent_said

CAPTION = Caption("one", "Название", "Описание", "one-table")
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**12), 10**12),
)
MAYBE = st.one_of(st.none(), NUMBERS)


def said(value) -> str:
    return str(value)


def attributes(picture: str, name: str, element: str = "") -> list[str]:
    return re.findall(rf'<{element or "[a-z]+"} [^>]*\b{name}="([^"]*)"', picture)


def lies_inside(picture: str, width: float = 100, height: float | None = None) -> None:
    """Each number of the picture lies in it; there is no NaN and no negative length."""
    assert "NaN" not in picture
    assert "Infinity" not in picture
    assert "style=" not in picture
    height = height or float(attributes(picture, "height", "svg")[0])
    across = re.findall(r' (?:x|x1|x2|cx|width)="([^"]*)"', picture)
    down = re.findall(r' (?:y|y1|y2|cy|height)="([^"]*)"', picture)
    for text in across:
        assert 0 <= float(text.rstrip("%")) <= width + 0.01
    for text in down:
        assert 0 <= float(text) <= height + 0.01


def test_a_bar_is_as_long_as_its_part_of_the_scale():
    drawn = bar(Decimal("62.5"), most=100, target=80, standing="behind")
    assert attributes(drawn, "width", "rect") == ["62.5%"]
    assert attributes(drawn, "class", "rect") == ["hbar__value hbar__value--behind"]
    assert 'class="hbar__target" x1="80%" x2="80%"' in drawn
    assert 'aria-hidden="true"' in drawn


def test_no_value_draws_no_bar_and_zero_draws_one_of_no_length():
    assert "rect" not in bar(None, most=100)
    assert attributes(bar(0, most=100), "width", "rect") == ["0%"]


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([62, 91], [60, 70, 80, 90, 100]),
        ([3, 4], [3, 3.5, 4]),
        ([7], [6, 6.5, 7, 7.5, 8]),
        ([], [-1, -0.5, 0, 0.5, 1]),
        ([120, 980], [0, 500, 1000]),
    ],
)
def test_ticks_are_round_and_cover_the_values(values, marks):
    got = [float(mark) for mark in ticks(values)]
    assert got[0] <= min(values, default=0)
    assert got[-1] >= max(values, default=0)
    assert got == marks


def test_bars_begin_at_zero_and_a_share_past_the_half_is_shown_against_a_hundred():
    assert from_zero([30, 84]) == [0, 25, 50, 75, 100]
    assert from_zero([3]) == [0, 1, 2, 3]
    assert from_zero([54], is_count=True) == [0, 20, 40, 60]


def test_a_line_stands_where_its_values_are():
    # Two periods share 89 percent right of the scale's words: middles at 33.25 and 77.75.
    # Ticks of 60..80 are 60, 65 … 80 between 178 and 30 pixels: 7.4 pixels a point.
    points = [
        Point("I", "2025/26", 60, 70, "60"),
        Point("II", "2025/26", 75, 80, "75"),
    ]
    drawn = line(points, CAPTION, tick_said=said)
    assert '<line class="picture__line" x1="33.25%" y1="178" x2="77.75%" y2="67"></line>' in drawn
    assert 'class="picture__target" x1="11%" x2="55.5%" y1="104" y2="104"' in drawn
    assert 'class="picture__target" x1="55.5%" x2="100%" y1="30" y2="30"' in drawn
    assert 'class="picture__target" x1="55.5%" x2="55.5%" y1="104" y2="30"' in drawn
    assert drawn == line(points, CAPTION, tick_said=said)


def test_a_period_without_a_value_is_a_gap():
    points = [Point(str(n), "", value, None, "") for n, value in enumerate([1, None, 3, 4])]
    drawn = line(points, CAPTION, tick_said=said)
    assert drawn.count("picture__line") == 1
    assert drawn.count("<circle") == 3
    assert 'picture__none">—<' not in drawn
    assert drawn.count(">—</text>") == 1


def test_schools_stand_by_their_value_and_the_own_one_above_them():
    drawn = strip(
        [Dot(50, "Первая"), Dot(100, "Вторая"), Dot(0, "Своя", is_own=True)],
        CAPTION, tick_said=said, box=Box(0, 25, 50, 75, 100), target=80,
    )  # fmt: skip
    assert attributes(drawn, "cx", "circle") == ["50%", "97%"]
    assert '<svg x="3%"' in drawn
    assert "Своя" in drawn
    assert 'class="picture__box" x="26.5%" y="103" width="47%"' in drawn
    assert 'class="picture__target" x1="78.2%"' in drawn


def test_a_small_line_marks_the_last_value_and_leaves_gaps():
    drawn = sparkline([10, 20, None, 15], CAPTION, targets=[18, 18, 18, 18])
    assert drawn.count("spark__line") == 1
    assert drawn.count("spark__dot--last") == 1
    assert drawn.count("spark__target") == 4
    assert 'viewBox="0 0 160 40"' in drawn


def test_what_is_said_is_escaped():
    evil = '"><script>alert(1)</script>'
    caption = Caption("one", evil, evil, "one-table")
    for drawn in (
        line([Point(evil, evil, 1, 1, evil)], caption, tick_said=lambda _value: evil),
        strip([Dot(1, evil)], caption, tick_said=lambda _value: evil),
        sparkline([1], caption),
    ):
        assert "<script" not in drawn
        assert 'role="img" aria-labelledby="one-title one-desc" aria-details="one-table"' in drawn
        assert '<title id="one-title">' in drawn
        assert '<desc id="one-desc">' in drawn


@given(MAYBE, NUMBERS, MAYBE)
def test_no_bar_leaves_its_cell(value, most, target):
    lies_inside(bar(value, most=most, target=target))


@given(st.lists(st.tuples(MAYBE, MAYBE), max_size=9), st.sampled_from([None, (0, 100)]))
def test_no_line_leaves_its_picture(rows, within):
    points = [Point("I", str(n // 4), *row, "") for n, row in enumerate(rows)]
    lies_inside(line(points, CAPTION, tick_said=said, within=within))


@given(
    st.lists(st.tuples(NUMBERS, st.booleans()), max_size=9), MAYBE,
    st.sampled_from([None, (0, 100)]),
    st.one_of(st.none(), st.lists(NUMBERS, min_size=5, max_size=5)),
)  # fmt: skip
def test_no_strip_leaves_its_picture(rows, target, within, box):
    dots = [Dot(value, "Школа", own) for value, own in rows]
    drawn = strip(
        dots, CAPTION, tick_said=said, target=target, within=within,
        box=Box(*sorted(box)) if box else None,
    )  # fmt: skip
    lies_inside(drawn)


@given(st.lists(MAYBE, max_size=9), st.lists(MAYBE, max_size=9))
def test_no_small_line_leaves_its_picture(values, targets):
    lies_inside(sparkline(values, CAPTION, targets=targets), width=160)


@given(st.lists(NUMBERS, max_size=9), st.sampled_from([None, (0, 100)]))
def test_ticks_are_few_and_rise(values, within):
    marks = ticks(values, within=within)
    assert 2 <= len(marks) <= 6
    assert all(first <= second for first, second in pairwise(marks))


def test_words_of_ticks_are_those_of_the_page():
    assert percent_said(ticks([62, 91])[0]) == "60,0\u00a0%"
