"""Addresses of a body's own contacts."""

from django.urls import path

from organizations.views.contacts import organization_contacts

urlpatterns = [
    path("organizations/<pk:pk>/contacts/", organization_contacts, name="organization-contacts"),
]
