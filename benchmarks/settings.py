"""The product's settings with the peers' apps beside its own."""

from __future__ import annotations

from importlib.util import find_spec

from anju.project.settings import *  # noqa: F403
from anju.project.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, *[app for app in ("auditlog",) if find_spec(app)]]
