"""Verification: walks every row, seal and commitment of a scope and says, row by row, what does not fit."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import Any

from cryptography.exceptions import InvalidTag
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import erasure, keys, ledger, seals
from .models import Entry, PrivateWords, Scope, Seal

CLOCK_TOLERANCE = timedelta(seconds=5)
_BATCH = 500

SENTENCES = {
    "altered": _("row %(row)s does not match its seal"),
    "deleted": _("row %(row)s, which was sealed, is missing"),
    "inserted": _("row %(row)s was slipped in after the sealing"),
    "moved": _("row %(row)s was moved from its place"),
    "seal_missing": _("seal %(seal)s is missing"),
    "seal_broken": _("seal %(seal)s does not follow from the one before"),
    "seal_forged": _("the signature of seal %(seal)s is not valid"),
    "put_back": _("the database is older than seal %(seal)s, which was noted outside it"),
    "words_altered": _("the words of row %(row)s were changed"),
    "words_missing": _("the words of row %(row)s are gone without an erasure"),
    "words_back": _("the words of row %(row)s were erased and are there again"),
    "clock_back": _("the server's clock went back by %(minutes)s minutes before row %(row)s"),
}
NOTICES = frozenset({"clock_back"})


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit. `kind` is a key of SENTENCES; notices are told but break nothing."""

    kind: str
    row: int | None = None
    seal: int | None = None
    minutes: int | None = None

    @property
    def is_break(self) -> bool:
        return self.kind not in NOTICES

    def __str__(self) -> str:
        facts = {"row": self.row, "seal": self.seal, "minutes": self.minutes}
        return str(SENTENCES[self.kind]) % {name: f"{value:,}" for name, value in facts.items() if value is not None}

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "row": self.row, "seal": self.seal, "is_break": self.is_break, "sentence": str(self)}


@dataclass
class Report:
    """What a verification saw in one scope. `erased`: rows whose words were lawfully erased."""

    scope: Scope
    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    erased: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def breaks(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_break]

    @property
    def is_whole(self) -> bool:
        return not self.breaks

    def __str__(self) -> str:
        facts = {"scope": self.scope.name, "rows": f"{self.rows:,}", "seals": f"{self.seals:,}", "erased": f"{self.erased:,}"}
        head = gettext("%(scope)s: %(rows)s rows and %(seals)s seals checked, %(erased)s lawfully erased.") % facts
        notices = [f"{finding}" for finding in self.findings if not finding.is_break]
        return "\n".join([head, self.verdict, *notices])

    @property
    def verdict(self) -> str:
        """The sentence for the screen: how many breaks, which, and what to do."""
        count = len(self.breaks)
        if not count:
            return gettext("Nothing was altered.")
        told = gettext("; ").join(str(finding) for finding in self.breaks[:20])
        sentence = gettext("The check found breaks (%(count)s): %(told)s. Stop cleaning up and call the administrator.")
        return sentence % {"count": count, "told": told}

    def as_json(self) -> dict[str, Any]:
        counts = {"rows": self.rows, "seals": self.seals, "unsealed": self.unsealed, "lawfully_erased": self.erased}
        findings = [finding.as_json() for finding in self.findings]
        return {"scope": str(self.scope.id), "name": self.scope.name, "is_whole": self.is_whole, **counts, "findings": findings}


def verify(scope: Scope) -> Report:
    """Check every seal, row, commitment and time of a scope. Reads only, in bounded memory."""
    report = Report(scope)
    rows = _Rows(scope, report)
    differing = _Differences()
    before: Seal | None = None
    for seal in Seal.objects.filter(scope=scope).order_by("number").iterator(chunk_size=200):
        report.seals += 1
        covered = rows.until((seal.tx, seal.entry_id))
        if _check_seal(seal, before, report):
            differing.compare(seal, covered)
        else:
            deque(covered, maxlen=0)
        before = seal
    report.unsealed = sum(1 for _row in rows.until(None))
    rows.finish()
    report.findings += differing.findings()
    _check_outside(scope, report)
    report.findings.sort(key=lambda finding: (finding.row or 0, finding.seal or 0, finding.kind))
    return report


def _check_seal(seal: Seal, before: Seal | None, report: Report) -> bool:
    """Whether the seal's leaves may be believed: then its rows are compared with them, else the seal itself is the finding."""
    expected = before.number + 1 if before else 1
    previous, digest = (seals.hash_of(before), before.digest) if before else (seals.FIRST, seals.FIRST)
    follows = seal.previous == previous and seal.digest == seals.digest_of(digest, bytes(seal.leaves))
    if seal.number > expected:
        report.findings += [Finding("seal_missing", seal=number) for number in range(expected, seal.number)]
    elif not follows:
        report.findings.append(Finding("seal_broken", seal=seal.number))
    if not seals.is_signed(seal):
        report.findings.append(Finding("seal_forged", seal=seal.number))
    return follows


