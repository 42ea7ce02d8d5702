"""ИНН and ОГРН: their check digits and what spreadsheets do to them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.school_list import numbers
from organizations.school_list.numbers import CellError, inn_is_valid, ogrn_is_valid

INN = "6799001007"
OGRN = "1026799001008"


def quiet(message):
    raise AssertionError(message)


def inn_from(nine):
    """The formula written a second time, from the document, not from the code."""
    d = [int(digit) for digit in nine]
    total = 2 * d[0] + 4 * d[1] + 10 * d[2] + 3 * d[3] + 5 * d[4]
    total += 9 * d[5] + 4 * d[6] + 6 * d[7] + 8 * d[8]
    return f"{nine}{total % 11 % 10}"


digits = st.text("0123456789", min_size=9, max_size=9)


@given(digits)
def test_inn_of_the_formula_is_valid(nine):
    assert inn_is_valid(inn_from(nine))


@given(digits, st.integers(1, 9))
def test_inn_with_another_check_digit_is_not(nine, step):
    right = inn_from(nine)
    assert not inn_is_valid(f"{nine}{(int(right[-1]) + step) % 10}")


@given(st.integers(10**11, 10**12 - 1))
def test_ogrn_of_the_formula_is_valid_and_no_other(number):
    check = number % 11 % 10
    for digit in range(10):
        assert ogrn_is_valid(f"{number}{digit}") == (digit == check)


@given(st.text(max_size=15))
def test_whatever_is_taken_for_an_inn_is_one(text):
    with contextlib.suppress(CellError):
        assert inn_is_valid(numbers.inn(text, lambda message: None))


@pytest.mark.parametrize(
    "spoilt",
    [6799001007, "6799001007.0", "'6799001007", " 6799 001 007 ", "ИНН 6799001007", "6799001007;"],
)
def test_spoilt_inn_is_read(spoilt):
    assert numbers.inn(spoilt, quiet) == INN


def test_lost_zero_is_put_back_with_a_warning():
    said = []
    whole = inn_from("012345678")
    assert numbers.inn(int(whole), said.append) == whole
    assert len(said) == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("6,799E+09", "сокращён"),
        ("6.8E+9", "сокращён"),
        ("679900100712", "физическому лицу"),
        ("67990010", "10 цифр"),
        ("6799001008", "контрольная цифра"),
        ("67А9001007", "только из цифр"),
    ],
)
def test_wrong_inn_is_explained(value, words):
    with pytest.raises(CellError, match=words):
        numbers.inn(value, quiet)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1,02669E+12", "сокращён"),
        ("1026799001009", "контрольная цифра"),
        ("304679900100012", "предпринимателю"),
        (102679900100, "13 цифр"),
    ],
)
def test_wrong_ogrn_is_explained(value, words):
    with pytest.raises(CellError, match=words):
        numbers.ogrn(value, quiet)


def test_inn_and_kpp_in_one_cell():
    assert numbers.inn_and_kpp(f"{INN}/679901001", quiet) == (INN, "679901001")
    assert numbers.inn_and_kpp(f"{INN} / ", quiet) == (INN, "")
    assert numbers.inn_and_kpp(INN, quiet) == (INN, "")


def test_wrong_kpp_is_left_out_with_a_warning():
    said = []
    assert numbers.kpp("67990", said.append) == ""
    assert len(said) == 1
    assert numbers.ogrn(OGRN, quiet) == OGRN
