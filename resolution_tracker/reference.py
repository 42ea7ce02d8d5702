"""What every installation stands on: territories, bodies, themes, the resolution, its periods and
the catalogue of indicators.

Read from `fixtures/`. Only what is missing is created: what staff have edited stays as it is, and a
second run changes nothing. Nothing is published here; that is the department's to do.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q

from directives import resolution_text
from directives.calendar import school_year_of
from directives.models import (
    Addressee,
    Checkpoint,
    Directive,
    DirectiveCheckpoint,
    DirectiveTheme,
    Resolution,
    Theme,
)
from directives.school_year import create_periods
from organizations.accounts import ensure_staff_group
from organizations.models import Level, Municipality, Organization
from resolution_tracker import reference_indicators
from resolution_tracker.content import FIXTURES, Row, read

TITLE = "Резолюция форума руководителей общеобразовательных организаций Смоленской области"


@dataclass
class Loaded:
    """How many rows of each kind were created."""

    created: dict[str, int] = field(default_factory=dict)

    def note(self, what: str, count: int) -> None:
        if count:
            self.created[what] = self.created.get(what, 0) + count


def read_resolution() -> resolution_text.Document:
    """The document, taken apart; its line ends are kept as they are."""
    return resolution_text.parse((FIXTURES / "resolution.txt").read_bytes().decode("utf-8"))


@transaction.atomic
def load(today: date) -> Loaded:
    """Create what is missing, for the school year of this day."""
    loaded = Loaded()
    loaded.note("municipalities", _load_municipalities())
    department, institute, made = _load_regional_bodies()
    loaded.note("bodies", made + _load_authorities(department))
    loaded.note("themes", _load_themes())
    loaded.note("checkpoints", _load_checkpoints())
    resolution, made = _load_resolution()
    loaded.note("resolutions", made)
    loaded.note("directives", _load_directives(resolution, institute))
    school_year = school_year_of(today)
    loaded.note("periods", len(create_periods(school_year=school_year)))
    for what, made in reference_indicators.load(resolution, school_year):
        loaded.note(what, made)
    ensure_staff_group()  # of an older version it may lack the tables that came since
    return loaded


def _load_municipalities() -> int:
    names = ["oktmo", "name", "official_name", "short_name", "former_name", "name_in", "kind",
             "centre", "grid_col", "grid_row"]  # fmt: skip
    made = 0
    for row in read("municipalities.json"):
        known = Q(oktmo=row["oktmo"]) | Q(short_name=row["short_name"])
        if not Municipality.objects.filter(known).exists():
            Municipality.objects.create(**{name: row[name] for name in names})
            made += 1
    return made


def _load_regional_bodies() -> tuple[Organization, Organization, int]:
    rows, made = read("regional_bodies.json"), 0
    found: list[Organization] = []
    for level in (Level.DEPARTMENT, Level.INSTITUTE):
        body = Organization.objects.at(level).order_by("pk").first()
        if body is None:
            parent = found[0] if found else None
            body = Organization.objects.create(level=level, parent=parent, **_names(rows[level]))
            made += 1
        found.append(body)
    department, institute = found
    return department, institute, made


def _load_authorities(department: Organization) -> int:
    rows = {row["oktmo"]: row["authority"] for row in read("municipalities.json")}
    without = Municipality.objects.filter(oktmo__in=rows).exclude(
        organizations__level=Level.MUNICIPAL
    )
    made = [
        Organization(
            level=Level.MUNICIPAL,
            parent=department,
            municipality=municipality,
            **_names(rows[municipality.oktmo]),
        )
        for municipality in without
    ]
    return len(Organization.objects.bulk_create(made))


def _names(row: Row) -> Row:
    note = f"Прежнее наименование: {row['former_name']}" if row["former_name"] else ""
    return {"name": row["short_name"], "full_name": row["name"], "note": note}


def _load_themes() -> int:
    rows = read("themes.json")
    there = set(Theme.objects.values_list("code", flat=True))
    return len(Theme.objects.bulk_create(Theme(**row) for row in rows if row["code"] not in there))


def _load_checkpoints() -> int:
    there = set(Checkpoint.objects.values_list("code", flat=True))
    new = [Checkpoint(**row) for row in read("checkpoints.json") if row["code"] not in there]
    return len(Checkpoint.objects.bulk_create(new))


def _load_resolution() -> tuple[Resolution, int]:
    document = read_resolution()
    known = Resolution.objects.filter(Q(heading=document.heading) | Q(title=TITLE))
    if resolution := known.order_by("pk").first():
        return resolution, 0
    resolution = Resolution.objects.create(title=TITLE, heading=document.heading)
    Addressee.objects.bulk_create(
        Addressee(resolution=resolution, level=level, heading=section.heading, position=position)
        for position, (level, section) in enumerate(
            zip(Level, document.sections, strict=True), start=1
        )
    )
    return resolution, 1


def _load_directives(resolution: Resolution, institute: Organization) -> int:
    """Items that the resolution does not have yet, each with its themes and checkpoints."""
    texts = {
        f"{section_number}.{number}": text
        for section_number, section in enumerate(read_resolution().sections, start=1)
        for number, text in enumerate(section.items, start=1)
    }
    there = set(resolution.directives.values_list("number", flat=True))
    new = [row for row in read("directives.json") if row["number"] not in there]
    themes = {theme.code: theme for theme in Theme.objects.all()}
    checkpoints = {checkpoint.code: checkpoint for checkpoint in Checkpoint.objects.all()}
    for row in new:
        directive = _create_directive(resolution, row, texts[row["number"]])
        DirectiveTheme.objects.bulk_create(
            DirectiveTheme(directive=directive, theme=themes[code], is_primary=position == 0)
            for position, code in enumerate(row["themes"])
        )
        DirectiveCheckpoint.objects.bulk_create(
            DirectiveCheckpoint(
                directive=directive, checkpoint=checkpoints[code], position=position
            )
            for position, code in enumerate(row["checkpoints"], start=1)
        )
        if row["supported_by_institute"]:
            directive.supported_by.add(institute)
    return len(new)


def _create_directive(resolution: Resolution, row: Row, text: str) -> Directive:
    day = row["date_in_text"]
    return Directive.objects.create(
        resolution=resolution,
        text=text,
        number=row["number"],
        level=row["level"],
        date_in_text=date.fromisoformat(day) if day else None,
        control=row["control"],
        frequency=row["frequency"] or "",
        education_levels=row["education_levels"],
        evidence_required=row["evidence_required"],
    )
