"""A document's draft: drawn from figures, reports and approved summaries, each with its ground."""

from documents.drafting.redrawing import Change, Changes, fill, redraw, would_change

__all__ = ["Change", "Changes", "fill", "redraw", "would_change"]
