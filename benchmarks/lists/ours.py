"""Our way, in a process of its own: receive and check, then queue and apply, as the job does it.

Run as `python -m benchmarks.lists.ours DATABASE FILE`; prints what it took as JSON.
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.lists.started import megabytes, start

start(sys.argv[1])

from django.core.files import File  # noqa: E402 - needs Django, set up only now
from django.utils import timezone  # noqa: E402

from organizations.models import SchoolList  # noqa: E402
from resolution_tracker.intake import progress  # noqa: E402
from resolution_tracker.intake.receiving import receive  # noqa: E402
from resolution_tracker.intake.take_in import apply_list, queue  # noqa: E402


def main(path: Path) -> None:
    """Both steps one after another; memory is what the process grew by at most."""
    idle = megabytes("VmRSS")
    started = time.perf_counter()
    with path.open("rb") as file:
        school_list = receive(File(file), name=path.name, at=timezone.now(), rows_at_once=None)
    checked = time.perf_counter()
    refuse_half_done(school_list)
    asked = time.perf_counter()
    progress.begin(school_list)
    queue(school_list, by=None)
    school_list = apply_list(school_list.pk, at=timezone.now())
    applied = time.perf_counter()
    if school_list.state != SchoolList.State.APPLIED:
        raise SystemExit(f"The list was not applied: {school_list.not_applied}")
    took = {
        "checked": checked - started,
        "applied": checked - started + applied - asked,
        "memory": megabytes("VmHWM") - idle,
        "new": school_list.new,
        "changed": school_list.changed,
    }
    print(json.dumps(took))


def refuse_half_done(school_list: SchoolList) -> None:
    """A list that is refused or waits for a person is quick and must not count."""
    if school_list.refusal or school_list.error_rows or school_list.undecided:
        problem = school_list.problems.filter(is_error=True).first()
        raise SystemExit(f"The list has errors: {school_list.refusal} {problem}")


if __name__ == "__main__":
    main(Path(sys.argv[2]))
