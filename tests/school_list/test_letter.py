"""The letter that goes with a list given back."""

from dataclasses import dataclass

import pytest

from organizations.school_list.letter import covering_letter


@dataclass(frozen=True)
class Mistake:
    row: int | None
    column: str
    message: str
    is_error: bool = True


def letter(*problems, taken=41, bad=0, **more):
    return covering_letter(file_name="школы.xlsx", taken=taken, bad=bad, problems=problems, **more)


def test_it_says_which_file_what_was_taken_and_what_to_mend():
    text = letter(
        Mistake(7, "ИНН", "В ИНН 10 цифр, здесь 9."),
        Mistake(9, "", "Та же школа, что в строке 3."),
        Mistake(None, "", "В списке нет ни ОГРН, ни ИНН.", is_error=False),
        bad=2,
        municipality="Вяземский округ",
    )
    assert text == (
        "Список школ «школы.xlsx» (Вяземский округ) проверен.\n\n"
        "41 строка без ошибок. 2 строки с ошибками, без исправления их не принять.\n\n"
        "Исправьте, пожалуйста:\n"
        "— строка 7, «ИНН»: В ИНН 10 цифр, здесь 9.\n"
        "— строка 9: Та же школа, что в строке 3.\n\n"
        "Проверьте также:\n"
        "— В списке нет ни ОГРН, ни ИНН.\n\n"
        "К письму приложен Ваш файл. Ячейки с ошибками в нём закрашены красным, в столбце "
        "«Что исправить» написано, что поправить. Исправьте их в этом же файле и пришлите его "
        "снова; столбец можно не удалять."
    )


def test_a_good_list_asks_for_nothing():
    text = letter(taken=1)
    assert "1 строка без ошибок. Исправлять ничего не нужно." in text
    assert "приложен" not in text


def test_warnings_alone_ask_to_look_and_not_to_mend():
    text = letter(Mistake(7, "КПП", "лишний знак.", is_error=False))
    assert text.endswith(
        "Проверьте:\n— строка 7, «КПП»: лишний знак.\n\nК письму приложен Ваш файл."
    )


def test_a_long_list_of_mistakes_is_cut():
    text = letter(*[Mistake(n, "ИНН", "опечатка.") for n in range(3, 40)], bad=37)
    assert text.count("— строка") == 15
    assert "и ещё 22: см. приложенный файл." in text


@pytest.mark.parametrize(
    ("bad", "words"),
    [(1, "1 строка с ошибками"), (3, "3 строки с ошибками"), (11, "11 строк с ошибками")],
)
def test_plurals_are_right(bad, words):
    assert words in letter(Mistake(3, "ИНН", "опечатка."), bad=bad)


def test_a_workbook_written_anew_is_not_called_yours():
    text = letter(Mistake(3, "ИНН", "опечатка."), bad=1, is_own=False)
    assert "файл со строками Вашего списка" in text
    assert "Ваш файл" not in text
