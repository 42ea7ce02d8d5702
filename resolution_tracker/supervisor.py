"""Keeps child processes alive and ends them together: the web server and the job worker.

Why not systemd or a container for each: docs/decisions/0002-process-supervision.md.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

TICK = 0.25  # seconds between two looks
LONGEST_PAUSE = 30  # seconds before starting again what keeps dying
STEADY = 60  # seconds alive after which earlier deaths are forgotten
GRACE = 10  # seconds a child has to end by itself

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1


@dataclass
class Backoff:
    """When something that died may be tried again: at once, then after 1, 2, 4… seconds."""

    deaths: int = 0
    started_at: float = 0.0
    not_before: float = 0.0

    def started(self) -> None:
        """Note a start."""
        self.started_at = time.monotonic()

    def died(self) -> int:
        """Note a death and return the pause in seconds."""
        now = time.monotonic()
        if now - self.started_at > STEADY:
            self.deaths = 0
        pause = min(2 ** (self.deaths - 1), LONGEST_PAUSE) if self.deaths else 0
        self.deaths += 1
        self.not_before = now + pause
        return pause

    def may_start(self) -> bool:
        """Whether the pause is over."""
        return time.monotonic() >= self.not_before


@dataclass
class Child:
    """One process to keep: its own session, so that Ctrl-C reaches it through us, in order."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen | None = None
    backoff: Backoff = field(default_factory=Backoff)

    def keep(self, say: Callable[[str], None]) -> None:
        """Start it if it does not run and its pause is over."""
        if self.process and self.process.poll() is not None:
            self._signal(signal.SIGKILL)  # helpers of its own that outlived it
            code, self.process = self.process.returncode, None
            pause = self.backoff.died()
            when = f"in {pause} s" if pause else "now"
            say(f"{self.name}: ended with code {code}, starting again {when}")
        if self.process is None and self.backoff.may_start():
            # preexec_fn is safe here: the supervisor has one thread.
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_end_with_parent if _libc else None,  # noqa: PLW1509
            )
            self.backoff.started()

    def ask_to_end(self) -> None:
        """Send the polite signal and do not wait."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for the end until the deadline, then use force on it and on its own children."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def _end_with_parent() -> None:
    """Runs in the child before exec: if the supervisor is killed, nothing stays behind."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def supervise(
    children: Sequence[Child],
    *,
    stopping: Callable[[], bool],
    say: Callable[[str], None],
    each_tick: Callable[[], None] = lambda: None,
) -> None:
    """Keep the children until `stopping` says so, then end them all.

    A flag that is asked for, not an Event: setting an Event in a signal handler can lock up.
    """
    try:
        while not stopping():
            each_tick()
            for child in children:
                child.keep(say)
            time.sleep(TICK)
    finally:
        for child in children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE
        for child in children:
            child.end(deadline)
