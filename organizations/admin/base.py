"""What every admin of ours shares: who may do what, and where the history is."""

from django.contrib import admin

from organizations.history import changes_of

# What the staff group may do with a model unless its admin says otherwise.
STAFF_MAY = ("view", "add", "change", "delete")


class StaffAdmin(admin.ModelAdmin):
    """Base of our admins. `staff_may` is what `ensure_staff_group` grants."""

    staff_may: tuple[str, ...] = STAFF_MAY
    list_per_page = 50
    show_full_result_count = False
    # Nothing is deleted by the dozen: what is in use stays, the rest goes one by one.
    save_on_top = False

    def get_actions(self, request) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class ReadOnly:
    """For rows that other parts write: shown, never changed here."""

    staff_may = ("view",)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class Tracked:
    """For reference data whose changes are kept with their dates."""

    object_history_template = "admin/changes.html"

    def history_view(self, request, object_id, extra_context=None):
        """The admin's own log, and above it each change of a value with its date and author."""
        instance = self.get_object(request, object_id)
        extra = {"changes": changes_of(instance) if instance else []}
        return super().history_view(request, object_id, extra | (extra_context or {}))
