"""The catalogue of indicators as every installation starts with it; only what is missing."""

from collections.abc import Iterator

from directives.models import Resolution, Theme
from indicators.models import Indicator, Mechanism, Quantity, Target
from resolution_tracker.content import Row, read

# Fields of the fixture that name rows of other tables.
_LINKS = ("mechanism", "theme", "directives", "quantity", "computed_from")


def load(resolution: Resolution, school_year: int) -> Iterator[tuple[str, int]]:
    """What was looked for and how many of it were made; targets are of this school year."""
    yield "mechanisms", _load_mechanisms()
    yield "quantities", _load_quantities()
    yield "indicators", _load_indicators(resolution)
    yield "targets", load_targets(school_year)


def _load_mechanisms() -> int:
    there = set(Mechanism.objects.values_list("code", flat=True))
    rows = [Mechanism(**row) for row in read("mechanisms.json") if row["code"] not in there]
    return len(Mechanism.objects.bulk_create(rows))


def _load_quantities() -> int:
    there = set(Quantity.objects.values_list("code", flat=True))
    new = {
        row["code"]: (position, row)
        for position, row in enumerate(read("quantities.json"), start=1)
        if row["code"] not in there
    }
    Quantity.objects.bulk_create(
        Quantity(position=position, **{key: row[key] for key in row if key != "parts"})
        for position, row in new.values()
    )
    known = {quantity.code: quantity for quantity in Quantity.objects.all()}
    for code, (_position, row) in new.items():
        known[code].parts.set(known[part] for part in row.get("parts", []))
    return len(new)


def _load_indicators(resolution: Resolution) -> int:
    there = set(Indicator.objects.values_list("code", flat=True))
    rows = list(enumerate(read("indicators.json"), start=1))
    new = [(position, row) for position, row in rows if row["code"] not in there]
    mechanisms = {row.code: row for row in Mechanism.objects.all()}
    themes = {row.code: row for row in Theme.objects.all()}
    quantities = {row.code: row for row in Quantity.objects.all()}
    directives = {row.number: row for row in resolution.directives.all()}
    for position, row in new:
        indicator = Indicator.objects.create(
            position=position,
            mechanism=mechanisms.get(row["mechanism"]),
            theme=themes.get(row["theme"]),
            quantity=quantities.get(row["quantity"]),
            computed_from=directives.get(row["computed_from"]),
            **_own(row),
        )
        indicator.directives.set(directives[number] for number in row["directives"])
    return len(new)


def _own(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _LINKS}


def load_targets(school_year: int) -> int:
    """For each indicator of the fixture that has no target of everybody in this year.

    The target of the year before goes on where there is one: it is what staff have set since.
    """
    indicators = {row.code: row for row in Indicator.objects.all()}
    of_all = Target.objects.filter(level="", organization=None, school_year__lte=school_year)
    last = {target.indicator_id: target for target in of_all.order_by("school_year")}
    new = []
    for row in read("indicator_targets.json"):
        indicator = indicators[row["indicator"]]
        before = last.get(indicator.pk)
        if before and before.school_year == school_year:
            continue
        value = before.value if before else row["value"]
        baseline = before.baseline if before else row["baseline"]
        new.append(
            Target(indicator=indicator, school_year=school_year, value=value, baseline=baseline)
        )
    return len(Target.objects.bulk_create(new))
