"""The page of themes: a sentence, the chains, their numbers as a table."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from directives.downloads.table import Table
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.themes import table, words
from resolution_tracker.dashboard.themes.chain import Chain, chains
from resolution_tracker.dashboard.themes.drawing import Drawing
from resolution_tracker.dashboard.themes.reading import read


@dataclass(frozen=True)
class Section:
    """A theme as it is drawn."""

    code: str
    name: str
    standing: SafeString
    chain: SafeString
    is_stuck: bool


@dataclass
class Themes:
    """What the page and its files are drawn from."""

    sight: Sight
    chains: list[Chain]

    @property
    def opening(self) -> str:
        return words.opening(self.chains, self.sight.day)

    @cached_property
    def sections(self) -> list[Section]:
        drawing = Drawing(self.sight)
        return [
            Section(
                code=chain.theme.code,
                name=chain.theme.name,
                standing=words.standing(chain),
                chain=drawing.chain(chain),
                is_stuck=chain.stuck is not None,
            )
            for chain in self.chains
        ]

    @cached_property
    def table(self) -> Table:
        return table.table(self.chains)

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return table.heads()

    @property
    def rows(self) -> SafeString:
        return table.body(self.chains)


def read_page(sight: Sight) -> Themes:
    """The themes of the resolution in force; no chains while there is none."""
    found = read(sight)
    return Themes(sight, chains(found, sight) if found else [])
