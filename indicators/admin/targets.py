"""Targets of school years: for everybody, for a level, or for one body."""

from django.contrib import admin
from import_export.fields import Field

from indicators.admin.widgets import BodyWidget
from indicators.models import Indicator, Target
from organizations.admin.base import STAFF_MAY, StaffAdmin, Tracked
from organizations.reference.admin import TableAdmin
from organizations.reference.resource import TableResource
from organizations.reference.widgets import KnownWidget


class TargetInline(admin.TabularInline):
    staff_may = STAFF_MAY
    model = Target
    fields = ["school_year", "level", "organization", "value", "baseline"]
    autocomplete_fields = ["organization"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("indicator", "organization")


class TargetResource(TableResource):
    """No level and no body: for everybody. A body is named by its ОГРН, or by its name."""

    may_be_empty = ("level", "organization")
    indicator = Field(attribute="indicator", widget=KnownWidget(Indicator, "code"))
    school_year = Field(attribute="school_year")
    level = Field(attribute="level")
    organization = Field(attribute="organization", widget=BodyWidget())

    class Meta(TableResource.Meta):
        model = Target
        import_id_fields = ["indicator", "school_year", "level", "organization"]
        fields = ["indicator", "school_year", "level", "organization", "value", "baseline"]

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("indicator", "organization")


@admin.register(Target)
class TargetAdmin(Tracked, TableAdmin, StaffAdmin):
    resource_classes = [TargetResource]
    list_display = ["indicator", "school_year", "level", "organization", "value", "baseline"]
    list_filter = ["school_year", "level"]
    list_select_related = ["indicator", "organization"]
    search_fields = ["indicator__code", "indicator__name", "organization__name"]
    autocomplete_fields = ["indicator", "organization"]
