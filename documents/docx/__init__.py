"""A document as a Word file in the official form."""

from documents.docx.writing import Marks, write

__all__ = ["Marks", "write"]
