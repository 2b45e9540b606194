"""The blocks of which reports are made; importing them declares them."""

from . import figures, goals, matters, night, people, sentences

__all__ = ["figures", "goals", "matters", "night", "people", "sentences"]
