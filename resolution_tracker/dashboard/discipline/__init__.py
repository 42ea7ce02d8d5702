"""Discipline, both ways: of the bodies that report, and of those that review them."""
