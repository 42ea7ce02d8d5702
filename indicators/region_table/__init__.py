"""The roll-up page: indicators × municipalities (or urban and rural, or kinds of school)."""
