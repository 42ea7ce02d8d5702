"""A document as a Word file in the official form."""

from documents.docx.writing import Marks, file_name, write

__all__ = ["Marks", "file_name", "write"]
