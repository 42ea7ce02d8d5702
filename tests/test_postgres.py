"""The embedded server: made once, found by all, survives kill -9, needs no friendly environment."""

import multiprocessing
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from resolution_tracker import postgres
from tests.database import ROOT
from tests.polling import until

HOLD = """
import sys
from pathlib import Path
from resolution_tracker import postgres
with postgres.running(Path(sys.argv[1]), fast=True):
    print((Path(sys.argv[1]) / "postgres/data/postmaster.pid").read_text().split()[0], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder():
    """Not tmp_path: pytest keeps closing its parent, which the server's user must pass through."""
    path = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    postgres.stop(path)
    shutil.rmtree(postgres.settings_for(path)["HOST"], ignore_errors=True)
    shutil.rmtree(path)


def ask(data_dir: Path, query: str):
    """One value from the server, over a connection of its own."""
    found = postgres.settings_for(data_dir)
    with psycopg.connect(
        host=found["HOST"], port=found["PORT"], user=found["USER"], dbname=found["NAME"]
    ) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def postmaster(data_dir: Path) -> int:
    """The process id that the server has written down."""
    return int((data_dir / "postgres/data/postmaster.pid").read_text().split()[0])


def kill(data_dir: Path) -> None:
    """As the kernel does when memory runs out."""
    os.kill(postmaster(data_dir), signal.SIGKILL)
    until(lambda: not postgres.is_running(data_dir))


def test_committed_data_survives_a_kill_and_a_restart(folder):
    postgres.ensure_running(folder)
    ask(folder, "CREATE TABLE kept AS SELECT 42 AS answer")
    kill(folder)
    postgres.ensure_running(folder)
    assert ask(folder, "SELECT answer FROM kept") == 42

    postgres.release(folder)
    assert not postgres.is_running(folder)
    with postgres.running(folder):
        assert ask(folder, "SELECT answer FROM kept") == 42


def test_the_caller_s_environment_does_not_reach_the_server(folder, monkeypatch):
    for name, value in {"LC_ALL": "xx_XX.UTF-8", "PGPORT": "1", "PGDATA": "/nowhere"}.items():
        monkeypatch.setenv(name, value)
    with postgres.running(folder, fast=True):
        assert ask(folder, "SELECT lower('ПРИКАЗ ЁЛКА')") == "приказ ёлка"
        assert ask(folder, "SELECT 'Ё' ~* 'ё'") is True
        assert ask(folder, "SHOW timezone") == "UTC"
        assert ask(folder, "SHOW server_encoding") == "UTF8"


def test_the_server_listens_only_on_a_socket_closed_to_others(folder):
    with postgres.running(folder, fast=True) as found:
        assert ask(folder, "SHOW listen_addresses") == ""
        assert not stat.S_IMODE(Path(found["HOST"]).stat().st_mode) & stat.S_IRWXO


def test_processes_that_start_at_once_share_one_server_and_the_last_stops_it(folder):
    holders = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, folder],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert len({holder.stdout.readline() for holder in holders}) == 1

    for holder in holders[:2]:
        holder.communicate(timeout=60)
    assert postgres.is_running(folder)
    holders[2].communicate(timeout=60)
    assert not postgres.is_running(folder)


def test_a_stale_pid_that_now_is_another_process_does_not_stop_the_start(folder):
    postgres.ensure_running(folder, fast=True)
    kill(folder)
    user = postgres._server_user()
    with subprocess.Popen(["sleep", "60"], user=user.pw_uid if user else None) as stranger:
        pid_file = folder / "postgres/data/postmaster.pid"
        lines = pid_file.read_text().splitlines(keepends=True)
        pid_file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        postgres.ensure_running(folder, fast=True)
        assert ask(folder, "SELECT 1") == 1
        stranger.kill()


def test_what_an_interrupted_initdb_left_is_cleared_away(folder):
    leftover = folder / "postgres" / "new-abc"
    leftover.mkdir(parents=True)
    (leftover / "PG_VERSION").write_text("18")
    with postgres.running(folder, fast=True):
        assert ask(folder, "SELECT 1") == 1
    assert not leftover.exists()


def test_a_path_too_long_for_a_socket_gets_a_short_folder(folder):
    deep = folder / ("очень длинное имя " * 4) / 'quotes " and $signs'
    assert len(os.fsencode(postgres.settings_for(deep)["HOST"])) < 80
    try:
        with postgres.running(deep, fast=True):
            assert ask(deep, "SELECT 1") == 1
    finally:
        shutil.rmtree(postgres.settings_for(deep)["HOST"])


def test_a_socket_folder_prepared_by_somebody_else_is_refused(folder):
    deep = folder / ("d" * 120)
    short = Path(postgres.settings_for(deep)["HOST"])
    short.symlink_to(folder)
    try:
        with pytest.raises(postgres.PostgresError, match="belongs to another user"):
            postgres.ensure_running(deep, fast=True)
    finally:
        short.unlink()


def test_a_server_that_cannot_start_says_why(folder):
    with postgres.running(folder, fast=True):
        pass
    with (folder / "postgres/data/postgresql.conf").open("a") as file:
        file.write("nonsense = yes\n")
    with pytest.raises(postgres.PostgresError, match='unrecognized configuration parameter "nons'):
        postgres.ensure_running(folder, fast=True)


def _as_plain_user(path: Path, user: pwd.struct_passwd | None) -> None:
    if user:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    with postgres.running(path, fast=True):
        assert ask(path, "SELECT 1") == 1
        assert (path / "postgres/data").stat().st_uid == os.geteuid() != 0


def test_a_plain_user_runs_a_server_of_their_own(folder):
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    own = folder / "own"
    own.mkdir()
    if user:
        os.chown(own, user.pw_uid, user.pw_gid)
    child = multiprocessing.get_context("fork").Process(target=_as_plain_user, args=(own, user))
    child.start()
    child.join(60)
    assert child.exitcode == 0
