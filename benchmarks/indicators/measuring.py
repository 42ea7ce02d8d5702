"""The roll-up page of 30 indicators × 27 municipalities against the trivial page, and the same
region's page in a database of 40,000 schools against itself."""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.client import Client
from benchmarks.indicators import population
from benchmarks.measures import (
    CLIENTS,
    REQUESTS,
    WARM_UP,
    Measure,
    ask,
    middle_time,
    throughput,
)
from benchmarks.server import served

NAME = "roll-up page, 30 × 27, 400 schools"
IN_A_COUNTRY = "roll-up page in a database of 40,000 schools"
TRIVIAL = 4.0  # times the trivial page (docs/decisions/0012-indicators-roll-up.md)
COUNTRY = 1.3  # times the same page in a database of its own region


def measures(folder: Path, floor: str) -> Iterator[Measure]:
    """Two servers at once, so that noise hits both; their data stays for the next run."""
    with ExitStack() as stack:
        region = stack.enter_context(served(folder / "region"))
        country = stack.enter_context(served(folder / "country"))
        pages = [
            _address(population.fill(region.data_dir, country=False)),
            _address(population.fill(country.data_dir, country=True)),
        ]
        first = _signed_in(stack, region.port)
        yield middle_time(first, NAME, (pages[0], floor), TRIVIAL)
        clients = [
            stack.enter_context(Client(region.port, dict(first.cookies))) for _ in range(CLIENTS)
        ]
        yield throughput(clients, NAME, (pages[0], floor), TRIVIAL)
        yield _side_by_side([first, _signed_in(stack, country.port)], pages)


def _address(period: int) -> str:
    return f"/indicators/roll-up/?period={period}"


def _signed_in(stack: ExitStack, port: int) -> Client:
    client = stack.enter_context(Client(port))
    client.sign_in("department")
    return client


def _side_by_side(clients: list[Client], pages: list[str]) -> Measure:
    """In turns: the region's own database is the floor, the country's is ours."""
    times: list[list[float]] = [[], []]
    for turn in range(WARM_UP + REQUESTS):
        for at, client in enumerate(clients):
            seconds = ask(client, pages[at])
            if turn >= WARM_UP:
                times[at].append(seconds * 1000)
    floor, ours = (statistics.median(one) for one in times)
    return Measure.of(f"{IN_A_COUNTRY}, p50, 1 client", ours, floor, "ms", COUNTRY)
