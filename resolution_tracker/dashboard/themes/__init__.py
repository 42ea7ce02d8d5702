"""«Направления»: each theme as a chain from the department to the schools."""
