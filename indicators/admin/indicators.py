"""Indicators with their targets. What a collection has asked keeps what its figures rest on."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from directives.admin.items import WithLevels
from directives.models import Directive, Theme
from indicators.admin.targets import TargetInline
from indicators.models import Definition, Indicator, Mechanism, Quantity, Wording
from indicators.models.indicator import FROZEN_SENTENCE
from organizations.admin.base import ReadOnly, StaffAdmin, Tracked
from organizations.reference.admin import TableAdmin
from organizations.reference.resource import TableResource
from organizations.reference.widgets import KnownManyWidget, KnownWidget


class DefinitionInline(ReadOnly, admin.TabularInline):
    """Every wording so far: numbers given under one stay with it."""

    model = Definition
    fields = readonly_fields = ["number", "since", *Wording.WORDING]
    ordering = ["-number"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator")


class IndicatorResource(TableResource):
    code = Field(attribute="code")
    mechanism = Field(attribute="mechanism", widget=KnownWidget(Mechanism, "code"))
    theme = Field(attribute="theme", widget=KnownWidget(Theme, "code"))
    quantity = Field(attribute="quantity", widget=KnownWidget(Quantity, "code"))
    computed_from = Field(attribute="computed_from", widget=KnownWidget(Directive, "number"))
    directives = Field(
        attribute="directives",
        column_name=Indicator._meta.get_field("directives").verbose_name,
        widget=KnownManyWidget(Directive, "number"),
    )

    class Meta(TableResource.Meta):
        model = Indicator
        import_id_fields = ["code"]
        fields = [
            "code", "position", "name", "measure", "unit", "numerator", "denominator", "direction",
            "level", "source", "frequency", "collected", "mechanism", "theme", "directives",
            "education_levels", "quantity", "computed_from", "least", "most", "jump", "minutes",
            "basis", "is_in_use",
        ]  # fmt: skip

    def filter_export(self, queryset, **kwargs):
        links = ["mechanism", "theme", "quantity", "computed_from"]
        return queryset.select_related(*links).prefetch_related("directives")


@admin.register(Indicator)
class IndicatorAdmin(WithLevels, Tracked, TableAdmin, StaffAdmin):
    """A change of wording makes a new definition: see `Indicator.save`."""

    resource_classes = [IndicatorResource]
    inlines = [TargetInline, DefinitionInline]
    list_display = ["code", "short", "level", "source", "frequency", "mechanism", "is_in_use"]
    list_filter = ["frequency", "source", "level", "mechanism", "theme", "is_in_use"]
    list_select_related = ["mechanism"]
    search_fields = ["code", "name", "=directives__number"]
    autocomplete_fields = ["mechanism", "directives", "quantity", "computed_from"]

    def get_fieldsets(self, request, obj=None):
        """What is asked; whose it is and how it is collected; where it belongs; how it is checked.

        Of an indicator that was asked, the second part says why it can not be changed.
        """
        frozen = {"description": FROZEN_SENTENCE} if obj and obj.is_frozen else {}
        words = ["code", "position", "name", "unit", "numerator", "denominator", "direction"]
        return [
            (None, {"fields": [*words, "is_in_use"]}),
            (_("How it is collected"), {"fields": list(Indicator.FROZEN)} | frozen),
            (None, {"fields": ["collected", "education_levels", "quantity", "computed_from"]}),
            (_("Where it belongs"), {"fields": ["mechanism", "theme", "directives", "basis"]}),
            (_("How it is checked"), {"fields": ["least", "most", "jump", "minutes"]}),
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("name", "numerator", "denominator", "basis"):
            kwargs["widget"] = forms.TextInput(attrs={"class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        frozen = Indicator.FROZEN if obj and obj.is_frozen else ()
        return [*super().get_readonly_fields(request, obj), *frozen]

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_frozen)

    @admin.display(description=_("name"), ordering="name")
    def short(self, indicator: Indicator) -> str:
        return f"{indicator.name[:90]}…" if len(indicator.name) > 90 else indicator.name
