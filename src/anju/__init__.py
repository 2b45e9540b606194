"""Anju 安居: runs the security and the property management of a residential community from its own written plan."""

__version__ = "0.1.0"
