"""Loads the fixtures and the closing report for the tests beside the rooms as well as for those in tests/."""

pytest_plugins = ["tests.plugin"]
