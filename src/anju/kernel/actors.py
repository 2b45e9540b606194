"""Who does something: a person's account, the system itself, or a device."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The doer of an action. `id` is the account's, `person` the human behind it; `name` is for the screen, never for the ledger.

    With `is_trying` somebody looks around as another post: he holds what `posts` and `rights` say and nothing else, and no action runs for him.
    An Actor remembers the posts it was found to hold and the scopes' grants, so it must not outlive one request or job.
    """

    kind: str
    code: str = ""
    id: UUID | None = None
    person: UUID | None = None
    name: str = ""
    posts: dict[UUID, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    rights: dict[UUID, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    grants: dict[UUID, Any] = field(default_factory=dict, compare=False, repr=False)
    is_trying: bool = False

    @classmethod
    def system(cls, code: str) -> Actor:
        """The product acting by itself: the schedule, a reaction, an import. It may do everything."""
        return cls(kind="system", code=code)

    @classmethod
    def of(cls, account: Any) -> Actor:
        """The actor behind a signed-in account."""
        return cls(kind="account", id=account.pk, person=account.person_id, name=str(account))

    @property
    def is_system(self) -> bool:
        return self.kind == "system"
