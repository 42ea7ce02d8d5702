"""The catalogue as a page reads it: groups of indicators, their targets, and the burden."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from directives.calendar import school_year_of, year_name
from directives.figures import spaced
from directives.models import Frequency
from indicators import burden
from indicators.burden import Burden, Load
from indicators.models import Definition, Indicator, Source, Target
from indicators.targets import Targets

BY_MECHANISM, BY_THEME = "mechanism", "theme"


@dataclass
class Entry:
    """One indicator with its target of the year and the wordings it had before."""

    indicator: Indicator
    target: Target | None
    earlier: list[Definition]

    @property
    def is_filled(self) -> bool:
        """Whether those who report find its denominator filled in."""
        return self.indicator.source == Source.REPORTED and burden.is_filled(self.indicator)


@dataclass
class Group:
    """Indicators of one mechanism or theme; `code` is empty for those that have none."""

    code: str
    name: str
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Cost:
    """What one kind of period costs; `label` says how often it comes."""

    label: str
    burden: Burden


@dataclass
class Page:
    by: str
    year: str
    groups: list[Group]
    out_of_use: list[Indicator]
    costs: list[Cost]
    passports: Burden

    @property
    def count(self) -> int:
        return sum(len(group.entries) for group in self.groups)

    @property
    def nine_year(self) -> Load:
        """What a school year asks of a nine-year school, the passport with it."""
        return self._of_year("nine_year")

    @property
    def eleven_year(self) -> Load:
        return self._of_year("eleven_year")

    @property
    def whole_year(self) -> Load:
        """Of everybody, in a school year."""
        return self._of_year("total")

    def _of_year(self, name: str) -> Load:
        load = getattr(self.passports, name)
        for kind, cost in zip(Frequency, self.costs, strict=True):
            load += getattr(cost.burden, name).times(burden.TIMES[kind])
        return load


def read(today: date, by: str = BY_MECHANISM) -> Page:
    """A fixed number of queries for any number of indicators and bodies."""
    by = BY_THEME if by == BY_THEME else BY_MECHANISM
    school_year = school_year_of(today)
    rows = list(
        Indicator.objects.select_related("mechanism", "theme", "quantity").prefetch_related(
            "directives", "definitions"
        )
    )
    in_use = [row for row in rows if row.is_in_use]
    targets = Targets.of(school_year, in_use)
    costs = [
        Cost(kind.label, burden.of([row for row in in_use if row.frequency == kind], today))
        for kind in Frequency
    ]
    return Page(
        by=by,
        year=year_name(school_year),
        groups=list(_grouped(in_use, targets, by)),
        out_of_use=[row for row in rows if not row.is_in_use],
        costs=costs,
        passports=burden.of_passports(today),
    )


def _grouped(rows: list[Indicator], targets: Targets, by: str) -> Iterator[Group]:
    """In the order of codes; those without a mechanism or a theme last."""
    groups: dict[str, Group] = {}
    nameless = _("Without a theme") if by == BY_THEME else _("Of no mechanism")
    for row in rows:
        to = row.theme if by == BY_THEME else row.mechanism
        code, name = (to.code, to.name) if to else ("", nameless)
        group = groups.setdefault(code, Group(code, name))
        group.entries.append(Entry(row, targets.general(row.pk), _earlier(row)))
    yield from (groups[code] for code in sorted(groups, key=lambda code: (not code, code)))


def _earlier(indicator: Indicator) -> list[Definition]:
    """Wordings before the present one, newest first."""
    return sorted(indicator.definitions.all(), key=lambda row: -row.number)[1:]


def minutes_said(minutes: Decimal) -> str:
    """«15 мин», «2 ч 05 мин», «1 204 ч»."""
    whole = int(minutes.quantize(Decimal(1), ROUND_HALF_UP))
    if whole < 60:
        return _("%(n)s min") % {"n": whole}
    if whole < 600:
        return _("%(h)s h %(m)02d min") % {"h": whole // 60, "m": whole % 60}
    return _("%(n)s h") % {"n": spaced(round(whole / 60))}
