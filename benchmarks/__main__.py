"""Start a server, measure, print a table, write bench.jsonl, exit 1 where a target is missed."""

import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.client import Client
from benchmarks.measures import CLIENTS, Measure, middle_time, throughput
from benchmarks.server import ROOT, connected, served

FLOOR = "/bench/trivial/"
# Name, address, how many times the floor it may cost, and how many when nothing may be remembered.
PAGES = [("resolution page", "/resolution/", 2.0, 4.0)]
# Gives out a transaction number: for everybody the database has changed, though no row has.
CHANGE = "SELECT pg_current_xact_id()"


def main() -> int:
    """Measure every page as the department's user sees it."""
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    measures = []
    with ExitStack() as stack:
        port = stack.enter_context(served(data_dir / "bench"))
        first = stack.enter_context(Client(port))
        first.sign_in("department")
        clients = [stack.enter_context(Client(port, dict(first.cookies))) for _ in range(CLIENTS)]
        database = stack.enter_context(connected(data_dir / "bench"))
        for name, page, target, anew in PAGES:
            pages = (page, FLOOR)
            measures.append(middle_time(first, name, pages, target))
            measures.append(throughput(clients, name, pages, target))
            changed = f"{name} after a change"
            change = partial(database.execute, CHANGE)
            measures.append(middle_time(first, changed, pages, anew, before=change))
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
