"""The columns of a school list as we write it; import, export and the template name them alike.

The headings are Russian as data, like `headings.json`: a file must be read back whatever language
the screens speak. Import knows each of them by `headings.json`; a test sees to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import IntegerWidget, Widget

from organizations.models import (
    EducationLevel,
    Level,
    Municipality,
    Organization,
    SchoolKind,
    Settlement,
)
from organizations.reference.resource import TableResource
from organizations.reference.widgets import (
    NO,
    YES,
    ChoicesWidget,
    ChoiceWidget,
    KnownWidget,
    YesNoWidget,
)

# Who founded a school: the region itself, or a municipality as everywhere.
REGION = "Субъект РФ"
MUNICIPAL = "Муниципальное образование"
LEVELS = {EducationLevel.NOO: "НОО", EducationLevel.OOO: "ООО", EducationLevel.SOO: "СОО"}
SETS_OF_LEVELS = ["НОО", "НОО, ООО", "НОО, ООО, СОО", "ООО", "ООО, СОО", "СОО"]
# Rows of the database held at a time.
CHUNK = 1000


@dataclass(frozen=True)
class SheetColumn:
    """How one column of the list looks and what a person is told of it."""

    name: str  # the field, as headings.json calls it
    heading: str
    width: int  # in characters
    hint: Promise
    digits: int = 0  # a number of exactly so many digits, kept as text
    is_count: bool = False  # a number to be added up


COLUMNS = [
    SheetColumn("municipality", "Муниципалитет", 24, _("Required. Choose from the list.")),
    SheetColumn("full_name", "Полное наименование", 60, _("As in the charter of the school.")),
    SheetColumn(
        "short_name",
        "Краткое наименование",
        36,
        _("Required where there is no full name. It is what the system shows."),
    ),
    SheetColumn(
        "inn", "ИНН", 13, _("10 digits. A branch repeats the number of its school."), digits=10
    ),
    SheetColumn("kpp", "КПП", 11, _("9 digits."), digits=9),
    SheetColumn(
        "ogrn", "ОГРН", 16, _("13 digits. A school is recognised by this number."), digits=13
    ),
    SheetColumn(
        "kind", "Вид ОО", 20, _("Choose from the list. If it is empty, the name tells the kind.")
    ),
    SheetColumn(
        "education_levels",
        "Уровни образования",
        20,
        _("Choose from the list. They decide which items the school is asked about."),
    ),
    SheetColumn("settlement", "Город/село", 12, _("Choose from the list.")),
    SheetColumn("pupils", "Численность обучающихся", 16, _("A whole number."), is_count=True),
    SheetColumn("address", "Адрес", 50, _("With the postal code.")),
    SheetColumn("head_name", "ФИО руководителя", 34, _("Surname, name and patronymic in full.")),
    SheetColumn("phone", "Телефон", 22, _("With the code of the town.")),
    SheetColumn("email", "E-mail", 28, _("One address.")),
    SheetColumn("website", "Сайт", 28, _("One address.")),
    SheetColumn(
        "founder",
        "Учредитель",
        28,
        _("Only for a school that answers to the department itself; empty for all others."),
    ),
    SheetColumn(
        "branch", "Филиал", 10, _("Yes for a branch: it is listed and receives no assignments.")
    ),
    SheetColumn("note", "Примечание", 40, _("Whatever the department should know.")),
]


class FounderWidget(Widget):
    """Said of the department's own schools only: all others answer to their municipality."""

    def render(self, value, obj=None, **kwargs) -> str:
        return REGION if value is not None and value.level == Level.DEPARTMENT else ""


class SchoolResource(TableResource):
    """Schools as a sheet. Lists are imported by `checking`, which maps columns of any name."""

    municipality = Field("municipality", widget=KnownWidget(Municipality, "short_name"))
    full_name = Field("full_name")
    short_name = Field("name")
    inn = Field("inn")
    kpp = Field("kpp")
    ogrn = Field("ogrn")
    kind = Field("kind", widget=ChoiceWidget(SchoolKind.choices))
    education_levels = Field("education_levels", widget=ChoicesWidget(list(LEVELS.items())))
    settlement = Field("settlement", widget=ChoiceWidget(Settlement.choices))
    pupils = Field("pupils", widget=IntegerWidget(coerce_to_string=False))
    address = Field("address")
    head_name = Field("head_name")
    phone = Field("phone")
    email = Field("email")
    website = Field("website")
    founder = Field("parent", widget=FounderWidget(), readonly=True)
    branch = Field("is_branch", widget=YesNoWidget())
    note = Field("note")

    class Meta(TableResource.Meta):
        model = Organization
        import_id_fields = ["ogrn"]
        fields = [column.name for column in COLUMNS]
        export_order = fields

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        for column in COLUMNS:
            self.fields[column.name].column_name = column.heading

    def rows(self, schools: QuerySet[Organization]) -> Iterator[list]:
        """The cells of each school, a chunk of the table in memory at a time."""
        fields = self.get_export_fields()
        for school in schools.select_related("municipality", "parent").iterator(CHUNK):
            yield [field.export(school) for field in fields]

    def choices(self, municipalities: QuerySet[Municipality]) -> dict[str, list[str]]:
        """What may be chosen in a column, in the words its cells are written in."""
        named = {
            name: [str(label) for _value, label in self.fields[name].widget.choices]
            for name in ("kind", "settlement")
        }
        return named | {
            "municipality": list(municipalities.values_list("short_name", flat=True)),
            "education_levels": SETS_OF_LEVELS,
            "founder": [REGION, MUNICIPAL],
            "branch": [str(YES), str(NO)],
        }


def schools_at_work(schools: QuerySet[Organization], today: date) -> QuerySet[Organization]:
    """Those a list should name, branches too: neither closed by this day nor voided."""
    at_work = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    order = ("municipality__sort_key", "sort_key", "pk")
    return schools.filter(at_work, level=Level.SCHOOL, voided_at__isnull=True).order_by(*order)
