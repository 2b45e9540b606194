"""Observations: from a device's message to a durable row, and from the day's table to nothing when its time is over."""
