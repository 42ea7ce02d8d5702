"""The stock admin, entered through the site's own sign-in and its limits."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization


class PlacedChoice(AutocompleteJsonView):
    """What a field that is searched while typing offers."""

    def get_queryset(self):
        found = super().get_queryset()
        return found.select_related("municipality") if found.model is Organization else found

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Organization) and obj.municipality:
            result["text"] = f"{obj}, {obj.municipality}"
        return result


class AdminSite(admin.AdminSite):
    site_header = site_title = _("Reference tables and accounts")
    index_title = _("What staff keep")

    def autocomplete_view(self, request):
        """Choosing a body tells the place too: many districts have a «СОШ № 1»."""
        return PlacedChoice.as_view(admin_site=self)(request)

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        """Only for those who have come through the common sign-in."""
        return super().login(request, extra_context)
