"""Measure, print a table, write bench.jsonl, exit 1 where a target is missed.

`python -m benchmarks pages`, `indicators` or `lists` measures only that part.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.client import Client
from benchmarks.indicators import measuring as figures
from benchmarks.lists import measuring, uploading
from benchmarks.measures import CLIENTS, Measure, middle_time, throughput
from benchmarks.server import ROOT, Server, served

FLOOR = "/bench/trivial/"
# Name, address, and how many times the floor it may cost (docs/decisions/0008-front-page-cost.md).
PAGES = [("resolution page", "/resolution/", 3.8)]
PARTS = ("pages", "indicators", "lists")


def main(parts: list[str]) -> int:
    """Every part that was asked for, its lines as soon as they are known."""
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    measures = []
    print(f"{'':56}{'ours':>10}{'floor':>10}  {'':12}{'ratio':>7}{'target':>8}")
    for measure in measured(data_dir, parts):
        measures.append(measure)
        show(measure)
    (data_dir / "bench.jsonl").write_text("".join(f"{one.line()}\n" for one in measures))
    return 0 if all(one.ok for one in measures) else 1


def measured(data_dir: Path, parts: list[str]) -> Iterator[Measure]:
    """Lists come first: nothing else runs while the clock is on them."""
    files = None
    if "lists" in parts:
        folder = data_dir / "bench-lists"
        files = measuring.write_files(folder / "lists")
        yield from measuring.measures(folder, files)
    if "pages" in parts or files is not None:
        with served(data_dir / "bench") as server:
            if "pages" in parts:
                yield from pages(server)
            if files is not None:
                yield from uploading.measures(server, files)
    if "pages" in parts or "indicators" in parts:
        yield from figures.measures(data_dir / "bench-indicators", FLOOR)


def pages(server: Server) -> Iterator[Measure]:
    """Every page as the department's user sees it."""
    with ExitStack() as stack:
        first = stack.enter_context(Client(server.port))
        first.sign_in("department")
        cookies = first.cookies
        clients = [stack.enter_context(Client(server.port, dict(cookies))) for _ in range(CLIENTS)]
        for name, page, target in PAGES:
            yield middle_time(first, name, (page, FLOOR), target)
            yield throughput(clients, name, (page, FLOOR), target)


def show(one: Measure) -> None:
    """For a person's eyes."""
    target = "—" if one.target is None else f"{one.target:.1f}"
    digits = 2 if one.unit == "s" else 1
    verdict = "" if one.target is None else "ok" if one.ok else "MISSED"
    print(
        f"{one.name:56}{one.ours:>10.{digits}f}{one.floor:>10.{digits}f}  {one.unit:12}"
        f"{one.ratio:>7.2f}{target:>8}  {verdict}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all, if none is named")
    sys.exit(main(parser.parse_args().parts or list(PARTS)))
