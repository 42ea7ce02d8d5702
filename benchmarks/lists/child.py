"""What the reading child takes for a file, in megabytes; a list of one row is its idle state.

Run as `python -m benchmarks.lists.child DATABASE SMALL_FILE FILE`; prints it as JSON.
"""

import json
import sys
from pathlib import Path

import psutil

from benchmarks.lists.started import megabytes, start

start(sys.argv[1])

from organizations.school_list.reader import open_book  # noqa: E402 - needs Django


def peak(path: Path) -> float:
    """The most memory the child ever held, asked while it still waits for another sheet."""
    with open_book(path) as book:
        for _chunk in book.rows(book.sheets[0].name):
            pass
        [child] = psutil.Process().children()
        return megabytes("VmHWM", child.pid)


if __name__ == "__main__":
    idle, most = peak(Path(sys.argv[2])), peak(Path(sys.argv[3]))
    print(json.dumps({"memory": most - idle}))
