"""The roll-up page as its template shows it: switches, tables, marks."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from indicators.region_table import drawing
from indicators.region_table.choice import BASES, BY
from indicators.region_table.table import Page


@dataclass(frozen=True)
class Link:
    """One tab."""

    label: object
    address: str
    is_current: bool


@dataclass(frozen=True)
class Screen:
    """Tabs are links, so that a page can be sent to somebody as it is."""

    page: Page

    @property
    def periods(self) -> list[Link]:
        choice = self.page.choice
        return [
            Link(row.full_name, choice.address(period=row.pk), row.pk == choice.period)
            for row in self.page.periods
        ]

    @property
    def by(self) -> list[Link]:
        choice = self.page.choice
        return [Link(text, choice.address(by=name, sort=""), name == choice.by)
                for name, text in BY.items()]  # fmt: skip

    @property
    def bases(self) -> list[Link]:
        choice = self.page.choice
        return [Link(text, choice.address(basis=name), name == choice.basis)
                for name, text in BASES.items()]  # fmt: skip

    @property
    def mechanisms(self) -> list[tuple[str, str]]:
        """Of the indicators asked, in the order of the catalogue."""
        return _named((row.mechanism, row.mechanism_name) for row in self.page.asked)

    @property
    def themes(self) -> list[tuple[str, str]]:
        return _named((row.theme, row.theme_name) for row in self.page.asked)

    @property
    def marks(self) -> list[tuple[str, str]]:
        return drawing.marks()

    @property
    def table(self) -> SafeString:
        return drawing.table(self.page)

    @property
    def legend(self) -> SafeString:
        return drawing.legend(self.page)


def _named(pairs) -> list[tuple[str, str]]:
    return sorted({(str(key), name) for key, name in pairs if key is not None}, key=lambda p: p[1])
