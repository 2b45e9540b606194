"""Pages of the workforce that are no lists: the posts now, the team in figures, and what is done by code."""
