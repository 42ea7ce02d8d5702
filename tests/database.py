"""Pytest plugin: a PostgreSQL of the tests' own, and static files, before Django is set up.

Loaded by `addopts` in pyproject.toml, because the settings read DATA_DIR when they are imported.
With pytest-xdist the workers find what the controller has started and hold it as well; whoever
ends last stops the server. With DATABASE_URL that server is used and nothing is started.
"""

import os
from pathlib import Path

from resolution_tracker import postgres

ROOT = Path(__file__).resolve().parent.parent
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
OWN_DATABASE = not os.environ.get("DATABASE_URL")

if not IS_WORKER:  # a worker inherits what the controller has set
    os.environ["DATA_DIR"] = str(Path(os.environ.get("DATA_DIR", ROOT / "var")).resolve() / "test")
    # A live server's threads must not keep connections that outlive them.
    os.environ["CONN_MAX_AGE"] = "0"
    # Tests speak plain HTTP, also where DATABASE_URL would make HTTPS the default.
    os.environ["SECURE"] = "0"
    for name in ("DEMO", "BENCH", "DEBUG", "PORT", "HOST"):
        os.environ.pop(name, None)
DATA_DIR = Path(os.environ["DATA_DIR"])


def pytest_configure(config) -> None:
    """Start the server, and collect static files once: templates name them by their hashes."""
    if config.option.collectonly or config.option.help:
        return
    if OWN_DATABASE:
        postgres.ensure_running(DATA_DIR, fast=True)
    if not IS_WORKER:
        from resolution_tracker import assets  # noqa: PLC0415 - needs Django, set up only now

        assets.collect()


def pytest_unconfigure(config) -> None:
    """The last one out stops the server."""
    if OWN_DATABASE:
        postgres.release(DATA_DIR)
