"""A document that goes upwards, its items with their sentences, and its annexes."""

from documents.models.annexes import IndicatorRow, SummaryRow
from documents.models.document import Document, State, make_code
from documents.models.items import DocumentItem, Ground, Origin, Sentence, Standing

__all__ = [
    "Document",
    "DocumentItem",
    "Ground",
    "IndicatorRow",
    "Origin",
    "Sentence",
    "Standing",
    "State",
    "SummaryRow",
    "make_code",
]
