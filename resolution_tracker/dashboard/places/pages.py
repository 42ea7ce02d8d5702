"""What the templates of the places are given: everything said and drawn."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resolution_tracker.dashboard.places import drawing, legend, school_drawing, tiles, words
from resolution_tracker.dashboard.places.choice import Choice
from resolution_tracker.dashboard.places.grid import Grid, Item, Where
from resolution_tracker.dashboard.places.schools import SchoolGrid
from resolution_tracker.dashboard.sight import Asked


def _shared(asked: Asked, found: Grid) -> dict[str, object]:
    choice = found.choice
    is_empty = not found.whole.counts["applicable"]
    return {
        "asked": asked,
        "choice": choice,
        "is_empty": is_empty,
        "lead": [] if is_empty else words.lead(found),
        "honest": "" if is_empty else words.honest(found),
        "spans": choice.spans,
        "measures": choice.measures,
        "periods_said": words.periods(choice),
        "legend": legend.steps(choice.measure),
        "legend_title": legend.title(choice.measure),
        "count_said": _count_said(found),
    }


def _count_said(found: Grid) -> str:
    count = sum(row.where.pk is not None for row in found.rows)
    return ngettext("%(n)s municipality", "%(n)s municipalities", count) % {"n": count}


def of_grid(asked: Asked, found: Grid) -> dict[str, object]:
    """Municipalities by item."""
    caption = _("Municipalities by item: %(measure)s") % {"measure": found.measure.label}
    return _shared(asked, found) | {
        "table": drawing.table(found, caption),
        "items": _items(found.choice, found.items),
        "other": _kept(found.choice, "municipality-map"),
    }


def _items(choice: Choice, items: list[Item]) -> list[tuple[str, str, str]]:
    """Number, address and words of each item."""
    before, _key, after = reverse("directive-detail", args=[7]).rpartition("7")
    return [
        (item.number, choice.sight.address(f"{before}{item.pk}{after}"), item.one_line)
        for item in items
    ]


def of_map(asked: Asked, found: Grid, places: list[Where]) -> dict[str, object]:
    """The region's tiles and their table."""
    caption = _("The figures of the map: %(measure)s") % {"measure": found.measure.label}
    return _shared(asked, found) | {
        "tiles": tiles.tiles(found, places),
        "table": drawing.table(found, caption),
        "other": _kept(found.choice, "municipality-grid"),
    }


def _kept(choice: Choice, name: str) -> str:
    """Another page with the same measure, period and day."""
    return choice.address(reverse(name), sort="").removesuffix("?")


def of_schools(asked: Asked, found: SchoolGrid) -> dict[str, object]:
    """Bodies of one municipality by item."""
    choice, place = found.choice, found.where
    figures = found.sight.figures(found.measures, **choice.scope, municipality=place.pk)
    count = len(found.rows)
    return {
        "asked": asked,
        "choice": choice,
        "place": place,
        "lead": words.of_place(found, figures),
        "figures": figures,
        "table": school_drawing.table(found, _("Bodies by item")),
        "marks": school_drawing.marks(),
        "spans": choice.spans,
        "periods_said": words.periods(choice),
        "count_said": ngettext("%(n)s body", "%(n)s bodies", count) % {"n": count},
        "items": _items(found.choice, found.items),
        "above": _kept(choice, "municipality-grid"),
    }
