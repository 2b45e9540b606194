"""A notice on its way: who it is for, what it may say, which way comes when. Plain facts in, a decision out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..codes import GROUPS, LEVELS, PERSONAL_WAYS, URGENT

STEP_SECONDS = 15
LADDERS = {1: ("in_app", "sms", "voice"), 2: ("in_app", "sms", "voice"), 3: ("in_app", "sms"), 4: ("in_app",)}
GIVE_UP = {1: timedelta(seconds=15), 2: timedelta(seconds=15), 3: timedelta(hours=1), 4: timedelta(days=3)}
"""How long the last way has, by level, before the recipient counts as not reached."""
QUIET_FROM, QUIET_TO = 22, 7
MAX_TITLE, MAX_TEXT = 40, 500
MAX_NAMED = 500

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-HJ-NP-Z][·.\s]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]")
_MONEY = re.compile(r"[¥￥]\s*\d|\d\s*元")
_TITLED = ("先生", "女士", "小姐", "师傅", "业主", "同志")


@dataclass(frozen=True)
class Audience:
    """Whom a notice is for: groups and roles of the community, persons, and homes (those of `places`, or all)."""

    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    places: tuple[UUID, ...] = ()
    persons: tuple[UUID, ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether it names nobody but single persons."""
        return bool(self.persons) and not (self.groups or self.roles or self.places)

    def as_json(self) -> dict[str, list[str]]:
        return {"groups": list(self.groups), "roles": list(self.roles), "places": [str(one) for one in self.places], "persons": [str(one) for one in self.persons]}


def read_audience(raw: Any, *, roles: Iterable[str]) -> Audience | Refusal:
    """The audience that somebody wrote as `{groups, roles, places, persons}`."""
    no = Refusal("notices.bad_audience", _("Not sent: choose whom it is for from the lists."))
    if not isinstance(raw, dict) or set(raw) - {"groups", "roles", "places", "persons"}:
        return no
    parts = {name: raw.get(name) or [] for name in ("groups", "roles", "places", "persons")}
    if not all(isinstance(part, list | tuple) and len(part) <= MAX_NAMED for part in parts.values()):
        return no
    groups, known = [str(each) for each in parts["groups"]], set(roles)
    wanted = [str(each) for each in parts["roles"]]
    if set(groups) - dict(GROUPS).keys() or set(wanted) - known:
        return no
    try:
        places, persons = ([UUID(str(each)) for each in parts[name]] for name in ("places", "persons"))
    except ValueError:
        return no
    if not (groups or wanted or places or persons):
        return Refusal("notices.no_audience", _("Not sent: nobody is named. Choose groups, roles, buildings or persons."))
    return Audience(*(tuple(dict.fromkeys(part)) for part in (groups, wanted, places, persons)))


def may_send(level: Any, title: str, text: str, *, counted: int, private: str) -> Refusal | None:
    """`private` is what the text holds that belongs to one person, in one word, or nothing."""
    if level not in dict(LEVELS):
        return Refusal("notices.unknown_level", _("Not sent: choose a level from 1 to 4."))
    if not title.strip() or not text.strip():
        return Refusal("notices.nothing_said", _("Not sent: a notice needs a title and a text."))
    if len(title) > MAX_TITLE or len(text) > MAX_TEXT:
        return Refusal("notices.too_long", _("Not sent: the title has at most %(title)s characters, the text %(text)s."), title=MAX_TITLE, text=MAX_TEXT)
    if private:
        sentence = _("Not sent: the text holds %(what)s. It may stand on a locked screen; say it without, and let people open the page for the rest.")
        return Refusal("notices.personal_data", sentence, what=private)
    if counted == 0:
        return Refusal("notices.nobody", _("Not sent: nobody belongs to this audience now. Choose another one."))
    return None


def private_words(text: str, *, names: Iterable[str] = (), is_personal: bool = False) -> Any:
    """What the text says that belongs to one person: a telephone number, an identity number, a plate, a full name; money where one person is told."""
    plain = unicodedata.normalize("NFKC", text)
    for pattern, what in ((_IDENTITY, _("an identity number")), (_MOBILE, _("a telephone number")), (_PLATE, _("a plate"))):
        if pattern.search(plain):
            return what
    if is_personal and _MONEY.search(plain):
        return _("an amount of money")
    return _("a full name") if any(_names(plain, name) for name in names) else ""


def _names(plain: str, name: str) -> bool:
    """Names of two characters are often words too (高峰, 文明), so they count only before a form of address."""
    return name in plain if len(name) > 2 else any(f"{name}{title}" in plain for title in _TITLED)


def radio_words(level: int, title: str, given: str = "") -> str:
    """What is said on the radio when nothing else gets through; only for levels 1 and 2."""
    if level > URGENT:
        return ""
    return given.strip() or say("All posts attention: %(title)s.") % {"title": title.strip()}


def whole_text(text: str, radio: str) -> str:
    """The text as every channel carries it: an urgent one ends with the sentence for the radio."""
    if not radio:
        return text.strip()
    return f"{text.strip()} {say('Say on the radio: “%(words)s”') % {'words': radio}}"


def quiet_end(level: int, local: datetime, *, is_on_duty: bool = False) -> datetime | None:
    """Until when a message waits: from 22:00 to 07:00 by the wall clock, but not for levels 1 and 2 nor for who is on duty."""
    if level <= URGENT or is_on_duty or QUIET_TO <= local.hour < QUIET_FROM:
        return None
    day = local + timedelta(days=1) if local.hour >= QUIET_FROM else local
    return day.replace(hour=QUIET_TO, minute=0, second=0, microsecond=0)


def usable_ways(ladder: Iterable[str], *, has_account: bool, has_phone: bool, connected: Iterable[str]) -> list[str]:
    """The ways of the ladder that can reach this person: the app needs an account, the others a phone and a channel."""
    open_ways = set(connected) if has_phone else set()
    return [way for way in ladder if way in PERSONAL_WAYS and (has_account if way == "in_app" else way in open_ways)]


@dataclass(frozen=True)
class Climb:
    """What comes next for one recipient: a way to try now (or none), and when to look again; `is_over` when nothing is left."""

    way: str = ""
    step: int = 0
    next_at: datetime | None = None
    is_over: bool = False


def climb(level: int, ways: list[str], step: int, *, local: datetime, is_on_duty: bool = False, step_seconds: int = STEP_SECONDS) -> Climb:
    """The next step of somebody who was not reached: the next way, a wait for the morning, or the end of the ladder."""
    if step >= len(ways):
        return Climb(step=step, is_over=True)
    quiet = None if ways[step] == "in_app" else quiet_end(level, local, is_on_duty=is_on_duty)
    if quiet is not None:
        return Climb(step=step, next_at=quiet)
    is_last = step + 1 == len(ways)
    pause = GIVE_UP[level] if is_last else timedelta(seconds=step_seconds)
    return Climb(ways[step], step + 1, local + pause)
