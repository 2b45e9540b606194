"""What a decision at a door costs: 10,000 residents, 20,000 credentials, 200 doors, beside three ways to answer the same question.

The peers: the same rules written by hand over plain dictionaries, cedarpy with the policies and entities of one door and one holder at a
time, and casbin's FastEnforcer indexed by door. All answer yes or no to the same requests; the verdicts are compared on 100,000 random
ones by hand-written dictionaries, and on a slice by the two engines. Each answer also queues its passage (door, credential, code).
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable

from anju.domains.access.rules import Facts, Lane, Rules, Token, decide
from anju.domains.access.rules.versions import first_terms, rules_of

from .figures import Figure, by_turns

RESIDENTS, CREDENTIALS, DOORS, COMPARED = 10_000, 20_000, 200, 100_000
TURN, SLOW_TURN = 20_000, 400
NOON, NOW = 12 * 60, 1_800_000_000
SEED = "doors"


def measure() -> list[Figure]:
    """Decisions a second, against each of the peers."""
    site = _Site(random.Random(SEED))
    site.compare(COMPARED)
    figures = [_beside(site, "dict evaluation by hand", site.by_hand, TURN, ">= 0.10")]
    figures.append(_beside(site, "cedarpy, sliced per door", _Cedar(site).ask, SLOW_TURN, ">= 6.0"))
    figures.append(_beside(site, "casbin FastEnforcer", _Casbin(site).ask, SLOW_TURN, ">= 10.0"))
    figures.append(_while_changing(site))
    return figures


def _while_changing(site: _Site) -> Figure:
    """The slowest of a hundred while a credential is revoked or renewed every 10 ms; each change holds for the next decision about it."""
    with tempfile.TemporaryDirectory() as folder:
        table = _Table(site, os.path.join(folder, "credentials.sqlite3"))
        ours, theirs = by_turns(lambda: _p99(site.ours, site, site.change), lambda: _p99(table.ask, site, table.change))
    return Figure("p99 of a full decision while a credential changes every 10 ms", "us", ours, "<= 4.0", theirs, "indexed SQLite look-up")


def _p99(answer: Callable[[tuple], bool], site: _Site, change: Callable[[], None]) -> float:
    """Microseconds; another thread makes a change every 10 ms meanwhile."""
    asked, took, stop = site.requests(TURN), [], threading.Event()
    changing = threading.Thread(target=lambda: _every_ten(stop, change), daemon=True)
    changing.start()
    for one in asked:
        start = time.perf_counter_ns()
        answer(one)
        took.append(time.perf_counter_ns() - start)
    stop.set()
    changing.join()
    return statistics.quantiles(took, n=100)[98] / 1000


def _every_ten(stop: threading.Event, change: Callable[[], None]) -> None:
    while not stop.wait(0.01):
        change()


def _beside(site: _Site, name: str, peer: Callable[[tuple], bool], turn: int, goal: str) -> Figure:
    asked = site.requests(turn)
    for one in asked[:SLOW_TURN]:
        if peer(one) != site.ours(one):
            raise AssertionError(f"{name} answers otherwise to {one}")
    ours, theirs = by_turns(lambda: _rate(site.ours, site.requests(TURN)), lambda: _rate(peer, asked))
    return Figure(f"full decision at a door, beside {name}", "decisions/s", ours, goal, theirs, name)


def _rate(answer: Callable[[tuple], bool], asked: list[tuple]) -> float:
    start = time.perf_counter()
    for one in asked:
        answer(one)
    return len(asked) / (time.perf_counter() - start)


class _Site:
    """Doors, credentials and watch list in memory, and two ways to judge by them."""

    def __init__(self, lot: random.Random) -> None:
        self.lot, self.queue, self.changes = lot, deque(maxlen=1000), random.Random(f"{SEED} changes")
        self.rules: Rules = rules_of(1, first_terms())
        self.doors = [Lane(f"d{n}", directions="out" if n % 20 == 0 else "both", is_open=n % 25 != 0, has_passback=n % 2 == 0) for n in range(DOORS)]
        self.rights = [frozenset({f"d{n % 8}", f"d{8 + n % (DOORS - 8)}"}) for n in range(RESIDENTS)]
        states = lot.choices(("active", "revoked", "lost"), (96, 3, 1), k=CREDENTIALS)
        self.holder = {f"c{n}": n % RESIDENTS for n in range(CREDENTIALS)}
        self.ends = {f"c{n}": NOW - 1 if n % 50 == 0 else 0 for n in range(CREDENTIALS)}
        self.state = {f"c{n}": states[n] for n in range(CREDENTIALS)}
        self.tokens = {
            (name, door): Token(name, "card", self.state[name], 0, self.ends[name], door)
            for name in self.state for door in (True, False)
        }  # fmt: skip
        self.watched = frozenset(lot.sample(range(RESIDENTS), 100))

    def requests(self, count: int) -> list[tuple]:
        """(credential, door, direction, seconds since the same way): a third at doors that are not theirs."""
        lot, made = self.lot, []
        for _ in range(count):
            name = f"c{lot.randrange(CREDENTIALS)}" if lot.random() < 0.98 else "unknown"
            mine = sorted(self.rights[self.holder[name]]) if name in self.holder and lot.random() < 0.67 else None
            door = int(lot.choice(mine)[1:]) if mine else lot.randrange(DOORS)
            made.append((name, door, "in" if lot.random() < 0.7 else "out", lot.choice((-1, 60, 4000))))
        return made

    def ours(self, asked: tuple) -> bool:
        name, number, way, since = asked
        door, holder = self.doors[number], self.holder.get(name)
        token = self.tokens[(name, door.id in self.rights[holder])] if holder is not None else None
        facts = Facts(door, way, NOW, NOON, 3, False, "resident" if token else "", token, watch="theft" if holder in self.watched else "", same_way_seconds=since)
        found = decide(facts, self.rules)
        self.queue.append((door.id, name, found.code))
        return found.outcome == "allowed"

    def change(self) -> None:
        """Revoke a credential or make it valid again; the next decision about it must say so."""
        name = f"c{self.changes.randrange(CREDENTIALS)}"
        state = "revoked" if self.state[name] == "active" else "active"
        self.state[name] = state
        for door in (True, False):
            self.tokens[(name, door)] = Token(name, "card", state, 0, self.ends[name], door)
        rights = self.rights[self.holder[name]]
        door = next(one for one in self.doors if one.id in rights)
        found = decide(Facts(door, "in", NOW, NOON, 3, False, "resident", self.tokens[(name, True)]), self.rules)
        if state == "revoked" and found.outcome == "allowed":
            raise AssertionError(f"the revocation of {name} does not hold for the next decision")

    def by_hand(self, asked: tuple) -> bool:
        """The same rules as somebody would write them for this one site."""
        name, number, way, since = asked
        code = self._code(name, self.doors[number], way, since)
        self.queue.append((number, name, code))
        return code == ""

    def _code(self, name: str, door: Lane, way: str, since: int) -> str:
        if way == "out":
            return ""
        if door.directions == "out" or not door.is_open:
            return "closed"
        holder = self.holder.get(name)
        if holder is None:
            return "unknown"
        if self.state[name] != "active":
            return self.state[name]
        if self.ends[name] and self.ends[name] <= NOW:
            return "expired"
        if door.id not in self.rights[holder]:
            return "wrong_place"
        return "again" if door.has_passback and 0 <= since < 300 else ""

    def compare(self, count: int) -> None:
        """Equal verdicts, or an error that names the request."""
        for one in self.requests(count):
            if self.ours(one) != self.by_hand(one):
                raise AssertionError(f"unequal verdicts on {one}")


class _Table:
    """The same credentials in a SQLite file with an index: one row is asked for, and nothing is decided. WAL, synchronous FULL, a connection for each side."""

    def __init__(self, site: _Site, path: str) -> None:
        self.changes = random.Random(f"{SEED} table")
        self.reading, self.writing = (sqlite3.connect(path, isolation_level=None, check_same_thread=False) for _side in range(2))
        self.writing.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE credential (name TEXT, state TEXT, ends INTEGER, holder INTEGER);")
        self.writing.execute("BEGIN")
        self.writing.executemany("INSERT INTO credential VALUES (?, ?, ?, ?)", [(name, site.state[name], site.ends[name], site.holder[name]) for name in site.state])
        self.writing.execute("COMMIT")
        self.writing.execute("CREATE INDEX credential_name ON credential (name)")

    def ask(self, asked: tuple) -> bool:
        row = self.reading.execute("SELECT state, ends, holder FROM credential WHERE name = ?", (asked[0],)).fetchone()
        return row is not None and row[0] == "active"

    def change(self) -> None:
        name = f"c{self.changes.randrange(CREDENTIALS)}"
        self.writing.execute("UPDATE credential SET state = CASE state WHEN 'active' THEN 'revoked' ELSE 'active' END WHERE name = ?", (name,))


class _Cedar:
    """One policy set; each question carries the door and the holder it is about, which is the smallest slice there is."""

    POLICIES = """
    permit(principal, action == Action::"out", resource);
    permit(principal, action == Action::"in", resource) when {
      resource.is_open && resource.lets_in && context.state == "active" && (context.ends == 0 || context.ends > context.now) && context.reaches
      && !(resource.has_passback && context.since >= 0 && context.since < 300) };
    """

    def __init__(self, site: _Site) -> None:
        import cedarpy

        self.cedarpy, self.site = cedarpy, site
        self.doors = [
            [{"uid": {"type": "Door", "id": door.id}, "attrs": {"is_open": door.is_open, "lets_in": door.directions != "out", "has_passback": door.has_passback}, "parents": []}]
            for door in site.doors
        ]

    def ask(self, asked: tuple) -> bool:
        name, number, way, since = asked
        site, door = self.site, self.site.doors[number]
        holder = site.holder.get(name)
        context = {
            "state": site.state.get(name, "unknown"), "ends": site.ends.get(name, 0), "now": NOW, "since": since,
            "reaches": holder is not None and door.id in site.rights[holder],
        }  # fmt: skip
        request = {"principal": f'Card::"{name}"', "action": f'Action::"{way}"', "resource": f'Door::"{door.id}"', "context": context}
        found = self.cedarpy.is_authorized(request, self.POLICIES, self.doors[number])
        site.queue.append((door.id, name, str(found.decision)))
        return found.allowed


class _Casbin:
    """One line of policy per holder and door, indexed by the door; the state of credential and door is asked by functions of the matcher."""

    MODEL = """
