"""Turning an uploaded drawing (picture, page of a PDF, DXF) into one picture, in a process of its own with limits on memory and time."""
