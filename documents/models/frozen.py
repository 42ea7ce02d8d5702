"""An approved document stays as it was approved: PostgreSQL refuses to touch any row of it."""

import pgtrigger

# The lock comes first: a row written while the document is being approved waits for that, and
# then sees the document approved.
_REFUSE = """
    PERFORM 1 FROM documents_document d WHERE d.id IN ({old} UNION {new}) FOR SHARE OF d;
    IF EXISTS (
        SELECT 1 FROM documents_document d
        WHERE d.id IN ({old} UNION {new}) AND d.status = 'approved'
    ) THEN
        RAISE EXCEPTION 'an approved document is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def refuse_when_approved(document_of: str) -> pgtrigger.Trigger:
    """`document_of`: SQL that finds the key of the document of a row, called `{row}` in it."""
    return pgtrigger.Trigger(
        name="approved_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_REFUSE.format(old=document_of.format(row="OLD"), new=document_of.format(row="NEW")),
    )
