"""The devices' own pages: the state of the systems, the same on a wall, what they said last, and how far they can be trusted."""
