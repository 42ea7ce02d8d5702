"""A reference table as a sheet: headings are the model's own words, a bad row stops everything."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import resources
from import_export.resources import Diff
from import_export.results import Result
from import_export.widgets import ManyToManyWidget

from organizations.reference import widgets


class SheetDiff(Diff):
    """What a row changes, without the inline styles that our content security policy refuses."""

    def as_html(self) -> list[str]:
        """One cell a column: the value, or the old one struck out before the new one."""
        cells = []
        for before, after in zip(self.left, self.right, strict=True):
            if self.new or before == after:
                cells.append(format_html("{}", "" if after is None else after))
            else:
                cells.append(format_html("<del>{}</del> <ins>{}</ins>", before or "—", after))
        return cells


class SheetResult(Result):
    """Errors under the sheet's own row numbers (import-export counts from the first data row)."""

    numbers: list[int] = ()
    # Row, heading (empty: the row as a whole) and sentence of every mistake.
    mistakes: list[tuple[int, str, str]] = ()

    def number(self, index: int) -> int:
        """The sheet's number of the row import-export calls `index` (from 1)."""
        return self.numbers[index - 1] if index <= len(self.numbers) else index

    def row_errors(self) -> list:
        return [
            (self.number(index), row.errors)
            for index, row in enumerate(self.rows, start=1)
            if row.errors
        ]


def _widget_for(field: models.Field):
    """The widget of one column, or None where import-export's own will do."""
    if isinstance(field, ArrayField):
        return widgets.ChoicesWidget(field.base_field.choices)
    if field.choices:
        return widgets.ChoiceWidget(field.choices)
    return {
        "BooleanField": widgets.YesNoWidget,
        "DateField": widgets.DayWidget,
        "DecimalField": widgets.DecimalCommaWidget,
        "PositiveSmallIntegerField": widgets.WholeWidget,
    }.get(field.get_internal_type(), lambda: None)()


class TableResource(resources.ModelResource):
    """Base of every sheet: constraints speak, nothing of a bad file is kept.

    `may_be_empty` names the parts of a key whose empty cell means something.
    """

    may_be_empty: tuple[str, ...] = ()

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self._seen: dict[tuple, int] = {}
        self._numbers: list[int] = []
        model = self._meta.model
        for name, column in self.fields.items():
            names = {field.name: field for field in model._meta.get_fields() if field.concrete}
            if (field := names.get(column.attribute)) is not None:
                column.column_name = capfirst(str(field.verbose_name))
                if column.widget.__class__.__module__ != widgets.__name__:
                    column.widget = _widget_for(field) or column.widget
            else:
                column.column_name = str(column.column_name or name)

    @classmethod
    def get_result_class(cls):
        return SheetResult

    @classmethod
    def get_diff_class(cls):
        return SheetDiff

    def import_data(self, dataset, *args, **kwargs):
        """Import under the sheet's row numbers; a bad row rolls the whole sheet back."""
        kwargs["rollback_on_validation_errors"] = True
        self._numbers = list(getattr(dataset, "numbers", [])) or list(range(2, len(dataset) + 2))
        result = super().import_data(dataset, *args, **kwargs)
        result.numbers = self._numbers
        for row in [*result.invalid_rows, *result.error_rows]:
            row.number = result.number(row.number)
        result.mistakes = [
            (row.number, self._heading(name), sentence)
            for row in result.invalid_rows
            for name, sentences in row.error_dict.items()
            for sentence in sentences
        ]
        return result

    def _heading(self, name: str) -> str:
        return self.fields[name].column_name if name in self.fields else ""

    def before_import(self, dataset, **kwargs) -> None:
        """Refuse a column nobody would read: a misspelt heading must not lose its data."""
        known = {name.casefold(): name for name in self._headings(self.fields)}
        headers = [known.get(header.casefold(), header) for header in dataset.headers]
        if unknown := [header for header in headers if header not in known.values()]:
            raise ValidationError(
                _("Unknown columns: %(unknown)s. Known are: %(known)s.")
                % {"unknown": ", ".join(unknown) or "—", "known": ", ".join(known.values())}
            )
        keys = self._headings(self.get_import_id_fields())
        if missing := [name for name in keys if name not in headers]:
            raise ValidationError(
                _("The sheet has no column: %(missing)s.") % {"missing": ", ".join(missing)}
            )
        dataset.headers = headers

    def _headings(self, names) -> list[str]:
        return [self.fields[name].column_name for name in names]

    def before_import_row(self, row, row_number=None, **kwargs) -> None:
        """One key twice in a sheet: the later row would silently undo the earlier."""
        keys = [name for name in self.get_import_id_fields() if name not in self.may_be_empty]
        names = self._headings(keys)
        if not all(str(row.get(name, "")).strip() for name in names):
            raise ValidationError(_("Fill in: %(columns)s.") % {"columns": ", ".join(names)})
        try:
            key = tuple(self.fields[name].clean(row) for name in self.get_import_id_fields())
        except ValueError as error:
            raise ValidationError(str(error)) from error
        number = self._numbers[row_number - 1]
        if (first := self._seen.setdefault(key, number)) != number:
            raise ValidationError(_("The same as in row %(row)s.") % {"row": first})

    def import_instance(self, instance, row, **kwargs) -> None:
        """Links to several rows are read with the other cells: a bad one is named like them."""
        super().import_instance(instance, row, **kwargs)
        for name, column in self.fields.items():
            if isinstance(column.widget, ManyToManyWidget) and row.get(column.column_name):
                try:
                    column.clean(row)
                except ValueError as error:
                    raise ValidationError({name: str(error)}) from error

    def import_field(self, field, instance, row, is_m2m=False, **kwargs) -> None:
        """An empty cell never erases."""
        if str(row.get(field.column_name, "")).strip() == "":
            return
        super().import_field(field, instance, row, is_m2m, **kwargs)
