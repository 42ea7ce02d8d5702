"""Gives a list back with its errors marked, in the person's own workbook where that is possible."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import IO

from organizations.school_list.header import Header
from organizations.school_list.marking_fresh import write_fresh
from organizations.school_list.marks import Marks, Mistake

CHILD = Path(__file__).with_name("marking_child.py")
ZIP = b"PK\x03\x04"
# Larger ones are written anew: openpyxl would need minutes and gigabytes.
OWN_BYTES = 3 * 1024 * 1024
WALL_SECONDS = 30


def mark_errors(
    path: Path,
    problems: Iterable[Mistake],
    output: IO[bytes],
    *,
    sheet: str,
    header: Header,
    written: Mapping[tuple[int, int], str] = MappingProxyType({}),
) -> bool:
    """Write the marked .xlsx into `output`; returns whether it is the person's own workbook.

    What is not .xlsx, is large, or what openpyxl cannot take is written anew: the same rows under
    the same numbers. Cells that were mended on the way, (row, column index), are `written` anew, so
    that nobody mends them twice. SchoolListError where the file cannot be read at all. Read again,
    the marked workbook has the same errors: «Что исправить» is a column of nothing.
    """
    marks = Marks.of(problems, sheet=sheet, header=header, written=written)
    if _is_small_xlsx(path):
        with TemporaryDirectory() as folder:
            marked = Path(folder) / "marked.xlsx"
            if _mark_own(path, marks, marked):
                with marked.open("rb") as file:
                    shutil.copyfileobj(file, output)
                return True
    write_fresh(path, marks, output)
    return False


def _is_small_xlsx(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == ZIP and path.stat().st_size <= OWN_BYTES


def _mark_own(path: Path, marks: Marks, target: Path) -> bool:
    """Whether the child made it; a file it dies on is nothing to tell anybody of."""
    command = [sys.executable, "-I", str(CHILD), str(path.resolve()), str(target)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            command,
            input=json.dumps(marks.as_dict()).encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
            env={"TMPDIR": str(target.parent)},  # what it leaves behind goes with it
        )
    except (subprocess.TimeoutExpired, BrokenPipeError):
        return False
    return done.returncode == 0 and target.exists()
