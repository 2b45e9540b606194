"""Devices 设备: the register of what is wired up in a community, whether it is there and why not, how far it can be trusted, what it said and what it was told.

Cameras, barriers, doors, lifts, pumps, detectors, readers and chargers of every maker stand in one list. What they say many times a
second are observations, kept apart from the ledger; that one was lost or came back is an event, to which the rooms above react.
"""
