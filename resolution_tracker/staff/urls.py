"""Addresses of staff, and of the list of organizations that they change."""

from django.urls import path

from resolution_tracker.staff.evidence import evidence_remove_content
from resolution_tracker.staff.home import staff_home
from resolution_tracker.staff.listing import organization_list
from resolution_tracker.staff.organizations import (
    organization_add,
    organization_close,
    organization_edit,
)

urlpatterns = [
    path("staff/", staff_home, name="staff-home"),
    path("organizations/", organization_list, name="organization-list"),
    path("organizations/add/", organization_add, name="organization-add"),
    path("organizations/<pk:pk>/edit/", organization_edit, name="organization-edit"),
    path("organizations/<pk:pk>/close/", organization_close, name="organization-close"),
    path("files/<pk:pk>/remove-content/", evidence_remove_content, name="evidence-remove-content"),
]
