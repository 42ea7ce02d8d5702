"""Resolutions with their addressees, and themes."""

from django.contrib import admin
from import_export.fields import Field

from directives.models import Addressee, Resolution, Theme
from organizations.admin.base import STAFF_MAY, StaffAdmin, Tracked
from organizations.reference.admin import TableAdmin
from organizations.reference.resource import TableResource


class AddresseeInline(admin.TabularInline):
    staff_may = STAFF_MAY
    model = Addressee
    extra = 0


@admin.register(Resolution)
class ResolutionAdmin(Tracked, StaffAdmin):
    list_display = ["title", "status", "adopted_on"]
    inlines = [AddresseeInline]


class ThemeResource(TableResource):
    code = Field(attribute="code")

    class Meta(TableResource.Meta):
        model = Theme
        import_id_fields = ["code"]
        fields = ["code", "short_name", "name", "description"]


@admin.register(Theme)
class ThemeAdmin(Tracked, TableAdmin, StaffAdmin):
    resource_classes = [ThemeResource]
    list_display = ["code", "short_name", "name"]
