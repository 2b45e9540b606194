"""The product's settings with a data folder of their own and cheap password hashes: what tests do must not touch a real community."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = tempfile.mkdtemp(prefix="anju-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["ANJU_DATA_DIR"] = _data
if _given := os.environ.get("ANJU_TEST_DATABASES", "").split():
    # One database server for each test process (gw0, gw1, ...); see tests/postgres.py.
    os.environ["ANJU_DATABASE"] = _given[int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % len(_given)]
for _name in ("ANJU_KEYS_DIR", "ANJU_FILES_DIR", "ANJU_HTTPS"):
    os.environ.pop(_name, None)

from anju.project import catalogue  # noqa: E402
from anju.project.settings import *  # noqa: E402, F403

# What the tests read is today's Chinese, whether or not `make catalogue` was run.
LOCALE_PATHS = [Path(_data) / "locale"]
catalogue.build(into=LOCALE_PATHS[0])

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in the product: threads of a database in memory lock each other's tables. Nothing here must survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_data) / "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]

# pytest shows what a failed test logged; a server's thread that logs after its test would write into a closed stream.
LOGGING["handlers"]["console"] = {"class": "logging.NullHandler"}  # noqa: F405
LOGGING["loggers"] = {"django.server": {"handlers": [], "level": "INFO", "propagate": True}}  # noqa: F405
