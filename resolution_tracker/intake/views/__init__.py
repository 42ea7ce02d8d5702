"""Screens of school lists: from an uploaded file to what it did."""
