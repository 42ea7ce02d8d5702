"""Import and export of reference tables: one way to read, check and write them."""
