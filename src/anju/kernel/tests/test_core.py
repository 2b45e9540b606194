"""The kernel's promises, shown on the smallest action there is: changing a grant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid4

import pytest
from django.utils.translation import gettext_lazy as _

from anju.kernel import actions, clock, events, ledger, permissions, scope
from anju.kernel.actors import Actor
from anju.kernel.events import Words
from anju.kernel.ids import running_number
from anju.kernel.models import Counter, Entry, PrivateWords, Scope
from anju.kernel.refusals import Refusal
from anju.kernel.states import States, state

pytestmark = pytest.mark.django_db


@events.event("kernel.bell_rung")
class BellRung:
    number: int
    reason: Words = ""


@actions.action(title=_("Ring the bell"), posts=("guard",), event=BellRung)
def ring_bell(where: Scope, *, times: int, reason: Annotated[str, actions.Field(_("Reason"))] = "", by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Ring it."""
    number = running_number(where, "bell", at.year)
    if times > 3:
        return Refusal("kernel.too_loud", _("%(times)s times is too loud. Ring at most 3 times."), times=times)
    actions.announce(BellRung(number=number, reason=reason), subject=where)
    return where


@pytest.fixture
def community() -> Scope:
    return Scope.objects.create(kind="community", name="锦绣花园")


SYSTEM = Actor.system("test")


def test_an_action_writes_one_row_with_its_words_apart(community):
    assert ring_bell(community, times=2, reason="火警", by=SYSTEM) == community
    entry = Entry.objects.get()
    assert (entry.name, entry.action, entry.payload) == ("kernel.bell_rung", "kernel.ring_bell", {"number": 1})
    assert ledger.words_of([entry]) == {entry.id: {"reason": "火警"}}
    assert "火警".encode() not in bytes(PrivateWords.objects.get().sealed)
    assert ledger.event_of(entry, {"reason": "火警"}) == BellRung(number=1, reason="火警")


def test_a_refusal_leaves_nothing_behind(community):
    outcome = ring_bell(community, times=4, by=SYSTEM)
    assert outcome.code == "kernel.too_loud"
    assert outcome.params == {"times": 4}
    assert Entry.objects.count() == 0
    assert Counter.objects.count() == 0


def test_nobody_acts_without_the_permission(community):
    permissions_before = list(permissions._sources)
    permissions.set_source(lambda actor, where: frozenset({actor.code}))
    try:
        assert ring_bell(community, times=1, by=Actor("account", "cleaner", uuid4())).code == "kernel.not_permitted"
        assert Entry.objects.count() == 0
        assert ring_bell(community, times=1, by=Actor("account", "guard", uuid4())) == community
    finally:
        permissions._sources[:] = permissions_before


def test_a_scope_out_of_view_does_not_exist(community):
    other = Scope.objects.create(kind="community", name="隔壁")
    with scope.entered(other):
        assert ring_bell(community, times=1, by=SYSTEM).code == "kernel.not_found"
    assert Entry.objects.count() == 0


def test_a_repeated_request_runs_once_and_answers_the_same(community):
    for _turn in range(2):
        with actions.requested("phone-1"):
            assert ring_bell(community, times=1, by=SYSTEM) == community
    assert Entry.objects.count() == 1


def test_an_action_that_announces_nothing_is_a_fault_and_undone(community):
    @actions.action(title=_("Forget"), posts=(), event=BellRung)
    def forget(where: Scope, *, by: Actor, at: datetime | None = None) -> Scope:
        """Forget to announce."""
        running_number(where, "bell", 2026)
        return where

    with pytest.raises(RuntimeError):
        forget(community, by=SYSTEM)
    assert Counter.objects.count() == 0
    actions.registry.pop("kernel.forget")


def test_free_text_cannot_enter_a_payload():
    @events.event("kernel.note_left")
    class NoteLeft:
        note: str

    with pytest.raises(ValueError):
        events.split(NoteLeft(note="张三的电话"))
    events.registry.pop(("kernel.note_left", 1))


def test_an_old_version_is_lifted_when_read():
    @events.event("kernel.lamp_lit", version=2)
    class LampLit:
        lamp: UUID
        lux: int

    events.upcast("kernel.lamp_lit", 1)(lambda payload: {**payload, "lux": payload["bright"] * 10})
    lamp = uuid4()
    assert events.join("kernel.lamp_lit", 1, {"lamp": str(lamp), "bright": 3}, {}) == LampLit(lamp=lamp, lux=30)
    events.registry.pop(("kernel.lamp_lit", 2)), events._upcasters.pop(("kernel.lamp_lit", 1))


def test_records_cannot_be_read_before_a_scope_is_entered(community):
    from anju.domains.people.models import Person

    with pytest.raises(scope.ScopeNotSet):
        Person.objects.count()
    with scope.entered(community):
        assert Person.objects.count() == 0


def test_an_event_is_read_back_with_what_was_left_empty():
    @events.event("kernel.bulb_changed")
    class BulbChanged:
        lamp: UUID
        old: UUID | None
        why: Words

    try:
        changed = BulbChanged(lamp=uuid4(), old=None, why="")
        assert events.join("kernel.bulb_changed", 1, *events.split(changed)) == changed
    finally:
        del events.registry["kernel.bulb_changed", 1]


def test_json_is_taken_in_the_shape_that_the_action_works_with(community):
    from anju.kernel import inputs

    def act(where: Scope, *, rows: list, facts: dict, by: Actor) -> None: ...

    _subject, taken = inputs.read_signature(act)
    assert inputs.clean(taken, {"rows": "[1]", "facts": {"a": 1}}) == {"rows": [1], "facts": {"a": 1}}
    with pytest.raises(inputs.BadInput) as bad:
        inputs.clean(taken, {"rows": {"a": 1}, "facts": "[1]"})
    assert set(bad.value.errors) == {"rows", "facts"}


def test_the_input_cleaner_names_every_fault(community):
    from anju.kernel.inputs import BadInput

    spec = actions.registry["kernel.ring_bell"]
    assert spec.clean({"times": "3", "reason": " 响 "}) == {"times": 3, "reason": "响"}
    with pytest.raises(BadInput) as bad:
        spec.clean({"times": "three", "loud": 1})
    assert set(bad.value.errors) == {"times", "loud"}
    with pytest.raises(BadInput) as bad:
        spec.clean({})
    assert set(bad.value.errors) == {"times"}


def test_a_state_table_knows_what_may_follow():
    class Door(States):
        shut = state(_("Shut"), "grey", to=("open",))
        open = state(_("Open"), "green")

    assert Door.may("shut", "open") and not Door.may("open", "shut")
    assert [s.colour for s in Door] == ["grey", "green"]


def test_a_business_day_is_the_scopes_own(community):
    at = datetime(2026, 3, 5, 16, 30, tzinfo=UTC)
    with clock.frozen(at):
        assert clock.today(community).isoformat() == "2026-03-06"
    start, end = clock.day_bounds(community, clock.local(community, at).date())
    assert (start, end - start) == (datetime(2026, 3, 5, 16, tzinfo=UTC), timedelta(days=1))
