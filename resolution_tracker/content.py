"""The content files of `fixtures/`."""

import json
from typing import Any

from django.conf import settings

FIXTURES = settings.BASE_DIR / "fixtures"

Row = dict[str, Any]


def read(name: str) -> Any:
    """A content file of `fixtures/`."""
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))
