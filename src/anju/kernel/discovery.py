"""Loads what the rooms declare: their events, actions, reactions, screens, measures, schedules and jobs."""

from __future__ import annotations

import importlib
import importlib.util

from django.apps import apps

# The kernel's own modules that declare actions and jobs.
KERNEL = ("poison", "keeping", "erasure", "looking", "retention", "upkeep", "importing.actions", "importing.work", "exporting.actions", "exporting.work", "backup.records", "backup.nightly", "phone.late", "tokens.screens")
DECLARING = ("events", "actions", "reactions", "measures", "schedule", "screens", "jobs")


def load_rooms() -> list[str]:
    """Import each installed room's declaring modules, in the rooms' order; returns the names of those that exist.

    A module that exists and cannot be imported raises: a half-loaded house must not start.
    """
    found = []
    for part in KERNEL:
        importlib.import_module(f"{__package__}.{part}")
    for app in apps.get_app_configs():
        if not app.name.startswith("anju.domains."):
            continue
        for part in DECLARING:
            name = f"{app.name}.{part}"
            if importlib.util.find_spec(name) is not None:
                importlib.import_module(name)
                found.append(name)
    return found
