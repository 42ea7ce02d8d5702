"""What the address of a page of pictures asks for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from directives.models import ReportingPeriod
from indicators.models import IN
from indicators.periods import newest_over, opened_by, over, periods_to_choose
from indicators.pictures.readings import Standing

LATEST = "latest"
BASES: dict[str, Promise] = {
    "accepted": _("accepted reports"),
    "submitted": _("accepted and waiting for review"),
}
GROUPS: dict[str, Promise] = {"mechanism": _("by mechanism"), "theme": _("by theme")}


@dataclass(frozen=True)
class Choice:
    """`period` of None: of each indicator its last value of a period that is over."""

    periods: list[ReportingPeriod]
    period: ReportingPeriod | None
    today: date
    basis: str = "accepted"
    group: str = "mechanism"
    standing: str = ""
    directive: int | None = None
    as_of: date | None = None

    @classmethod
    def of(cls, asked: QueryDict, today: date, as_of: date | None = None) -> "Choice":
        """What is unknown is left at its default. One query.

        The margin of an item links here with the last values of its indicators.
        """
        periods = list(periods_to_choose(as_of))
        directive = asked.get("directive", "")
        directive = int(directive) if directive.isdecimal() and len(directive) < 10 else None
        wanted = asked.get("period", LATEST if directive else "")
        period = next((row for row in periods if str(row.pk) == wanted), None)
        if period is None and wanted != LATEST:
            period = newest_over(periods, today)
        basis, group, standing = (asked.get(name, "") for name in ("basis", "by", "standing"))
        return cls(
            periods,
            period,
            today,
            basis if basis in IN else "accepted",
            group if group in GROUPS else "mechanism",
            standing if standing in Standing.values else "",
            directive,
            as_of,
        )

    @property
    def asked(self) -> Q:
        """Of what was asked: by the end of the period, or all that is over."""
        if self.period is None:
            return over(self.today, self.as_of)
        ended = Q(collection__period__ends_on__lte=self.period.ends_on)
        return ended & opened_by(self.as_of)

    @property
    def query(self) -> str:
        """What a page of the same period, basis and day is opened with."""
        asked = {"period": self.period.pk if self.period else LATEST, "basis": self.basis}
        day = {"as_of": self.as_of.isoformat()} if self.as_of else {}
        return f"?{urlencode(asked | day)}"

    @property
    def period_options(self) -> list[tuple[str, str, bool]]:
        rows = [(str(row.pk), row.full_name, row == self.period) for row in self.periods]
        return [*rows, (LATEST, _("the last values"), self.period is None)]

    @property
    def basis_options(self) -> list[tuple[str, str, bool]]:
        return [(name, label, name == self.basis) for name, label in BASES.items()]

    @property
    def group_options(self) -> list[tuple[str, str, bool]]:
        return [(name, label, name == self.group) for name, label in GROUPS.items()]
