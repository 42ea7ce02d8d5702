"""Addresses: reporting."""

urlpatterns = []
