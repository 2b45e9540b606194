"""The records of passes, keys and found things."""

from .found import FoundCategory, FoundItem
from .keys import Custody, Key
from .passes import Pass, PassItem, PassUse

__all__ = ["Custody", "FoundCategory", "FoundItem", "Key", "Pass", "PassItem", "PassUse"]
