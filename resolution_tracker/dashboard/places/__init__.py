"""Where it stands: municipalities and their schools by item, and the map of the region."""
