"""Every ratio of school lists that needs no browser: both sides in turns, the median counts."""

import shutil
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lists import turns
from benchmarks.lists.database import BASE, KNOWN, Databases, databases
from benchmarks.lists.workbook import FIELDS, coded, rows, write
from benchmarks.measures import Measure

COUNTRY = 40_000  # schools of 100 regions
CHANGED = 2_000
REGION = 400
STOCK = 4_000  # of 40,000 the stock import would take minutes
TURNS = 3
CHECK_TARGET = 3
APPLY_TARGET = 5
MEGABYTES = 200
STOCK_TARGET = 25  # times faster than the stock import


@dataclass(frozen=True)
class Files:
    """The lists that are taken in."""

    country: Path
    again: Path  # the same schools, some of them changed
    region: Path
    some: Path
    some_coded: Path  # the same as `some` in the codes of the stock import
    one: Path


def write_files(folder: Path) -> Files:
    """Anew at each run: what is measured is what the generator says today."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Files(
        write(folder / "country.xlsx", rows(COUNTRY)),
        write(folder / "again.xlsx", rows(COUNTRY, changed=CHANGED)),
        write(folder / "region.xlsx", rows(REGION)),
        write(folder / "some.xlsx", rows(STOCK)),
        write(folder / "coded.xlsx", rows(STOCK), FIELDS, coded),
        write(folder / "one.xlsx", rows(1)),
    )


def measures(folder: Path, files: Files) -> Iterator[Measure]:
    """One after another, as they are done."""
    with databases(folder) as own:
        turns.make_known(own, BASE, KNOWN, files.country)  # warms everything up, too
        yield from _against_floor(own, BASE, files.country, f"list of {COUNTRY:,} new schools")
        name = f"the same list, {CHANGED:,} changed"
        yield from _against_floor(own, KNOWN, files.again, name)
        yield from _against_floor(own, BASE, files.region, f"list of {REGION} schools", free=True)
        yield _child_memory(own, files)
        yield _against_stock(own, files)
    shutil.rmtree(folder / "files", ignore_errors=True)  # the lists that were received


def _against_floor(
    own: Databases, source: str, file: Path, name: str, *, free: bool = False
) -> Iterator[Measure]:
    """With `free`, for information only: nothing is promised."""
    floors, taken = [], []
    for _ in range(TURNS):
        floors.append(turns.floor(own, source, file))
        taken.append(turns.ours(own, source, file))
    floor = _middle(floors, "seconds")
    for what, target in (("checked", CHECK_TARGET), ("applied", APPLY_TARGET)):
        label = f"{name}, {'preview' if what == 'checked' else 'preview and confirm'}"
        yield Measure.of(label, _middle(taken, what), floor, "s", None if free else target)
    if not free:
        memory = max(one["memory"] for one in taken)
        yield Measure.of(f"{name}, memory of the job", memory, MEGABYTES, "MB", 1)


def _child_memory(own: Databases, files: Files) -> Measure:
    took = turns.child(own, BASE, files.one, files.country)
    name = f"list of {COUNTRY:,} schools, memory of the reader"
    return Measure.of(name, took["memory"], MEGABYTES, "MB", 1)


def _against_stock(own: Databases, files: Files) -> Measure:
    """The floor is the stock import's time by as many times as we mean to be faster."""
    taken = [turns.ours(own, BASE, files.some) for _ in range(TURNS)]
    stock = turns.stock(own, BASE, files.some_coded)["seconds"]
    name = f"list of {STOCK:,} schools, stock admin / {STOCK_TARGET}"
    return Measure.of(name, _middle(taken, "applied"), stock / STOCK_TARGET, "s", 1)


def _middle(took: list[turns.Took], what: str) -> float:
    return statistics.median(one[what] for one in took)
