"""What officials open: against the trivial page, against the same page as of a date, and against
the same region's page in a database of 40,000 schools."""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.client import Client
from benchmarks.measures import (
    CLIENTS,
    REQUESTS,
    WARM_UP,
    Measure,
    ask,
    middle_time,
    throughput,
)
from benchmarks.population import filling
from benchmarks.server import served

COUNTRY = 1.2  # times the same page in a database of its own region
AS_OF = 3.0  # times the live page
_AGO = timedelta(days=30)


@dataclass(frozen=True)
class Page:
    """An official's page, and how many times the trivial one it may cost."""

    name: str
    address: str
    target: float
    country: float = COUNTRY
    as_of: float | None = AS_OF


def pages(quarter: int) -> list[Page]:
    """`quarter`: the key of the reporting period whose roll-up is drawn."""
    return [
        Page("resolution", "/resolution/", 2),
        Page("by municipality, 14 × 28", "/municipalities/", 2),
        Page("map", "/map/", 4),
        Page("themes", "/themes/", 4),
        Page("trend", "/trend/", 4),
        Page("discipline", "/discipline/", 4),
        Page("reviewers' discipline", "/discipline/reviewers/", 4),
        Page("two dates", f"/comparison/?from={date.today() - _AGO}", 4, as_of=None),  # noqa: DTZ011
        Page("one figure", "/figures/execution/", 4),
        Page("documents", "/documents/", 4, as_of=None),
        Page("roll-up, 30 × 27", f"/indicators/roll-up/?period={quarter}", 4, 1.3, None),
    ]


def measures(folder: Path, floor: str) -> Iterator[Measure]:
    """Two servers at once, so that noise hits both; their data stays for the next run."""
    with ExitStack() as stack:
        region = stack.enter_context(served(folder / "region"))
        country = stack.enter_context(served(folder / "country"))
        quarters = [
            filling.fill(region.data_dir, country=False),
            filling.fill(country.data_dir, country=True),
        ]
        first, far = (_signed_in(stack, one.port) for one in (region, country))
        clients = [
            stack.enter_context(Client(region.port, dict(first.cookies))) for _ in range(CLIENTS)
        ]
        for page, there in zip(*map(pages, quarters), strict=True):
            yield middle_time(first, page.name, (page.address, floor), page.target)
            yield throughput(clients, page.name, (page.address, floor), page.target)
            if page.as_of:
                yield _as_of(first, page)
            addresses = (page.address, there.address)
            yield _side_by_side((first, far), addresses, page)


def _signed_in(stack: ExitStack, port: int) -> Client:
    client = stack.enter_context(Client(port))
    client.sign_in("department")
    return client


def _as_of(client: Client, page: Page) -> Measure:
    mark = "&" if "?" in page.address else "?"
    then = f"{page.address}{mark}as_of={date.today() - _AGO}"  # noqa: DTZ011 - any past day
    name = f"{page.name}, as of a date, against live"
    return middle_time(client, name, (then, page.address), page.as_of)


def _side_by_side(
    clients: tuple[Client, Client], addresses: tuple[str, str], page: Page
) -> Measure:
    """In turns: the region's own database is the floor, the country's is ours."""
    times: list[list[float]] = [[], []]
    for turn in range(WARM_UP + REQUESTS):
        for at, client in enumerate(clients):
            seconds = ask(client, addresses[at])
            if turn >= WARM_UP:
                times[at].append(seconds * 1000)
    floor, ours = (statistics.median(one) for one in times)
    name = f"{page.name}, among 40,000 schools, p50, 1 client"
    return Measure.of(name, ours, floor, "ms", page.country)
