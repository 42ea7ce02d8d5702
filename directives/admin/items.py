"""Items of resolutions and their checkpoints. What bodies were asked is frozen once published."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from directives.models import (
    Checkpoint,
    Directive,
    DirectiveCheckpoint,
    DirectiveTheme,
    Resolution,
)
from directives.models.checkpoint import FROZEN as CHECKPOINT_FROZEN
from organizations.admin.base import STAFF_MAY, StaffAdmin, Tracked
from organizations.models import EducationLevel
from organizations.reference.admin import TableAdmin
from organizations.reference.resource import TableResource
from organizations.reference.widgets import KnownWidget


class LevelsField(forms.MultipleChoiceField):
    """Ticks instead of codes separated by commas."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs) -> None:
        kwargs = {key: kwargs[key] for key in ("label", "help_text") if key in kwargs}
        super().__init__(choices=EducationLevel.choices, required=False, **kwargs)


class WithLevels:
    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "education_levels":
            return LevelsField(label=db_field.verbose_name, help_text=db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class CheckpointInline(admin.TabularInline):
    """Of a published item none vanishes; later ones are added."""

    staff_may = STAFF_MAY
    model = DirectiveCheckpoint
    autocomplete_fields = ["checkpoint"]
    extra = 0

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_frozen)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_frozen)


class ThemeInline(admin.TabularInline):
    staff_may = STAFF_MAY
    model = DirectiveTheme
    extra = 0


class DirectiveResource(TableResource):
    resolution = Field(attribute="resolution", widget=KnownWidget(Resolution, "title"))
    number = Field(attribute="number")

    class Meta(TableResource.Meta):
        model = Directive
        import_id_fields = ["resolution", "number"]
        fields = [
            "resolution", "number", "level", "text", "date_in_text", "control", "frequency",
            "education_levels", "evidence_required",
        ]  # fmt: skip


@admin.register(Directive)
class DirectiveAdmin(WithLevels, Tracked, TableAdmin, StaffAdmin):
    """The dates of control are given on publication, on the department's own page."""

    resource_classes = [DirectiveResource]
    inlines = [CheckpointInline, ThemeInline]
    list_display = ["number", "level", "one_line", "control", "placed_on_control_on", "due_on"]
    list_filter = ["resolution", "level", "control", "frequency", "theme_links__theme"]
    search_fields = ["number", "text"]
    autocomplete_fields = ["supported_by"]
    readonly_fields = ["placed_on_control_on", "due_on", "published", "withdrawn"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        frozen = Directive.FROZEN if obj and obj.is_frozen else ()
        return [*super().get_readonly_fields(request, obj), *frozen]

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_frozen)

    @admin.display(description=_("placed on control"))
    def published(self, directive: Directive) -> datetime | None:
        return directive.published_at

    @admin.display(description=_("taken off control"))
    def withdrawn(self, directive: Directive) -> datetime | None:
        return directive.withdrawn_at

    @admin.display(description=_("text"))
    def one_line(self, directive: Directive) -> str:
        text = directive.one_line
        return f"{text[:110]}…" if len(text) > 110 else text


class CheckpointResource(TableResource):
    code = Field(attribute="code")

    class Meta(TableResource.Meta):
        model = Checkpoint
        import_id_fields = ["code"]
        fields = [
            "code", "title", "hint", "group", "education_levels", "needs_proof", "asks_number",
            "asks_date", "asks_link",
        ]  # fmt: skip


@admin.register(Checkpoint)
class CheckpointAdmin(WithLevels, Tracked, TableAdmin, StaffAdmin):
    resource_classes = [CheckpointResource]
    list_display = ["code", "title", "group", "needs_proof", "used_in"]
    list_filter = ["group", "needs_proof"]
    search_fields = ["code", "title", "=directives__number"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("directives")

    def get_readonly_fields(self, request, obj=None) -> tuple[str, ...]:
        return CHECKPOINT_FROZEN if obj and obj.is_frozen else ()

    @admin.display(description=_("items"))
    def used_in(self, checkpoint: Checkpoint) -> str:
        return ", ".join(directive.number for directive in checkpoint.directives.all())
