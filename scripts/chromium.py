"""Finds chromium for the browser tests; run as a program, installs it where that is possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = (
    "The browser tests need chromium. Debian: apt-get install chromium; elsewhere install Chromium "
    "or Chrome and, if it is not on PATH, say where: CHROMIUM=/path/to/chromium make test."
)


def find() -> str | None:
    """The path of a chromium to start, or None."""
    if given := os.environ.get("CHROMIUM"):
        return shutil.which(given)
    return next(filter(None, map(shutil.which, NAMES)), None)


def can_install() -> bool:
    """Root on Debian. Ubuntu's package of that name is only a pointer to a snap."""
    release = Path("/etc/os-release")
    return (
        os.geteuid() == 0
        and shutil.which("apt-get") is not None
        and release.exists()
        and "ID=debian" in release.read_text().splitlines()
    )


def main() -> None:
    """Never fails: the browser tests do, with the same sentence."""
    if find():
        return
    if can_install():
        print("Installing chromium for the browser tests …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        wanted = ("chromium", "fonts-dejavu-core")
        for command in (("update",), ("install", "-y", "--no-install-recommends", *wanted)):
            subprocess.run(
                ["apt-get", "-qq", *command],
                env=environment,
                stdout=subprocess.DEVNULL,
                check=False,
            )
    if not find():
        print(MISSING, file=sys.stderr)


if __name__ == "__main__":
    main()
