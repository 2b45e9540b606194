"""The product's settings with the peers' apps, pages and templates beside its own."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from anju.project.settings import *  # noqa: F403
from anju.project.settings import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, *[app for app in ("auditlog",) if find_spec(app)]]
TEMPLATES = [{**one, "DIRS": [*one.get("DIRS", []), Path(__file__).resolve().parent / "templates"]} if one["BACKEND"].endswith("DjangoTemplates") else one for one in TEMPLATES]
