"""What was asked and how far it is: resolutions, directives, assignments, timeline."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "directives"
    verbose_name = _("Directives")
