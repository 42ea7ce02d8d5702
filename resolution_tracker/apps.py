"""The project as an application, and the admin behind the common sign-in."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as StockAdminConfig


class ResolutionTrackerConfig(AppConfig):
    name = "resolution_tracker"


class AdminConfig(StockAdminConfig):
    default_site = "resolution_tracker.admin_site.AdminSite"
