"""The kernel's tables."""

from .backups import Backup
from .exports import ColumnChoice, Export
from .files import Blob
from .imports import Import, ImportPart
from .ledger import Entry, LedgerBase, PrivateWords
from .phone import PhoneClock, PhoneItem
from .reactions import Cursor, PoisonEvent
from .schedule import ScheduledJob
from .scope import Counter, Grant, Scope
from .seals import Seal
from .search import SearchToken
from .tokens import ApiToken

__all__ = ["ApiToken", "Backup", "Blob", "ColumnChoice", "Counter", "Cursor", "Entry", "Export", "Grant", "Import", "ImportPart", "LedgerBase", "PhoneClock", "PhoneItem", "PoisonEvent", "PrivateWords", "ScheduledJob", "Scope", "Seal", "SearchToken"]
