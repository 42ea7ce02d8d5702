"""Start a server, measure, print a table, write bench.jsonl, exit 1 where a target is missed."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

from benchmarks.client import Client
from benchmarks.measures import CLIENTS, Measure, middle_time, throughput
from benchmarks.server import ROOT, served

FLOOR = "/bench/trivial/"
# Name, address, and how many times the floor it may cost (docs/decisions/0008-front-page-cost.md).
PAGES = [("resolution page", "/resolution/", 3.5)]


def main() -> int:
    """Measure every page as the department's user sees it."""
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    measures = []
    with ExitStack() as stack:
        port = stack.enter_context(served(data_dir / "bench"))
        first = stack.enter_context(Client(port))
        first.sign_in("department")
        clients = [stack.enter_context(Client(port, dict(first.cookies))) for _ in range(CLIENTS)]
        for name, page, target in PAGES:
            measures.append(middle_time(first, name, (page, FLOOR), target))
            measures.append(throughput(clients, name, (page, FLOOR), target))
    (data_dir / "bench.jsonl").write_text("".join(f"{one.line()}\n" for one in measures))
    show(measures)
    return 0 if all(one.ok for one in measures) else 1


def show(measures: list[Measure]) -> None:
    """For a person's eyes."""
    print(f"{'':44}{'ours':>10}{'floor':>10}  {'':12}{'ratio':>7}{'target':>8}")
    for one in measures:
        verdict = "ok" if one.ok else "MISSED"
        print(
            f"{one.name:44}{one.ours:>10.1f}{one.floor:>10.1f}  {one.unit:12}"
            f"{one.ratio:>7.2f}{one.target:>8.1f}  {verdict}"
        )


if __name__ == "__main__":
    sys.exit(main())
