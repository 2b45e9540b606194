"""The decisions of this room, from plain facts."""

from .book import Book, first_terms, is_noisy_hour, read
from .checking import Finding, Planned, check, refusals
from .goods import flags

__all__ = ["Book", "Finding", "Planned", "check", "first_terms", "flags", "is_noisy_hour", "read", "refusals"]
