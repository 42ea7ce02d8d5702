"""What a person says of the table: where it stands, and what each of its columns holds."""

from collections import Counter

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organizations.models import ListField, SchoolList, SchoolListColumn, User
from organizations.school_list.reader import SchoolListError
from organizations.school_list.understanding import choose_columns
from resolution_tracker.intake.access import municipalities_of
from resolution_tracker.intake.holding import held, refuse_finished
from resolution_tracker.intake.rechecking import recheck
from resolution_tracker.intake.scope import scope_told_by, set_scope
from resolution_tracker.intake.uploads import WHOLE_REGION

LAST_ROW = 1_048_576
SURE, LIKELY = 0.95, 0.75
BLANK = [("", _("— is not read —"))]


class TableForm(forms.Form):
    """The sheet, the row of the headings, whose schools these are."""

    sheet = forms.ChoiceField(label=_("Sheet"))
    header_row = forms.IntegerField(
        label=_("Row of the headings"),
        required=False,
        min_value=1,
        max_value=LAST_ROW,
        help_text=_("The number of the row in the sheet. Empty: it is looked for."),
    )
    header_last_row = forms.IntegerField(
        label=_("Last row of the headings"),
        required=False,
        min_value=1,
        max_value=LAST_ROW,
        help_text=_("Where the headings take two rows."),
    )
    scope = forms.ChoiceField(label=_("Whose schools are in the list"))

    def __init__(self, *args, school_list: SchoolList, user: User, **kwargs) -> None:
        self.school_list = school_list
        place = school_list.municipality
        initial = {"sheet": school_list.sheet, "scope": place.oktmo if place else WHOLE_REGION}
        if school_list.header_is_chosen:
            initial["header_row"] = school_list.header_row
            if school_list.header_last_row != school_list.header_row:
                initial["header_last_row"] = school_list.header_last_row
        super().__init__(*args, initial=initial, **kwargs)
        self.places = {place.oktmo: place for place in municipalities_of(user)}
        self.fields["sheet"].choices = [(name, name) for name in school_list.sheets]
        scopes = [(oktmo, place.short_name) for oktmo, place in self.places.items()]
        if user.is_staff:
            scopes.insert(0, (WHOLE_REGION, _("All municipalities")))
        self.fields["scope"].choices = scopes
        for name in ("sheet", "scope"):
            if len(self.fields[name].choices) < 2:
                del self.fields[name]

    def clean(self) -> dict:
        said = super().clean()
        first, last = said.get("header_row"), said.get("header_last_row")
        if last and not (first and first <= last <= first + 1):
            self.add_error("header_last_row", _("The headings take one row or two in a row."))
        return said

    def save(self) -> SchoolList:
        """Read the table anew; SchoolListError where there is none, and nothing is changed then."""
        school_list, said = self.school_list, self.cleaned_data
        with transaction.atomic():
            if "sheet" in said and said["sheet"] != school_list.sheet:
                _forget_cells(school_list)
            if "sheet" in said:
                school_list.sheet_is_chosen |= said["sheet"] != school_list.sheet
                school_list.sheet = said["sheet"]
            school_list.header_is_chosen = said["header_row"] is not None
            if school_list.header_is_chosen:
                school_list.header_row = said["header_row"]
                school_list.header_last_row = said["header_last_row"] or said["header_row"]
            school_list.save()
            scope = said.get("scope")
            municipality = self.places.get(scope) if scope else school_list.municipality
            if municipality != school_list.municipality:
                return set_scope(school_list, municipality)
            return recheck(school_list)


class ColumnsForm(forms.Form):
    """One choice for each column; no two columns hold the same."""

    def __init__(self, *args, school_list: SchoolList, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.school_list = school_list
        self.columns = list(school_list.columns.all())
        choices = [*BLANK, *ListField.choices]
        for column in self.columns:
            self.fields[self.name_of(column)] = forms.ChoiceField(
                label=column.heading, choices=choices, required=False, initial=column.field
            )

    @staticmethod
    def name_of(column: SchoolListColumn) -> str:
        return f"column-{column.index}"

    @property
    def rows(self) -> list[tuple[SchoolListColumn, forms.BoundField, str]]:
        """Each column with its choice and how sure the guess is."""
        return [(one, self[self.name_of(one)], certainty_of(one)) for one in self.columns]

    def clean(self) -> dict:
        said = super().clean()
        times = Counter(field for field in said.values() if field)
        for name, field in list(said.items()):
            if field and times[field] > 1:
                text = _("Two columns are said to hold “%(field)s”: leave it to one of them.")
                self.add_error(
                    name, forms.ValidationError(text, params={"field": ListField(field).label})
                )
        return said

    @transaction.atomic
    def save(self) -> SchoolList:
        """Kept for this list and for the next file of its shape; the list is checked anew."""
        fields = {one.index: self.cleaned_data[self.name_of(one)] for one in self.columns}
        was_unread = bool(self.school_list.refusal)
        choose_columns(self.school_list, fields)
        school_list = recheck(self.school_list)
        # Only now can it tell whose schools it names: when it was uploaded, nobody could.
        if was_unread and school_list.municipality is None and (told := scope_told_by(school_list)):
            return set_scope(school_list, told)
        return school_list


def certainty_of(column: SchoolListColumn) -> str:
    """How far the guess can be relied on: a code for the page, none where it is no guess."""
    if column.is_chosen:
        return "chosen"
    if not column.field:
        return "unknown"
    if column.certainty >= SURE:
        return "sure"
    return "likely" if column.certainty >= LIKELY else "doubtful"


def is_remembered(school_list: SchoolList) -> bool:
    """Whether what is said of the columns was said of an earlier file of the same shape."""
    earlier = SchoolList.objects.filter(
        shape=school_list.shape, uploaded_at__lt=school_list.uploaded_at, columns__is_chosen=True
    )
    return bool(school_list.shape) and earlier.exists()


def _forget_cells(school_list: SchoolList) -> None:
    """What was said of rows and columns by their numbers was said of another sheet."""
    for said in (school_list.corrections, school_list.decisions, school_list.columns):
        said.all().delete()


def try_to_save(form: TableForm | ColumnsForm, user: User) -> bool:
    """Whether the form was saved; the sentence of a refusal stands above its fields.

    The list is held: one that has gone on since the page was opened is not written over.
    """
    try:
        with transaction.atomic():
            form.school_list = held(user, form.school_list.pk)
            refuse_finished(user, form.school_list)
            form.save()
    except SchoolListError as error:
        form.add_error(None, str(error))
        return False
    return True
