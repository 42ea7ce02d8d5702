"""Targets of the columns, read without their models: the nearest one counts (`Targets`)."""

from decimal import Decimal

from directives.written import written
from indicators.models import Target
from indicators.region_table.columns import Column
from indicators.region_table.rows import Row, level_of

Goal = tuple[Decimal, Decimal | None]  # the target and the baseline


@written
def _rows(*years: int):
    return Target.objects.filter(school_year__in=years).values_list(
        "indicator_id", "school_year", "level", "organization_id", "value", "baseline"
    )


class Goals:
    """Of all school years that the columns speak of. One query."""

    def __init__(self, columns: list[Column]) -> None:
        years = sorted({column.year for column in columns})
        self._rows: dict[tuple, Goal] = {}
        self._own: dict[tuple, dict[int, Goal]] = {}  # of single bodies: most have none
        for indicator, year, level, body, *goal in _rows(*years):
            if body is None:
                self._rows[indicator, year, level] = tuple(goal)
            else:
                self._own.setdefault((indicator, year), {})[body] = tuple(goal)

    def general(self, column: Column) -> Goal | None:
        """What the region as a whole is to reach."""
        return self._rows.get((column.indicator, column.year, ""))

    def of(self, column: Column, rows: list[Row]) -> list[Goal | None]:
        """Of each row: of its own authority, of its level, of everybody."""
        key = (column.indicator, column.year)
        own, general = self._own.get(key, {}), self._rows.get((*key, ""))
        levels = {row.is_municipality: level_of(row, column.level) for row in rows}
        at = {kind: self._rows.get((*key, level)) or general for kind, level in levels.items()}
        return [own.get(row.authority) or at[row.is_municipality] for row in rows]
