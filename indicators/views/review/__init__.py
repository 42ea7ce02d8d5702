"""Reviewing reports of indicators."""
