"""What opening a period would ask: indicators, bodies, dates, and the hours it costs."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from directives.calendar import preceding_working_day
from directives.models import ReportingPeriod
from indicators import burden
from indicators.burden import Burden, Load
from indicators.models import Indicator, Source
from organizations.models import Level


@dataclass(frozen=True)
class Part:
    """One level: what it is asked and until when; no date, and the period cannot be opened."""

    level: str
    load: Load
    due_on: date | None
    indicators: int

    @property
    def label(self) -> str:
        return str(Level(self.level).label)


class Outlook:
    """Of a period that is not open yet, under the catalogue as it is today."""

    def __init__(self, period: ReportingPeriod, today: date) -> None:
        self.period = period
        self.today = today

    @cached_property
    def indicators(self) -> list[Indicator]:
        rows = Indicator.objects.asked(self.period.kind).select_related("quantity")
        return list(rows.order_by("position", "code"))

    @cached_property
    def burden(self) -> Burden:
        return burden.of(self.indicators, self.today)

    @cached_property
    def parts(self) -> list[Part]:
        """From the schools up."""
        days = {row.level: row.due_on for row in self.period.due_dates.all()}
        levels = sorted(self.burden.levels, key=list(Level).index, reverse=True)
        return [
            Part(
                level,
                self.burden.levels[level],
                preceding_working_day(days[level]) if days.get(level) else None,
                sum(row.level == level for row in self.given_by(Source.REPORTED)),
            )
            for level in levels
        ]

    def given_by(self, source: Source) -> list[Indicator]:
        return [row for row in self.indicators if row.source == source]

    @property
    def uploaded(self) -> int:
        return len(self.given_by(Source.UPLOADED))

    @property
    def computed(self) -> int:
        return len(self.given_by(Source.COMPUTED))

    @property
    def is_ready(self) -> bool:
        """Something is asked, and each level that reports has a date."""
        return bool(self.indicators) and all(part.due_on for part in self.parts)

    @property
    def late(self) -> list[Part]:
        """Levels whose date has passed: their bodies get ten working days."""
        return [part for part in self.parts if part.due_on and part.due_on < self.today]
