"""The order of a grid: by any column, both ways; what has no value there comes last."""

from collections.abc import Callable, Hashable, Sequence

from resolution_tracker.dashboard.places.measures import SMALL

NAME = "name"
# Where a row stands in a column: (0, value) ranked, (1, 0) too few to rank, (2, 0) nothing there.
Place = tuple[int, float]
TOO_FEW: Place = (1, 0)
NOTHING: Place = (2, 0)


def of_share(n: int, of: int, *, by_count: bool) -> Place:
    """By the share, or by the count of it; fewer than ten are not ranked."""
    if not of:
        return NOTHING
    if of < SMALL:
        return TOO_FEW
    return (0, n if by_count else n / of)


def chosen(asked: str, known: Sequence[Hashable]) -> tuple[str, bool]:
    """(column, whether it falls) of `?sort=-4.1`; by name where there is no such column."""
    name = asked.removeprefix("-")
    return (name, asked.startswith("-")) if name in (NAME, *known) else (NAME, False)


def ordered(rows: list, place_of: Callable[[object], Place], *, falls: bool) -> list:
    """Rows come by name: equal ones, the unranked and the empty keep that order."""
    sign = -1 if falls else 1

    def key(row: object) -> Place:
        group, value = place_of(row)
        return (group, sign * value)

    return sorted(rows, key=key)
