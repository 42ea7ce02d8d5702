"""The school list: what is read, what is understood, what is applied."""
