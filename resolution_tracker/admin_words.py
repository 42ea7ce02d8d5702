"""Words of Django's admin said anew: its Russian puts every name in one case and gender.

The project's catalogue comes after Django's, so a message named here is translated by us.
"""

from django.utils.translation import gettext_noop as _

WORDS = (
    _("Add %s"),
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Add another %(model)s"),
    _("Change %s"),
    _("View %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Cannot delete %(name)s"),
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("Password changed successfully."),
    _("Import"),
    _("Export"),
    _("File to import"),
    _("Confirm import"),
    _("This importer will import the following fields: "),
    _("This exporter will export the following fields: "),
    _(
        "Below is a preview of data to be imported. If you are satisfied with the results, "
        "click 'Confirm import'"
    ),
    _("Import finished: {} new, {} updated, {} deleted and {} skipped {}."),
    _("Designates whether the user can log into this admin site."),
    _("staff status"),
)
