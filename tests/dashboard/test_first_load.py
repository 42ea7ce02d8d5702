"""What the first visit of the front page costs on a slow line: bytes, all of them, compressed."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db
LIMIT = 60_000
# Of each answer: the status line and the headers, those of our policies among them.
HEADERS = 900
_LOADED = re.compile(r'<(?:link|script|img)[^>]*(?:href|src)="/static/([^"]+)"')

_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def test_all_that_the_front_page_loads_is_within_sixty_kilobytes(as_, region, department):
    for number in range(5, 13):  # as many items as the resolution has, and as long
        text = f"обеспечить исполнение пункта {number} " + "в соответствии с законодательством " * 4
        make.make_published(number=f"4.{number}", text=text, due_on=make.TODAY)
    response = as_(department).get(reverse("resolution"), headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    sizes = {"the page": len(response.content)}
    html = gzip.decompress(response.content).decode()
    for name in [_HASH.sub("", found) for found in _LOADED.findall(html)]:
        sizes[name] = compressed(Path(finders.find(name)).read_bytes())
    assert {"site.css", "shell.js", "favicon.svg"} <= sizes.keys()
    assert any("htmx" in name for name in sizes)
    assert sum(sizes.values()) + HEADERS * len(sizes) <= LIMIT, sizes
    assert not re.search(r'(?:src|href)="https?://', html)  # and nothing from elsewhere
