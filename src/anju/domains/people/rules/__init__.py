"""Decisions about persons, homes, shifts and posts. Pure."""
