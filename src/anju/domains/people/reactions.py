"""What people does when others act: who is erased from the ledger's words is forgotten here too."""

from __future__ import annotations

from typing import Any

from anju.kernel.actors import Actor
from anju.kernel.erasure import PersonErased
from anju.kernel.reactions import reaction

from .actions import forget_person
from .models import Person


@reaction(on=PersonErased)
def when_words_are_erased_forget_the_person(entry: Any, event: PersonErased) -> None:
    """Empty the person's record in the scope in which the words were erased."""
    person = Person.objects.filter(pk=event.person, scope_id=entry.scope_id).first()
    if person is not None:
        forget_person(person, by=Actor.system("reaction"))
