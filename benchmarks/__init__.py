"""Figures, each beside a peer measured in the same run. A benchmark is a module here with `measure() -> Iterable[Figure]`."""
