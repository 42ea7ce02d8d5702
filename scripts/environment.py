"""Makes .venv and installs the pinned requirements: `environment.py run` or `environment.py dev`.

Runs on the machine's own Python before anything is installed, so it uses nothing but the standard
library. Does nothing when the requirements have not changed since the last time.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MARKER = VENV / "installed.json"
FILES = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


def main(purpose: str) -> None:
    """Make it so, one process at a time."""
    if not (3, 11) <= sys.version_info[:2] < (3, 13):
        sys.exit("Python 3.11 or 3.12 is needed: make PYTHON=/path/to/python3.11 …")
    VENV.mkdir(exist_ok=True)
    with (VENV / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = fingerprints()
        if installed().get(purpose) == wanted[purpose] and runs("pass"):
            return
        started = time.monotonic()
        if not runs("import pip"):
            make_venv()
        install(FILES[purpose])
        done = ("run", "dev") if purpose == "dev" else ("run",)
        MARKER.write_text(json.dumps({name: wanted[name] for name in done}))
        print(f"Environment .venv: ready in {time.monotonic() - started:.0f} s", flush=True)


def fingerprints() -> dict[str, str]:
    """What each purpose needs; the dev file includes the other."""
    digest, found = hashlib.sha256(sys.version.encode()), {}
    for purpose, name in FILES.items():
        digest.update((ROOT / name).read_bytes())
        found[purpose] = digest.hexdigest()
    return found


def installed() -> dict[str, str]:
    """What was installed the last time, if it got to the end."""
    try:
        return json.loads(MARKER.read_text())
    except (OSError, ValueError):
        return {}


def runs(code: str) -> bool:
    """Whether the environment's Python exists and can do that."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", code], check=False, capture_output=True).returncode == 0


def make_venv() -> None:
    """Debian keeps the venv module in a package of its own; root can get it."""
    command = [sys.executable, "-m", "venv", VENV]
    if subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
            subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
            subprocess.run(["apt-get", "install", "-y", "-qq", "python3-venv"], check=True, **quiet)
        if subprocess.run(command, check=False).returncode:
            sys.exit("Python's venv module is needed (Debian: apt-get install python3-venv).")


def install(name: str) -> None:
    """Only errors are shown. An empty HOME counts as none: pip would take it for a folder."""
    environment = {key: value for key, value in os.environ.items() if key != "HOME" or value}
    options = ("-qq", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore")
    command = [PYTHON, "-m", "pip", "install", *options, "--requirement", ROOT / name]
    if subprocess.run(command, check=False, env=environment, cwd=ROOT).returncode:
        sys.exit(f"pip could not install {name}: see above.")


if __name__ == "__main__":
    main(sys.argv[1])
