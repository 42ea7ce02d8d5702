"""Reporting periods with the date until which each level reports."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field

from directives.models import PeriodDueDate, ReportingPeriod
from organizations.admin.base import STAFF_MAY, StaffAdmin
from organizations.models import Level
from organizations.reference.admin import TableAdmin
from organizations.reference.resource import TableResource
from organizations.reference.widgets import DayWidget

DUE = {f"due_{level}": level for level in Level}


class DueDateInline(admin.TabularInline):
    """Frozen with the period: its assignments carry these dates already."""

    staff_may = STAFF_MAY
    model = PeriodDueDate
    extra = 0
    max_num = len(Level)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("period")

    def _allowed(self, allowed: bool, period) -> bool:
        return allowed and not (period and period.is_frozen)

    def has_add_permission(self, request, obj=None) -> bool:
        return self._allowed(super().has_add_permission(request, obj), obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return self._allowed(super().has_change_permission(request, obj), obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self._allowed(super().has_delete_permission(request, obj), obj)


class PeriodResource(TableResource):
    """One row a period; a column for each level's due date."""

    kind = Field(attribute="kind")
    school_year = Field(attribute="school_year")
    number = Field(attribute="number")
    due_department = Field()
    due_municipal = Field()
    due_institute = Field()
    due_school = Field()

    class Meta(TableResource.Meta):
        model = ReportingPeriod
        import_id_fields = ["kind", "school_year", "number"]
        fields = ["kind", "school_year", "number", "name", "starts_on", "ends_on", *DUE]

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        due = PeriodDueDate._meta.get_field("due_on").verbose_name
        for name, level in DUE.items():
            self.fields[name].column_name = f"{due}: {level.label}".capitalize()

    def export_field(self, field, instance, **kwargs):
        if (level := DUE.get(self.get_field_name(field))) is None:
            return super().export_field(field, instance, **kwargs)
        days = {row.level: row.due_on for row in instance.due_dates.all()}
        return DayWidget().render(days[level]) if level in days else ""

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        """A row that changes only a due date is not unchanged."""
        given = any(row.get(self.fields[name].column_name) for name in DUE)
        return not given and super().skip_row(instance, original, row, import_validation_errors)

    def before_save_instance(self, instance, row, **kwargs) -> None:
        """Read the dates before anything is written, so that a bad one names its column."""
        errors, instance.new_due_dates = [], {}
        for name, level in DUE.items():
            column = self.fields[name].column_name
            if not (value := row.get(column)):
                continue
            try:
                instance.new_due_dates[level] = DayWidget().clean(value)
            except ValueError as error:
                errors.append(f"{column}: {error}")
        if errors:
            raise ValidationError(errors)

    def after_save_instance(self, instance, row, **kwargs) -> None:
        stored = {due.level: due.due_on for due in instance.due_dates.all()}
        for level, day in instance.new_due_dates.items():
            if stored.get(level) == day:
                continue
            if instance.is_frozen:
                raise ValidationError(_("The period is open: this is frozen."))
            instance.due_dates.update_or_create(level=level, defaults={"due_on": day})


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(TableAdmin, StaffAdmin):
    resource_classes = [PeriodResource]
    inlines = [DueDateInline]
    list_display = ["name", "kind", "school_year", "starts_on", "ends_on", "opened_at", "closed_at"]
    list_filter = ["school_year", "kind"]
    readonly_fields = ["opened_at", "closed_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("due_dates")

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        frozen = ReportingPeriod.FROZEN if obj and obj.is_frozen else ()
        return [*super().get_readonly_fields(request, obj), *frozen]

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_frozen)
