"""Places 场所: one tree from the region to the dwelling, and the spaces that people guard, clean and repair."""
