"""What the address of the roll-up page asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

BY = {
    "municipality": _("By municipality"),
    "settlement": _("Urban and rural"),
    "school_kind": _("By kind of school"),
}
BASES = {
    "accepted": _("Accepted reports only"),
    "submitted": _("Also those under review"),
}


@dataclass(frozen=True)
class Choice:
    """The switches; what the address does not say or says wrongly is the first of each."""

    period: int
    by: str = "municipality"
    basis: str = "accepted"
    mechanism: str = ""
    theme: str = ""
    sort: str = ""
    as_of: date | None = None

    @classmethod
    def of(cls, asked: Mapping[str, str], period: int, as_of: date | None = None) -> "Choice":
        by, basis = asked.get("by", ""), asked.get("basis", "")
        return cls(
            period,
            by if by in BY else "municipality",
            basis if basis in BASES else "accepted",
            _key(asked.get("mechanism", "")),
            _key(asked.get("theme", "")),
            asked.get("sort", ""),
            as_of,
        )

    def address(self, **changed: object) -> str:
        """The same page with something else switched; what is by default is not said."""
        now = {"period": self.period, "by": self.by, "basis": self.basis,
               "mechanism": self.mechanism, "theme": self.theme, "sort": self.sort,
               "as_of": self.as_of and self.as_of.isoformat()}  # fmt: skip
        said = now | changed
        default = {"by": "municipality", "basis": "accepted"}
        return "?" + urlencode({k: v for k, v in said.items() if v and default.get(k) != v})

    @property
    def hidden_fields(self) -> list[tuple[str, object]]:
        """What a form that narrows the page keeps as it is."""
        day = self.as_of and self.as_of.isoformat()
        kept = {"by": self.by, "basis": self.basis, "sort": self.sort, "as_of": day}
        return [(name, value) for name, value in kept.items() if value]

    def takes(self, mechanism: int | None, theme: int | None) -> bool:
        """Whether an indicator of these is among those the page is narrowed to."""
        return (not self.mechanism or str(mechanism) == self.mechanism) and (
            not self.theme or str(theme) == self.theme
        )


def _key(asked: str) -> str:
    return asked if asked.isascii() and asked.isdigit() else ""
