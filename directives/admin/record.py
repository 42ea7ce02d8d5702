"""What was recorded: assignments, the timeline, evidence. Shown, never changed here."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from directives.models import Assignment, CheckpointMark, Evidence, StatusUpdate
from organizations.admin.base import ReadOnly, StaffAdmin


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly, StaffAdmin):
    list_display = ["directive_number", "organization", "period", "status", "due_on", "updated_at"]
    list_filter = ["status", "directive__level", "municipality", "period"]
    list_select_related = ["directive", "organization", "period"]
    search_fields = ["organization__name", "=directive__number"]
    ordering = ["-updated_at", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description=_("directive"), ordering="directive__sort_key")
    def directive_number(self, assignment: Assignment) -> str:
        return assignment.directive.number


class MarkInline(ReadOnly, admin.TabularInline):
    model = CheckpointMark
    fields = ["checkpoint", "state", "order_number", "order_date", "link", "comment"]
    readonly_fields = fields


@admin.register(StatusUpdate)
class StatusUpdateAdmin(ReadOnly, StaffAdmin):
    """PostgreSQL refuses to change or delete these rows, whoever asks."""

    inlines = [MarkInline]
    list_display = ["recorded_at", "assignment", "number", "kind", "author", "acting_organization"]
    list_filter = ["kind"]
    list_select_related = [
        "assignment__directive", "assignment__organization", "author", "acting_organization",
    ]  # fmt: skip
    search_fields = ["assignment__organization__name", "author__last_name", "=author__username"]
    ordering = ["-recorded_at", "-pk"]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnly, StaffAdmin):
    list_display = ["name", "reported_for", "size", "uploaded_at", "content_removed_at", "removal"]
    list_filter = ["content_type"]
    list_select_related = ["assignment__directive", "assignment__organization"]
    search_fields = ["name", "sha256", "assignment__organization__name"]
    ordering = ["-uploaded_at", "-pk"]
    # The content is served through the access rule alone, not by its place in the store.
    exclude = ["file"]

    @admin.display(description=_("assignment"), ordering="assignment")
    def reported_for(self, evidence: Evidence) -> Assignment:
        return evidence.assignment

    @admin.display(description=_("content"))
    def removal(self, evidence: Evidence) -> str:
        if evidence.content_removed_at:
            return _("removed")
        url = reverse("evidence-remove-content", args=[evidence.pk])
        return format_html('<a href="{}">{}</a>', url, _("Remove the content"))
