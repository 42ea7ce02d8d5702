"""The page of a school's passport: cells in their groups, what was typed, what is worth a look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from directives.calendar import year_name
from directives.figures import spaced
from indicators import passports, rules
from indicators.models import Origin, Passport, Quantity
from indicators.quantities import passport_quantities, taught
from organizations.models import Organization

PUPILS, CLASSES, CLASS_TEACHERS = "pupils", "classes", "class-teachers"


@dataclass
class Cell:
    """One number: as it is typed, as it is stored, as it was a year before."""

    quantity: Quantity
    label: str
    typed: str = ""
    stored: int | None = None
    before: int | None = None
    error: str = ""
    # Saved by somebody since the page was opened, and different from what is typed here.
    is_overtaken: bool = False

    @property
    def name(self) -> str:
        return field_name(self.quantity)


@dataclass
class Group:
    """Cells under one heading. Parts of a sum have short labels and a total once all are given."""

    heading: str
    cells: list[Cell]
    is_sum: bool = False

    @property
    def total(self) -> int | None:
        numbers = [cell.stored for cell in self.cells]
        return sum(numbers) if self.is_sum and None not in numbers else None


@dataclass
class Page:
    """What the template needs."""

    organization: Organization
    school_year: int
    passport: Passport | None
    groups: list[Group] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def cells(self) -> list[Cell]:
        return [cell for group in self.groups for cell in group.cells]

    @cached_property
    def given(self) -> int:
        return sum(cell.stored is not None for cell in self.cells)

    @property
    def year(self) -> str:
        return year_name(self.school_year)

    @property
    def year_before(self) -> str:
        return year_name(self.school_year - 1)

    @property
    def has_errors(self) -> bool:
        return any(cell.error for cell in self.cells)

    @property
    def is_overtaken(self) -> bool:
        return any(cell.is_overtaken for cell in self.cells)

    @property
    def version(self) -> str:
        return passports.version_of(self.passport)


@dataclass
class Typed:
    """What a form brought: texts as they were, and the numbers they mean."""

    texts: dict[int, str] = field(default_factory=dict)
    numbers: dict[Quantity, int | None] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)


def field_name(quantity: Quantity) -> str:
    return f"q{quantity.pk}"


def typed_in(data: Mapping[str, str], organization: Organization) -> Typed:
    """The numbers of a form; a field that the form does not have changes nothing."""
    typed = Typed()
    for quantity in passport_quantities(organization):
        text = data.get(field_name(quantity))
        if text is None:
            continue
        typed.texts[quantity.pk] = text
        try:
            typed.numbers[quantity] = rules.whole_number(text)
        except rules.NotWhole as wrong:
            typed.errors[quantity.pk] = str(wrong)
    return typed


def read(organization: Organization, school_year: int, typed: Typed | None = None,
         is_overtaken: bool = False) -> Page:  # fmt: skip
    """The page as it stands; with what was typed where it could not be saved."""
    passport = passports.passport_of(organization, school_year)
    stored = passports.numbers_of(passport)
    before = passports.numbers_of(passports.passport_of(organization, school_year - 1))
    cells = []
    for quantity in passport_quantities(organization):
        number = stored.get(quantity.pk)
        cell = Cell(quantity, quantity.name, _text(number), number, before.get(quantity.pk))
        if typed and quantity.pk in typed.texts:
            cell.typed = typed.texts[quantity.pk]
            cell.error = typed.errors.get(quantity.pk, "")
            wanted = typed.numbers.get(quantity)
            cell.is_overtaken = is_overtaken and not cell.error and wanted != number
        cells.append(cell)
    groups = _grouped(cells, set(organization.education_levels))
    return Page(organization, school_year, passport, groups, _notes(organization, cells, groups))


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _grouped(cells: list[Cell], levels: set[str]) -> list[Group]:
    """Parts of the sum of all pupils under its name, which their labels then leave out."""
    pupils = (
        Quantity.objects.filter(code=PUPILS, origin=Origin.SUM).prefetch_related("parts").first()
    )
    parts = {part.pk for part in pupils.parts.all() if taught(part, levels)} if pupils else set()
    grades = [cell for cell in cells if cell.quantity.pk in parts]
    rest = [cell for cell in cells if cell.quantity.pk not in parts]
    groups = []
    if grades:
        for cell in grades:
            cell.label = cell.quantity.name.removeprefix(pupils.name).strip() or cell.label
        groups.append(Group(pupils.name, grades, is_sum=True))
    if rest:
        groups.append(Group(_("Classes and staff") if grades else "", rest))
    return groups


def _notes(organization: Organization, cells: list[Cell], groups: list[Group]) -> list[str]:
    """What does not agree; nothing of it hinders saving."""
    notes = []
    stored = {cell.quantity.code: cell.stored for cell in cells}
    total, known = groups[0].total if groups else None, organization.pupils
    if total is not None and known is not None and total != known:
        text = _("By classes there are %(total)s pupils, the school's data say %(known)s.")
        notes.append(text % {"total": spaced(total), "known": spaced(known)})
    classes, teachers = stored.get(CLASSES), stored.get(CLASS_TEACHERS)
    if classes is not None and teachers is not None and teachers > classes:
        text = _("There are more class teachers (%(teachers)s) than classes (%(classes)s).")
        notes.append(text % {"teachers": spaced(teachers), "classes": spaced(classes)})
    return notes
