"""The tables of people: persons and accounts, homes, posts and who holds them."""

from .homes import Ownership, Residency
from .persons import Account, Membership, Person, RoleName
from .posts import Holding, Post, Presence, Shift, ShiftPattern
from .rights import RightsChange

__all__ = ["Account", "Holding", "Membership", "Ownership", "Person", "Post", "Presence", "Residency", "RightsChange", "RoleName", "Shift", "ShiftPattern"]
