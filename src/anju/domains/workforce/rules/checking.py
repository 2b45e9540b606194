"""When posts are checked at random, what a check needs, and who signs it."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal


def drawn(seed: str, month: date, *, wanted: int, posts: int, first_hour: int, last_hour: int) -> list[tuple[timedelta, int]]:
    """The moments of a month's checks, as time since its first midnight, each with the number of its post. The same seed draws the same."""
    days, minutes = monthrange(month.year, month.month)[1], (last_hour - first_hour) * 60
    found = []
    for number in range(wanted):
        lot = hashlib.sha256(f"{seed}:{month:%Y-%m}:{number}".encode()).digest()
        day, minute, post = (int.from_bytes(lot[8 * part : 8 * part + 8]) for part in range(3))
        found.append((timedelta(days=day % days, hours=first_hour, minutes=minute % minutes), post % posts))
    return sorted(found)


def may_draw(*, wanted: int, first_hour: int, last_hour: int, posts: int, is_drawn: bool) -> Refusal | None:
    if is_drawn:
        return Refusal("workforce.drawn_already", _("Not drawn: the checks of this month are drawn already."))
    if not 1 <= wanted <= 200 or not 0 <= first_hour < last_hour <= 24:
        return Refusal("workforce.bad_draw", _("Not drawn: 1 to 200 checks, between two different hours of the day."))
    if not posts:
        return Refusal("workforce.no_posts", _("Not drawn: there is no post of the guarding team yet."))
    return None


def may_check(*, is_somebody_there: bool, is_own: bool, checked: Sequence[str], faults: Sequence[str], question: str, has_photo: bool) -> Refusal | None:
    if not is_somebody_there:
        return Refusal("workforce.nobody_to_check", _("Not recorded: nobody stands at this post. Report it as a finding instead."))
    if is_own:
        return Refusal("workforce.own_check", _("Not recorded: nobody checks himself. Somebody else checks this post."))
    if not checked or set(faults) - set(checked):
        return Refusal("workforce.bad_items", _("Not recorded: name what was checked, and only faults among it."))
    if not question.strip():
        return Refusal("workforce.no_question", _("Not recorded: ask a question and write it down."))
    if not has_photo:
        return Refusal("workforce.no_photo", _("Not recorded: a photo of the post is needed."))
    return None


def may_sign(*, state: str, is_checked_one: bool) -> Refusal | None:
    if state != "recorded":
        return Refusal("workforce.signed_already", _("This is signed already. See the record."))
    if not is_checked_one:
        return Refusal("workforce.not_yours_to_sign", _("Not signed: only the person whom it is about signs."))
    return None


def may_gather(*, title: str, expected: int, strangers: int, cost: int, is_ahead: bool) -> Refusal | None:
    """`strangers` are those said to have come or to be badly dressed without having been there."""
    if not title.strip() or not expected:
        return Refusal("workforce.nobody_expected", _("Not recorded: give a title and say who was expected."))
    if strangers:
        return Refusal("workforce.not_there", _("Not recorded: only who came can be badly dressed. Check the lists."))
    if is_ahead or not 0 <= cost <= 10**9:
        return Refusal("workforce.bad_gathering", _("Not recorded: it is held already, and its cost is 0 or more. Check time and cost."))
    return None


def may_hand_over(*, is_here: bool, is_next_here: bool, is_given: bool, expected: dict[str, int], counted: dict[str, int], explanation: str) -> Refusal | None:
    if not is_here:
        return Refusal("workforce.not_on_post", _("Not recorded: you are not on this post. Go on post first."))
    if is_given:
        return Refusal("workforce.handed_over_already", _("You have handed over already. The next shift takes over on its phone."))
    if not is_next_here:
        return Refusal("workforce.nobody_to_take_over", _("Not handed over: nobody of the next shift is on post yet. Wait for him, or call the squad leader."))
    if any(not 0 <= counted[name] <= 10_000 for name in counted):
        return Refusal("workforce.bad_count", _("Not handed over: count again. 0 to 10,000 is possible."))
    if counted["slips"] != expected["slips"] and not explanation.strip():
        sentence = _("Not handed over: %(out)s goods passes were let through, %(back)s slips collected. Add the missing ones, or write down where they are.")
        return Refusal("workforce.slips_differ", sentence, out=expected["slips"], back=counted["slips"])
    if counted != expected and not explanation.strip():
        sentence = _("Not handed over: %(keys)s keys and %(radios)s radios should be noted. Count again, or write down where they are.")
        return Refusal("workforce.count_differs", sentence, keys=expected["keys"], radios=expected["radios"])
    return None


def may_take_over(*, state: str, is_giver: bool, is_here: bool) -> Refusal | None:
    if state != "given":
        return Refusal("workforce.taken_over_already", _("This was taken over already. See the record."))
    if is_giver:
        return Refusal("workforce.own_handover", _("Not taken over: nobody takes over from himself."))
    if not is_here:
        return Refusal("workforce.not_on_post", _("Not recorded: you are not on this post. Go on post first."))
    return None
