"""How well rounds can be foretold, in two measures from the literature.

Return-time entropy (Duan, George and Bullo, "Markov chains with maximum return time entropy for robotic surveillance", IEEE Transactions on
Automatic Control 2020): with T_i the time from one visit of point i to the next, cut into bins of five minutes, and w_i the share of all
visits that i gets,

    J = sum_i w_i H(T_i),   H(T) = - sum_k P(T in bin k) log2 P(T in bin k)   in bits: 0 for a clock, higher for a surprise.

Best-response attacker (patrolling games: Basilico, Gatti and Amigoni, "Patrolling security games", Artificial Intelligence 2012): somebody
watches a month of nights, then chooses the point and the moment that served best in that month, and needs d undisturbed minutes. He may
go by the clock (point i, minute t of the night: the share of watched nights without a visit of i in [t, t + d)) or by the guard (wait beside
i until the guard was there and w more minutes passed without him: the share of watched returns longer than w + d among those longer than w).
His chance of success is the share of *other* nights in which that choice works, the better of the two ways. It is at least
1 - d / (mean return time), whatever the planner does: a guard cannot be everywhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .plan import Plan, Site

BIN_SECONDS = 300
STEP_SECONDS = 60
FEWEST = 20
"""From fewer watched cases nobody concludes anything; where all watched nights give fewer, they are what he has."""


@dataclass(frozen=True)
class Attack:
    """`chance` of success, of an attack of `minutes` on `point`, `by` "clock" or "guard"; `after` is the second of the night, or since the guard left."""

    minutes: int
    chance: float
    point: str
    by: str
    after: int


@dataclass(frozen=True)
class Measure:
    """`entropy`: bits, by point and over all. `attacks`: the best response for each length. `nights`: how many were watched."""

    nights: int
    entropy_by_point: dict[str, float]
    entropy: float
    attacks: tuple[Attack, ...]

    def chance(self, minutes: int) -> float:
        return next(attack.chance for attack in self.attacks if attack.minutes == minutes)


def rehearse(plan: Callable[..., Plan], site: Site, *, seed: int, nights: int = 30, attack_minutes: Iterable[int] = (5, 10, 20)) -> Measure:
    """Draw so many nights to watch and as many to attack, and measure. `plan` is `plan_random` or `plan_shuffled`."""
    drawn = [plan(site, seed=seed * 1000 + night) for night in range(2 * nights)]
    return measure(drawn[:nights], drawn[nights:], attack_minutes=attack_minutes)


def measure(watched: Sequence[Plan], coming: Sequence[Plan] = (), *, attack_minutes: Iterable[int] = (5, 10, 20)) -> Measure:
    """What an attacker who saw the watched nights does in the coming ones; without coming nights, in the watched ones again (a fixed route)."""
    before, after = [_seconds(plan) for plan in watched], [_seconds(plan) for plan in coming or watched]
    points = sorted({point for night in (*before, *after) for point in night})
    returns = {point: _returns([night.get(point, []) for night in before]) for point in points}
    by_point = {point: _entropy(own) for point, own in returns.items()}
    visits = {point: sum(len(night.get(point, [])) for night in before) for point in points}
    entropy = sum(by_point[point] * visits[point] for point in points) / max(sum(visits.values()), 1)
    span = _span([*watched, *coming])
    attacks = tuple(_best(points, before, after, 60 * minutes, span) for minutes in attack_minutes) if points else ()
    return Measure(len(before), by_point, entropy, attacks)


def _seconds(plan: Plan) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in plan.rounds:
        for visit in each.visits:
            found.setdefault(visit.point, []).append(visit.planned)
    return {point: sorted(seconds) for point, seconds in found.items()}


def _returns(nights: Iterable[list[int]]) -> list[int]:
    return [later - earlier for seconds in nights for earlier, later in zip(seconds, seconds[1:], strict=False)]


def _entropy(returns: list[int]) -> float:
    counts = Counter(each // BIN_SECONDS for each in returns)
    return -sum(count / len(returns) * math.log2(count / len(returns)) for count in counts.values()) + 0.0


def _span(plans: Sequence[Plan]) -> tuple[int, int]:
    """From the first step of any guard to the last: outside nobody patrols, and every plan is equally blind."""
    rounds = [each for plan in plans for each in plan.rounds]
    return min((each.start for each in rounds), default=0), max((each.end for each in rounds), default=0)


def _best(points: list[str], before: list[dict], after: list[dict], length: int, span: tuple[int, int]) -> Attack:
    choices = [_by_clock(points, before, after, length, span), _by_guard(points, before, after, length)]
    return max((choice for choice in choices if choice), key=lambda attack: attack.chance, default=Attack(length // 60, 1.0, points[0], "clock", span[0]))


def _by_clock(points: list[str], before: list[dict], after: list[dict], length: int, span: tuple[int, int]) -> Attack | None:
    starts = np.arange(span[0], span[1] - length + 1, STEP_SECONDS)
    if not len(starts):
        return None
    seen = np.array([_free(before, point, starts, length) for point in points])
    alike = seen >= seen.max() - 1e-9
    then = np.array([_free(after, point, starts, length) for point in points])
    point, start = (int(each[0]) for each in np.nonzero(alike))
    return Attack(length // 60, float(then[alike].mean()), points[point], "clock", int(starts[start]))


def _free(nights: list[dict], point: str, starts: np.ndarray, length: int) -> np.ndarray:
    """For each start the share of nights without a visit of this point in the stretch that begins there."""
    free = np.zeros(len(starts))
    for night in nights:
        seconds = np.array(night.get(point, []), dtype=np.int64)
        free += np.searchsorted(seconds, starts) == np.searchsorted(seconds, starts + length)
    return free / len(nights)


def _by_guard(points: list[str], before: list[dict], after: list[dict], length: int) -> Attack | None:
    watched = {point: np.array(_returns(night.get(point, []) for night in before)) for point in points}
    enough = min(FEWEST, max((len(own) for own in watched.values()), default=0))
    best: tuple[float, str, int] | None = None
    for point, returns in watched.items():
        for wait in range(0, int(returns.max(initial=0)), STEP_SECONDS):
            cases = int((returns > wait).sum())
            if cases < enough:
                break
            share = float((returns > wait + length).sum() / cases)
            if best is None or share > best[0]:
                best = share, point, wait
    if best is None:
        return None
    _, point, wait = best
    then = np.array(_returns(night.get(point, []) for night in after))
    cases = int((then > wait).sum())
    return Attack(length // 60, float((then > wait + length).sum() / cases) if cases else 0.0, point, "guard", wait)
