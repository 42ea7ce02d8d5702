"""What is measured against a floor, and pages: the middle time, the throughput of several."""

import json
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

from benchmarks.client import Client

WARM_UP = 20
REQUESTS = 150
CLIENTS = 16
ROUNDS = 3
ROUND_SECONDS = 1.5


@dataclass(frozen=True)
class Measure:
    """One line of bench.jsonl. The ratio says how many times worse than the floor we are."""

    name: str
    ours: float
    floor: float
    unit: str
    ratio: float
    target: float | None  # None: for information, nothing is promised
    ok: bool

    @classmethod
    def of(cls, name: str, ours: float, floor: float, unit: str, target: float | None) -> "Measure":
        """For times more is worse, for rates less is."""
        ratio = floor / ours if unit.endswith("/s") else ours / floor
        is_ok = target is None or ratio <= target
        return cls(name, round(ours, 3), round(floor, 3), unit, round(ratio, 2), target, is_ok)

    def line(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def middle_time(client: Client, name: str, pages: tuple[str, str], target: float) -> Measure:
    """Our page and the floor in turns over one connection, so that noise hits both."""
    times: dict[str, list[float]] = {page: [] for page in pages}
    for turn in range(WARM_UP + REQUESTS):
        for page in pages:
            seconds = ask(client, page)
            if turn >= WARM_UP:
                times[page].append(seconds * 1000)
    ours, floor = (statistics.median(times[page]) for page in pages)
    return Measure.of(f"{name}, p50, 1 client", ours, floor, "ms", target)


def throughput(
    clients: Sequence[Client], name: str, pages: tuple[str, str], target: float
) -> Measure:
    """Both pages in short rounds over the same connections; the median round counts."""
    rates: dict[str, list[float]] = {page: [] for page in pages}
    with ThreadPoolExecutor(len(clients)) as pool:
        for _ in range(ROUNDS):
            for page in pages:
                until = time.perf_counter() + ROUND_SECONDS
                started = time.perf_counter()
                counts = list(pool.map(lambda one: _count(one, page, until), clients))  # noqa: B023
                rates[page].append(sum(counts) / (time.perf_counter() - started))
    ours, floor = (statistics.median(rates[page]) for page in pages)
    return Measure.of(f"{name}, {len(clients)} clients", ours, floor, "requests/s", target)


def _count(client: Client, page: str, until: float) -> int:
    done = 0
    while time.perf_counter() < until:
        ask(client, page)
        done += 1
    return done


def ask(client: Client, page: str) -> float:
    """The seconds it took; an error page is quick and must not count."""
    answer = client.get(page)
    if answer.status != 200:
        raise SystemExit(f"{page} answers {answer.status}")
    return answer.seconds