def _check_outside(scope: Scope, report: Report) -> None:
    noted = seals.noted_outside(scope)
    if noted is None:
        return
    number, expected = noted
    seal = Seal.objects.filter(scope=scope, number=number).first()
    if seal is None or seals.hash_of(seal) != expected:
        report.findings.append(Finding("put_back", seal=number))


class _Differences:
    """Sealed leaves against rows: whole seals are compared first, single rows only where something differs."""

    def __init__(self) -> None:
        self._gone: dict[int, bytes] = {}
        self._new: dict[int, bytes] = {}
        self._altered: dict[int, tuple[bytes, bytes]] = {}
        self._moved: set[int] = set()

    def compare(self, seal: Seal, rows: Iterator[Entry]) -> None:
        sealed = bytes(seal.leaves)
        actual = [seals.leaf(entry) for entry in rows]
        if b"".join(actual) == sealed:
            return
        expected = {id: (tx, hash) for tx, id, hash in seals.LEAF.iter_unpack(sealed)}
        found = {id: (tx, hash) for tx, id, hash in map(seals.LEAF.unpack, actual)}
        self._gone.update({id: expected[id][1] for id in expected.keys() - found.keys()})
        self._new.update({id: found[id][1] for id in found.keys() - expected.keys()})
        for id in expected.keys() & found.keys():
            if expected[id][1] != found[id][1]:
                self._altered[id] = (expected[id][1], found[id][1])
            elif expected[id][0] != found[id][0]:
                self._moved.add(id)

    def findings(self) -> list[Finding]:
        """Rows that stand elsewhere with the same content were moved; the rest was altered, deleted or inserted."""
        displaced = self._gone.keys() & self._new.keys()
        sealed_hashes = {was for was, _now in self._altered.values()} | set(self._gone.values())
        swapped = {id for id, (_was, now) in self._altered.items() if now in sealed_hashes}
        moved = self._moved | displaced | swapped
        kinds = {"moved": moved, "altered": self._altered.keys() - moved, "deleted": self._gone.keys() - moved, "inserted": self._new.keys() - moved}
        return [Finding(kind, row=id) for kind, ids in kinds.items() for id in sorted(ids)]


class _Rows:
    """The rows of a scope in reading order; counts them and checks their words and times in passing."""

    def __init__(self, scope: Scope, report: Report) -> None:
        self._rows = ledger.walk(scope)
        self._report = report
        self._erased = erasure.erased_entries(scope)
        self._last_at: Any = None
        self._with_words: list[Entry] = []

    def until(self, position: ledger.Position | None) -> Iterator[Entry]:
        """The rows up to and including `position`; all that are left for None."""
        for entry in self._rows:
            if position is not None and (entry.tx, entry.id) > position:
                self._rows = chain([entry], self._rows)
                return
            self._look_at(entry)
            yield entry

    def finish(self) -> None:
        self._check_words()

    def _look_at(self, entry: Entry) -> None:
        self._report.rows += 1
        if self._last_at is not None and entry.at < self._last_at - CLOCK_TOLERANCE:
            minutes = max(1, round((self._last_at - entry.at).total_seconds() / 60))
            self._report.findings.append(Finding("clock_back", row=entry.id, minutes=minutes))
        self._last_at = entry.at
        if entry.commitment:
            self._with_words.append(entry)
            if len(self._with_words) == _BATCH:
                self._check_words()

    def _check_words(self) -> None:
        held = {each.entry_id: each for each in PrivateWords.objects.filter(entry_id__in=[e.id for e in self._with_words])}
        for entry in self._with_words:
            if kind := self._fault(entry, held.get(entry.id)):
                self._report.findings.append(Finding(kind, row=entry.id))
        self._with_words = []

    def _fault(self, entry: Entry, words: PrivateWords | None) -> str | None:
        is_erased = entry.id in self._erased
        if words is None:
            self._report.erased += is_erased
            return None if is_erased else "words_missing"
        if is_erased:
            return "words_back"
        return None if _fits(entry, words) else "words_altered"


def _fits(entry: Entry, words: PrivateWords) -> bool:
    salt = bytes(words.salt)
    try:
        plain = keys.opened(bytes(words.sealed), keys.derived("ledger words", salt))
    except InvalidTag:
        return False
    return ledger.commitment_of(salt, plain) == entry.commitment
