"""Approved documents: shown, never changed. Drafts are for the people who write them."""

from django.contrib import admin

from documents.models import Document
from organizations.admin.base import ReadOnly, StaffAdmin


@admin.register(Document)
class DocumentAdmin(ReadOnly, StaffAdmin):
    """PostgreSQL refuses to change or delete these rows, whoever asks."""

    list_display = ["number", "approved_on", "scope_name", "period_words", "issuer_name"]
    list_filter = ["approved_on"]
    search_fields = ["=number", "scope_name", "issuer_name", "=code"]
    ordering = ["-approved_at", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).approved()
