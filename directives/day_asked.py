"""The day an address asks for: `?as_of=2026-10-15`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

PARAMETER = "as_of"
_FORMS = ("%Y-%m-%d", "%d.%m.%Y")


@dataclass(frozen=True)
class DayAsked:
    """`day` is what is taken for today; `as_of` the same where the state of a date is asked for.

    `refusal`: a sentence where it cannot be had, and the present state is shown.
    """

    day: date
    as_of: date | None = None
    refusal: str = ""

    @property
    def sight(self) -> "DayAsked":
        """The bar of the day reads it from a sight; pages without one have the day alone."""
        return self

    @property
    def is_live(self) -> bool:
        return self.as_of is None

    @property
    def query(self) -> dict[str, str]:
        """What an address needs to lead to the same day."""
        return {PARAMETER: self.as_of.isoformat()} if self.as_of else {}


def day_asked(data: Mapping[str, str], today: date) -> DayAsked:
    """Live unless the address names a day that has come."""
    text = data.get(PARAMETER, "").strip()
    if not text:
        return DayAsked(today)
    day = day_of(text)
    if day is None:
        said = _("“%(text)s” is not a date: the present state is shown.") % {"text": text[:20]}
        return DayAsked(today, refusal=said)
    if day > today:
        return DayAsked(today, refusal=_("That day has not come: the present state is shown."))
    return DayAsked(day, day)


def day_of(text: str) -> date | None:
    """2026-10-15 or 15.10.2026; None for anything else."""
    for form in _FORMS:
        try:
            day = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return day if 2000 <= day.year <= 2100 else None
    return None
