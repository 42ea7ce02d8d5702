"""Mechanisms of quality management, and the numbers that indicators divide by."""

from django.contrib import admin
from import_export.fields import Field

from directives.admin.items import WithLevels
from indicators.models import Mechanism, Quantity
from organizations.admin.base import StaffAdmin, Tracked
from organizations.reference.admin import TableAdmin
from organizations.reference.resource import TableResource
from organizations.reference.widgets import KnownManyWidget


class MechanismResource(TableResource):
    code = Field(attribute="code")

    class Meta(TableResource.Meta):
        model = Mechanism
        import_id_fields = ["code"]
        fields = ["code", "name"]


@admin.register(Mechanism)
class MechanismAdmin(Tracked, TableAdmin, StaffAdmin):
    resource_classes = [MechanismResource]
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


class QuantityResource(TableResource):
    """A sum stands below its parts in the sheet."""

    code = Field(attribute="code")
    parts = Field(
        attribute="parts",
        column_name=Quantity._meta.get_field("parts").verbose_name,
        widget=KnownManyWidget(Quantity, "code"),
    )

    class Meta(TableResource.Meta):
        model = Quantity
        import_id_fields = ["code"]
        fields = ["code", "name", "origin", "parts", "education_levels", "position"]


@admin.register(Quantity)
class QuantityAdmin(WithLevels, Tracked, TableAdmin, StaffAdmin):
    resource_classes = [QuantityResource]
    list_display = ["code", "name", "origin", "position"]
    list_filter = ["origin"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parts"]
