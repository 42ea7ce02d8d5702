"""Territories are a reference table; bodies are shown only: forms and lists change them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from organizations.admin.base import ReadOnly, StaffAdmin, Tracked
from organizations.models import Municipality, Organization
from organizations.reference.admin import TableAdmin
from organizations.reference.resource import TableResource


class MunicipalityResource(TableResource):
    oktmo = Field(attribute="oktmo")

    class Meta(TableResource.Meta):
        model = Municipality
        import_id_fields = ["oktmo"]
        fields = [
            "oktmo", "short_name", "name", "official_name", "former_name", "name_in", "kind",
            "centre", "grid_col", "grid_row",
        ]  # fmt: skip


@admin.register(Municipality)
class MunicipalityAdmin(Tracked, TableAdmin, StaffAdmin):
    resource_classes = [MunicipalityResource]
    list_display = ["short_name", "oktmo", "kind", "centre"]
    list_filter = ["kind"]
    search_fields = ["short_name", "name", "oktmo"]


@admin.register(Organization)
class OrganizationAdmin(Tracked, ReadOnly, StaffAdmin):
    """Shown for looking up and for choosing in other forms."""

    list_display = ["name", "level", "municipality", "inn", "ogrn", "closed_on", "page"]
    list_filter = ["level", "municipality", "kind", "is_branch", "is_addressee"]
    list_select_related = ["municipality"]
    search_fields = ["name", "full_name", "inn", "ogrn", "municipality__short_name"]

    @admin.display(description=_("change"))
    def page(self, organization: Organization) -> str:
        url = reverse("organization-edit", args=[organization.pk])
        return format_html('<a href="{}">{}</a>', url, _("Open the form"))
