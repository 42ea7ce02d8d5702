"""The list of documents as a table to take away."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from directives.downloads.table import Column, Form, Table
from documents.models import Document


def table_of(documents: Iterable[Document]) -> Table:
    columns = [
        Column(_("Number"), width=12),
        Column(_("Date"), Form.DAY, 12),
        Column(_("Whose execution"), width=45),
        Column(_("Period"), width=34),
        Column(_("As of"), Form.DAY, 14),
        Column(_("Issued by"), width=45),
        Column(_("Status"), width=14),
    ]
    rows = [
        [
            row.number, row.approved_on, row.scope_name, row.period_words, row.as_of,
            row.issuer_name, row.get_status_display(),
        ]
        for row in documents
    ]  # fmt: skip
    return Table("documents", columns, rows, sheet=_("Documents"))
