"""Addresses of the list of organizations and of a body's own contacts."""

from django.urls import path

from organizations.views.contacts import organization_contacts
from organizations.views.listing import organization_list

urlpatterns = [
    path("organizations/", organization_list, name="organization-list"),
    path("organizations/<pk:pk>/contacts/", organization_contacts, name="organization-contacts"),
]
