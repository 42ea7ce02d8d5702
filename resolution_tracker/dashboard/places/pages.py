"""What the templates of the places are given: everything said and drawn."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resolution_tracker.dashboard.places import asides, drawing, school_drawing, tiles, words
from resolution_tracker.dashboard.places.choice import Choice
from resolution_tracker.dashboard.places.grid import Grid, Where
from resolution_tracker.dashboard.places.schools import SchoolGrid
from resolution_tracker.dashboard.sight import Asked


def _shared(asked: Asked, found: Grid) -> dict[str, object]:
    choice = found.choice
    is_empty = not found.whole.counts["applicable"]
    return {
        "asked": asked,
        "is_empty": is_empty,
        "lead": [] if is_empty else words.lead(found),
        "honest": "" if is_empty else words.honest(found),
        "switches": asides.switches(choice),
        "key": asides.key(choice.measure),
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
        "items": asides.items(found.choice, found.items),
        "other": _kept(found.choice, "municipality-map"),
        "below": _only_place(found),
    }


def _only_place(found: Grid) -> tuple[str, str] | None:
    """Where the schools are, for those who see one municipality: its name and address."""
    if len(found.rows) != 1 or found.sight.only_totals or found.rows[0].where.pk is None:
        return None
    where = found.rows[0].where
    address = reverse("school-grid", args=[where.pk])
    return where.name, found.sight.address(address, **found.choice.scope)


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
        "place": place,
        "lead": words.of_place(found, figures),
        "figures": figures,
        "table": school_drawing.table(found, _("Bodies by item")),
        "marks": school_drawing.marks(),
        "switches": asides.switches(choice, of_measures=False),
        "count_said": ngettext("%(n)s body", "%(n)s bodies", count) % {"n": count},
        "items": asides.items(found.choice, found.items),
        "above": _kept(choice, "municipality-grid"),
        "about": found.sight.address(reverse("municipality-detail", args=[place.pk])),
    }