[request_definition]
r = card, door, way, since
[policy_definition]
p = holder, door, way
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.door == p.door && r.way == p.way && (p.holder == "*" || (p.holder == holder_of(r.card) && opens(r.card, r.door, r.since)))
"""

    def __init__(self, site: _Site) -> None:
        import casbin

        self.site = site
        with tempfile.TemporaryDirectory() as folder:
            model, policy = os.path.join(folder, "model.conf"), os.path.join(folder, "policy.csv")
            with open(model, "w") as file:
                file.write(self.MODEL)
            with open(policy, "w") as file:
                for door in site.doors:
                    file.write(f"p, *, {door.id}, out\n")
                for holder, doors in enumerate(site.rights):
                    file.writelines(f"p, h{holder}, {door}, in\n" for door in sorted(doors))
            self.enforcer = casbin.FastEnforcer(model, policy, cache_key_order=[1])
        self.enforcer.add_function("holder_of", lambda card: f"h{site.holder.get(card, '-')}")
        self.enforcer.add_function("opens", self._opens)

    def _opens(self, card: str, door: str, since: int) -> bool:
        return self.site._code(card, self.site.doors[int(door[1:])], "in", since) == ""

    def ask(self, asked: tuple) -> bool:
        name, number, way, since = asked
        allowed = self.enforcer.enforce(name, self.site.doors[number].id, way, since)
        self.site.queue.append((number, name, allowed))
        return allowed
