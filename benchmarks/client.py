"""A browser reduced to what matters here: one kept connection, cookies, and a clock."""

import http.client
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

TIMEOUT = 60
BOUNDARY = "a-part-of-the-form"


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    size: int
    seconds: float
    location: str = ""  # where a redirect leads


@dataclass
class Client:
    """Use as a context manager; raises OSError when nobody answers."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_) -> None:
        self.connection.close()

    def get(self, path: str) -> Answer:
        """Ask for a page as a browser does, compressed, and read it to its end."""
        return self._ask("GET", path, None, {})

    def sign_in(self, username: str) -> None:
        """Through the demo's one-click form."""
        self.get("/accounts/login/")
        token = self.cookies.get("csrftoken", "")
        body = urlencode({"username": username, "csrfmiddlewaretoken": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self._ask("POST", "/demo/sign-in/", body, headers)
        if "sessionid" not in self.cookies:
            raise SystemExit(f"The demo user {username} could not sign in.")

    def upload(self, path: str, file: Path, fields: dict[str, str]) -> Answer:
        """Send a form with a file in its field `files`; a redirect is not followed."""
        fields = fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; '
            f'filename="{file.name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        )
        body = "".join(parts).encode() + file.read_bytes() + f"\r\n--{BOUNDARY}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: str | bytes | None, headers: dict) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Accept-Encoding": "gzip", "Cookie": cookie, **headers}
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        size = len(response.read())
        seconds = time.perf_counter() - started
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, size, seconds, response.headers.get("Location", ""))
