"""The commands of `anju`. Each is a module with `configure(parser)` and `run(given) -> status`; `anju.project.cli` puts them together."""

from __future__ import annotations


def set_up() -> None:
    """Load Django. Commands that need no database never call it."""
    import django

    django.setup()


def console(text: str) -> None:
    print(text, flush=True)
