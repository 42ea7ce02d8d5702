"""Import and export in the admin: preview first, then all rows or none."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm, ImportForm
from import_export.tmp_storages import MediaStorage

from organizations.reference.formats import Csv, Table, Xlsx
from organizations.school_list.reader import SchoolListError

LARGEST = 5 * 1024 * 1024


class TableImportForm(ImportForm):
    """One file; its content says what it is, so there is no format to choose."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].widget = forms.HiddenInput()
        self.initial["format"] = "0"
        self.fields["import_file"].help_text = _(
            "An .xlsx or .csv table with the columns named above. Export the table first to get "
            "the right columns. An empty cell changes nothing."
        )

    def clean_import_file(self):
        """Refuse what no reference table needs before it is read."""
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than 5 MB: this is not a reference table."))
        return file


class TableAdmin(ImportExportMixin):
    """Mixin of a reference table's admin."""

    import_template_name = "admin/import_table.html"
    import_form_class = TableImportForm
    export_form_class = ExportForm
    import_formats = [Table]
    export_formats = [Xlsx, Csv]
    # Any web process may be asked to confirm: the file waits in the common store.
    tmp_storage_class = MediaStorage

    def has_import_permission(self, request) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def add_data_read_fail_error_to_form(self, form, e) -> None:
        """The reader's own sentence."""
        if not isinstance(e, SchoolListError):
            raise e
        form.add_error("import_file", e.message)

    def process_import(self, request, **kwargs):
        """Confirmed twice, or long after the preview: the waiting file is gone."""
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, _("This preview has already been used. Choose the file again."))
            return redirect("admin:{}_{}_import".format(*self.get_model_info()))

    def create_confirm_form(self, request, import_form=None):
        """There is one way to read a file, whatever the hidden field says."""
        form = super().create_confirm_form(request, import_form)
        form.fields["format"] = forms.ChoiceField(choices=[("0", "0")], widget=forms.HiddenInput)
        return form

    def process_result(self, result, request):
        """Say so when the table changed between the preview and the confirmation."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(
                request,
                _("Nothing was imported: the table has changed since the preview. Try again."),
            )
            return redirect("admin:{}_{}_import".format(*self.get_model_info()))
        return super().process_result(result, request)

    def get_export_filename(self, request, queryset, file_format) -> str:
        day = timezone.localdate()
        return f"{self.opts.model_name}-{day:%Y-%m-%d}.{file_format.get_extension()}"
