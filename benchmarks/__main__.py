"""Measure, print a table, write bench.jsonl, exit 1 where a target is missed.

`python -m benchmarks pages` or `lists` measures only that part.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import pages
from benchmarks.lists import measuring, uploading
from benchmarks.measures import Measure
from benchmarks.server import ROOT, served

FLOOR = "/bench/trivial/"
PARTS = ("pages", "lists")


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
    if "lists" in parts:
        folder = data_dir / "bench-lists"
        files = measuring.write_files(folder / "lists")
        yield from measuring.measures(folder, files)
        with served(data_dir / "bench") as server:
            yield from uploading.measures(server, files)
    if "pages" in parts:
        yield from pages.measures(data_dir / "bench-pages", FLOOR)


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
