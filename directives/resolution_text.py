"""A resolution's text taken apart without losing a character of it.

The document is plain text: a heading, addressees (lines that end with a colon) and under each its
items (lines that begin with a dash). What follows an item, even after an empty line, belongs to it:
the document's own oddities are kept. `Document.source()` gives the file back byte for byte.
"""

import re
from dataclasses import dataclass, field
from enum import Enum

_BULLET = re.compile(r"[-–—] ")


class Part(Enum):
    """What a piece of the document is."""

    HEADING = "heading"
    ADDRESSEE = "addressee"
    ITEM = "item"


@dataclass
class Piece:
    """One heading, addressee or item, and the white space before it."""

    part: Part
    before: str
    bullet: str
    text: str


@dataclass
class Section:
    """An addressee's heading and what it is asked, verbatim, without the bullets."""

    heading: str
    items: list[str] = field(default_factory=list)


@dataclass
class Document:
    """The pieces in order, and what stands after the last of them."""

    pieces: list[Piece]
    after: str

    def source(self) -> str:
        """The text as it was."""
        parts = [f"{piece.before}{piece.bullet}{piece.text}" for piece in self.pieces]
        return "".join([*parts, self.after])

    @property
    def heading(self) -> str:
        """Everything above the first addressee, as one line."""
        lines = [piece.text for piece in self.pieces if piece.part is Part.HEADING]
        return " ".join(lines)

    @property
    def sections(self) -> list[Section]:
        """The addressees with their items."""
        found: list[Section] = []
        for piece in self.pieces:
            if piece.part is Part.ADDRESSEE:
                found.append(Section(piece.text))
            elif piece.part is Part.ITEM:
                found[-1].items.append(piece.text)
        return found


def parse(source: str) -> Document:
    """Take the text apart; ValueError where an item stands under no addressee."""
    pieces: list[Piece] = []
    gap = ""
    for line in source.splitlines(keepends=True):
        text = line.rstrip("\r\n")
        if not text.strip():
            gap += line
            continue
        piece = _begin(text, gap, pieces)
        if piece is None:
            pieces[-1].text += gap + text
        else:
            pieces.append(piece)
        gap = line[len(text) :]
    return Document(pieces, gap)


def _begin(text: str, gap: str, pieces: list[Piece]) -> Piece | None:
    """The piece that begins with this line; None where the line continues an item."""
    last = pieces[-1].part if pieces else Part.HEADING
    if bullet := _BULLET.match(text):
        if last is Part.HEADING:
            raise ValueError(f"an item under no addressee: {text[:60]}")
        return Piece(Part.ITEM, gap, bullet.group(), text[bullet.end() :])
    if text.endswith(":"):
        return Piece(Part.ADDRESSEE, gap, "", text)
    if last is Part.HEADING:
        return Piece(Part.HEADING, gap, "", text)
    return None
