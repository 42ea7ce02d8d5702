"""What drafting makes before anything is stored: sentences with what they rest on."""

from dataclasses import dataclass

from documents.models import Ground, Origin, Sentence


@dataclass(frozen=True)
class On:
    """What a sentence rests on: a figure, a report or an approved sentence."""

    name: str = ""
    query: str = ""
    n: int | None = None
    of: int | None = None
    update: int | None = None
    source: int | None = None

    def row(self, sentence: Sentence, position: int) -> Ground:
        return Ground(
            sentence=sentence, position=position, name=self.name, query=self.query, n=self.n,
            of=self.of, update_id=self.update, source_id=self.source,
        )  # fmt: skip

    @classmethod
    def of_row(cls, row: Ground) -> "On":
        return cls(row.name, row.query, row.n, row.of, row.update_id, row.source_id)


@dataclass(frozen=True)
class Drafted:
    """A sentence that the draft would have. `key`: what it is, within its item."""

    key: str
    text: str
    origin: Origin
    on: tuple[On, ...] = ()
