"""What the project stands on: health, command line, environment, the words for operators."""

import os
import re
import runpy
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

import manage
from resolution_tracker import assets
from scripts import chromium, environment
from tests.database import ROOT
from tests.jobs import make_worker

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_healthz_answers_anybody_without_asking_the_database(client):
    answer = client.get("/healthz")  # no `db` fixture: a query would fail the test
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-cache" in answer["Cache-Control"]


def test_readyz_is_content_with_a_migrated_database_and_a_worker(
    client, db, django_assert_max_num_queries
):
    make_worker()
    with django_assert_max_num_queries(3):
        answer = client.get("/readyz")
    everything = {"database": "ok", "migrations": "ok", "worker": "ok"}
    assert (answer.status_code, answer.json()) == (200, everything)


def test_readyz_says_when_no_worker_lives(client, db):
    make_worker(seconds_silent=6)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    told = {"database": "ok", "migrations": "ok", "worker": "none; start manage.py worker"}
    assert answer.json() == told


def test_readyz_names_the_migrations_that_are_missing(client, db):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": ["sessions.0001_initial"]}


def test_readyz_says_when_the_database_is_away(client, db, monkeypatch):
    def away(self):
        raise OperationalError("connection refused: /secret/path")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_read_only(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("manage.py migrate", True),
        ("manage.py run", True),
        ("manage.py shell -c pass", True),
        ("manage.py", False),
        ("manage.py help", False),
        ("manage.py migrate --help", False),
        ("manage.py check --deploy", False),
        ("manage.py stop", False),
    ],
)
def test_the_database_starts_only_for_commands_that_need_it(line, needed):
    assert manage.needs_database(line.split()) is needed


def test_the_commands_that_need_no_database_exist():
    assert set(get_commands()) | {"help", "version"} >= manage.WITHOUT_DATABASE


def test_the_secret_key_is_made_once_and_closed_to_others():
    path = settings.DATA_DIR / "secret_key"
    assert path.read_text() == settings.SECRET_KEY
    assert len(settings.SECRET_KEY) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_benchmark_s_page_does_not_exist_here(client):
    assert client.get("/bench/trivial/").status_code == 404


def test_static_files_are_collected_only_when_they_change(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

    (source / "one.css").write_text("body { color: red }")
    assert assets.collect() is True
    assert assets.collect() is False
    (source / "one.css").write_text("body { color: blue; }")
    assert assets.collect() is True
    assert len(list(settings.STATIC_ROOT.glob("one.*.css"))) == 1
    shutil.rmtree(settings.STATIC_ROOT)
    assert assets.collect() is True


def test_requirements_are_pinned_and_name_no_address():
    for name in environment.FILES.values():
        lines = (ROOT / name).read_text().split()
        assert all(re.fullmatch(r"[\w.-]+==[\w.]+|-r|requirements\.txt", line) for line in lines)


def test_every_dependency_is_pinned_and_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text()
    pinned = (ROOT / "requirements-dev.txt").read_text() + (ROOT / "requirements.txt").read_text()
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    for one in wanted:
        name = re.match(r"[\w-]+", one)[0]
        assert re.search(rf"^{re.escape(name)}==", pinned, re.MULTILINE | re.IGNORECASE), name
        assert re.search(rf'"{re.escape(one)}",.*# \w', text), f"{one} has no reason beside it"


def test_the_environment_notices_a_changed_requirement(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    for name in environment.FILES.values():
        (tmp_path / name).write_text("a==1\n")
    first = environment.fingerprints()
    (tmp_path / "requirements-dev.txt").write_text("a==2\n")
    second = environment.fingerprints()
    assert first["run"] == second["run"]
    assert first["dev"] != second["dev"]


def test_a_missing_chromium_is_said_and_never_passed_over(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "can_install", lambda: False)
    assert chromium.find() is None
    chromium.main()
    assert capsys.readouterr().err.strip() == chromium.MISSING


@pytest.mark.parametrize("document", ["docs/operators.md", "README.md"])
def test_every_environment_variable_is_documented(document):
    text = (ROOT / document).read_text()
    read = set()
    for source in ("settings.py", "management/commands/run.py"):
        code = (ROOT / "resolution_tracker" / source).read_text()
        read |= set(re.findall(r'(?:env(?:\.\w+)?|environ\.get)\(\s*"([A-Z_]+)"', code))
    assert read >= {"DATA_DIR", "PORT", "SECRET_KEY"}
    missing = {name for name in read - {"DEBUG", "BENCH"} if f"`{name}`" not in text}
    assert not missing


def test_the_operators_way_to_pg_dump_works():
    line = next(
        line for line in (ROOT / "docs/operators.md").read_text().splitlines() if "PG=$(" in line
    )
    code = re.search(r"-c '(.+)'\)", line)[1]
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    version = subprocess.run(
        [Path(found.stdout.strip()) / "pg_dump", "--version"], capture_output=True, check=True
    )
    assert b"(PostgreSQL) 18" in version.stdout


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({}, "Set SECRET_KEY: it is required wherever DATABASE_URL is set."),
        ({"SECRET_KEY": "k"}, "The database of DATABASE_URL cannot be used: "),
    ],
)
def test_a_wrong_setting_is_a_sentence_without_a_traceback(tmp_path, own, said):
    environment = {k: v for k, v in os.environ.items() if k not in ("SECRET_KEY", "DEMO")}
    environment |= {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PORT": "0"}
    environment |= {"DATA_DIR": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=environment | own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_manage_py_is_a_program():
    assert runpy.run_path(str(ROOT / "manage.py"))["main"]
