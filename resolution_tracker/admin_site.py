"""The stock admin, entered through the site's own sign-in and its limits."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _


class AdminSite(admin.AdminSite):
    site_header = site_title = _("Reference tables and accounts")
    index_title = _("What staff keep")

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        """Only for those who have come through the common sign-in."""
        return super().login(request, extra_context)
