"""Whose work the plan is."""

MANAGERS = ("security_manager", "project_manager")
