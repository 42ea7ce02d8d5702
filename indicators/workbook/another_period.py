"""A workbook uploaded for the wrong period is known by the codes in it."""

from collections import defaultdict
from collections.abc import Iterable

from indicators.models import Asked, Collection, ValueListRow
from indicators.workbook.rows import same_code
from indicators.workbook.scope import Scope


def collection_meant(scope: Scope, rows: Iterable[ValueListRow]) -> Collection | None:
    """The one other open collection that asks what these rows bring; None where the chosen one
    asks something of it, or several others do.
    """
    rows = list(rows)
    codes = {same_code(row.code_text) for row in rows}
    if any(row.asked_id for row in rows):
        return None
    elsewhere = (
        Asked.objects.filter(collection__closed_at__isnull=True, indicator__source=scope.source)
        .exclude(collection=scope.collection)
        .select_related("indicator", "collection__period")
    )
    asked = defaultdict(set)
    for row in elsewhere:
        asked[row.collection].add(same_code(row.indicator.code))
    meant = [collection for collection, theirs in asked.items() if codes & theirs]
    return meant[0] if len(meant) == 1 else None
