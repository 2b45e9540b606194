"""The kernel's tables."""

from .files import Blob
from .imports import Import, ImportPart
from .ledger import Entry, PrivateWords
from .reactions import Cursor, PoisonEvent
from .schedule import ScheduledJob
from .scope import Counter, Grant, Scope
from .seals import Seal
from .search import SearchToken
from .tokens import ApiToken

__all__ = ["ApiToken", "Blob", "Counter", "Cursor", "Entry", "Grant", "Import", "ImportPart", "PoisonEvent", "PrivateWords", "ScheduledJob", "Scope", "Seal", "SearchToken"]
