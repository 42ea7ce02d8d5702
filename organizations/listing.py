"""The list of organizations as a table; what is said of each in a file."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization

COLUMNS = [
    "municipality", "name", "full_name", "level", "parent", "inn", "kpp", "ogrn", "kind",
    "education_levels", "settlement", "pupils", "address", "head_name", "phone", "email",
    "website", "opened_on", "closed_on", "note",
]  # fmt: skip


class OrganizationTable(tables.Table):
    name = tables.Column(order_by=("sort_key", "pk"))
    municipality = tables.Column(order_by=("municipality__sort_key", "sort_key", "pk"))
    level = tables.Column(order_by=("level", "sort_key", "pk"))
    pupils = tables.Column(attrs={"td": {"class": "num"}})
    head_name = tables.Column(verbose_name=_("Head and phone"), orderable=False)
    change = tables.Column(verbose_name=_("Change"), empty_values=(), orderable=False)

    class Meta:
        model = Organization
        fields = ["name", "municipality", "level", "inn", "pupils", "head_name", "change"]
        empty_text = _("No organization answers to these conditions.")

    def render_name(self, record: Organization) -> str:
        url = reverse("organization-detail", args=[record.pk])
        closed = ""
        if record.closed_on:
            words = _("closed on %(date)s") % {"date": f"{record.closed_on:%d.%m.%Y}"}
            closed = format_html(' <span class="tag">{}</span>', words)
        return format_html('<a href="{}">{}</a>{}', url, record.name, closed)

    def render_head_name(self, record: Organization) -> str:
        return format_html('{}<br><span class="quiet">{}</span>', record.head_name, record.phone)

    def render_change(self, record: Organization) -> str:
        url = reverse("organization-edit", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, _("Change"))
