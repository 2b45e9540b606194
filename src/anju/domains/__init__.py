"""The rooms, in order. A room imports only rooms named before it, and of them only `events`, `queries` and `actions`."""

ROOMS = ["places", "people", "duties", "cases", "measures", "plans"]
