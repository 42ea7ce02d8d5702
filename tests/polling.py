"""Waiting for a condition, with an end."""

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

Found = TypeVar("Found")


def until(condition: Callable[[], Found], *, seconds: float = 60) -> Found:
    """Ask twenty times a second; return the first true answer, or fail after `seconds`."""
    deadline, pause = time.monotonic() + seconds, Event()
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{condition} was not true within {seconds} s")
        pause.wait(0.05)
    return found
