"""Words for the letter that goes with a list given back."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A letter is read on a phone: the rest stands in the workbook.
MOST = 15
MOST_WARNINGS = 5


class Mistake(Protocol):
    """What is to be mended: `row` None for the whole file, `column` the heading or nothing."""

    row: int | None
    column: str
    message: str
    is_error: bool


def covering_letter(
    *,
    file_name: str,
    taken: int,
    bad: int,
    problems: Iterable[Mistake],
    municipality: str = "",
    is_own: bool = True,
    unsaid: tuple[int, int] = (0, 0),
) -> str:
    """The text of an e-mail: what was taken, what to mend and where.

    `taken` and `bad` count rows without and with errors; `is_own` says that the attached
    workbook is the person's own and not one written anew; `unsaid` counts errors and warnings
    beside those of `problems`. Whom to greet and until when is left to
    the writer.
    """
    problems = list(problems)
    errors = [one for one in problems if one.is_error]
    warnings = [one for one in problems if not one.is_error]
    parts = [_opening(file_name, municipality), _counts(taken, bad)]
    if errors:
        parts.append(_listed(_("To be mended:"), errors, MOST, unsaid[0]))
    if warnings:
        title = _("Please check as well:") if errors else _("Please check:")
        parts.append(_listed(title, warnings, MOST_WARNINGS, unsaid[1]))
    if errors:
        parts.append(_what_to_do(is_own))
    elif warnings:
        parts.append(_attached(is_own))
    return "\n\n".join(parts)


def _opening(file_name: str, municipality: str) -> str:
    if municipality:
        return _("The list of schools “%(file)s” (%(municipality)s) has been checked.") % {
            "file": file_name,
            "municipality": municipality,
        }
    return _("The list of schools “%(file)s” has been checked.") % {"file": file_name}


def _counts(taken: int, bad: int) -> str:
    good = ngettext("%(count)d row has no errors.", "%(count)d rows have no errors.", taken) % {
        "count": taken
    }
    if not bad:
        return good + " " + _("Nothing has to be mended.")
    wrong = ngettext(
        "%(count)d row has errors and cannot be taken as it is.",
        "%(count)d rows have errors and cannot be taken as they are.",
        bad,
    ) % {"count": bad}
    return f"{good} {wrong}"


def _listed(title: str, problems: list[Mistake], most: int, unsaid: int) -> str:
    lines = [title, *(f"— {_line(one)}" for one in problems[:most])]
    if (rest := len(problems) - most + unsaid) > 0:
        more = _("and %(count)d more: see the attached workbook.")
        lines.append(more % {"count": rest})
    return "\n".join(lines)


def _line(problem: Mistake) -> str:
    said = {"row": problem.row, "column": problem.column, "message": problem.message}
    if problem.row is None:
        return str(problem.message)
    if problem.column:
        return _("row %(row)d, “%(column)s”: %(message)s") % said
    return _("row %(row)d: %(message)s") % said


def _attached(is_own: bool) -> str:
    return (
        _("Your workbook is attached.") if is_own else _("A workbook with your rows is attached.")
    )


def _what_to_do(is_own: bool) -> str:
    return f"{_attached(is_own)} " + _(
        "Wrong cells are red in it, and the column “Что исправить” says what to mend. "
        "Correct them in the same workbook and send it back; the column may stay."
    )
