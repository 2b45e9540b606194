"""The rooms, in order. A room imports only rooms named before it, and of them only `events`, `queries` and `actions`."""

ROOMS = [
    "places",
    "people",
    "documents",
    "devices",
    "notices",
    "passes",
    "duties",
    "cases",
    "measures",
    "scores",
    "charges",
    "training",
    "workforce",
    "access",
    "renovation",
    "parking",
    "goods",
    "edges",
    "patrol",
    "plans",
]
