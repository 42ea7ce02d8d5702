"""The region's figures of closed collections: added up once, since nothing in them changes.

The front page shows them at every visit. Where there is no row the figure is added up anew: an
absent row costs time and says nothing wrong.
"""

from datetime import date

from django.db.models import Q

from directives.models.as_of import end_of
from indicators.models import Asked, ClosedFigure, Collection
from indicators.roll_up import roll_up, total
from organizations import region


def is_kept(as_of: date | None) -> Q:
    """Of what was asked: whose figure on that day is the one kept. What was closed later may have
    been another then."""
    kept = Q(closed_figure__isnull=False)
    return kept & Q(collection__closed_at__lt=end_of(as_of)) if as_of else kept


def keep(collection: Collection) -> int:
    """Of a collection that has just been closed; returns how many figures were kept."""
    asked = list(
        Asked.objects.filter(collection=collection).select_related("indicator", "definition")
    )
    table = roll_up(asked, municipalities=region.places())
    rows = []
    for row in asked:
        whole = total(table[row.pk].values())
        figure = ClosedFigure(
            asked=row,
            numerator=whole.numerator,
            denominator=whole.denominator,
            bodies_in=whole.bodies_in,
        )
        rows.append(figure)
    drop(collection)
    return len(ClosedFigure.objects.bulk_create(rows))


def drop(collection: Collection) -> None:
    """Of a collection that is open again."""
    ClosedFigure.objects.filter(asked__collection=collection).delete()
