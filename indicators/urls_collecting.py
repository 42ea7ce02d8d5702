"""Addresses: collecting."""

urlpatterns = []
