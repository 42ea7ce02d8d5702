"""Addresses: review."""

urlpatterns = []
