"""What people fill in: a new document, its head, one item, the list's filters."""
