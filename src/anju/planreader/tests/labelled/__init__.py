"""Sentences with the kinds and domains that are right, from which the weights of the reader are learned.

One sentence a line: its domains, its kinds (several joined by `|`, any of them is right), the sentence. Written for
this purpose in the words of plans, standards, rules, score sheets and reports; a sentence that asks for nothing has no
domain. Of `own_sentences.tsv` and of the sentences with figures only what is not held back is among them; the latter say
no more than that they ask for something.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

from anju.planreader.lexicon import KINDS
from anju.planreader.tests import sentences as stated

OWN = "own_sentences.tsv"
#: Figures that showed a fault of the grammar; they teach no kind.
_TEACH_NO_KIND = "general"


class Labelled(NamedTuple):
    domains: set[str]
    kinds: set[str]
    text: str


def sentences() -> Iterator[Labelled]:
    """All that is learned from: never a sentence that measures what was learned."""
    held = {row.text for row in own_sentences() if is_held_back(row.text)}
    held |= {sentence.text for sentence in stated.sentences() if sentence.is_held_back}
    yield from (row for row in _labelled() if row.text not in held)


def documents() -> Iterator[Labelled]:
    """The sentences of whole made-up documents. Only their domains are learned from: their kinds name the first that is
    right and not each, and what asks for nothing is rarer in them than in plans.
    """
    yield from _files(resources.files(__name__).joinpath("documents"))


def _files(folder: Traversable) -> Iterator[Labelled]:
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".tsv"):
            for line in file.read_text("utf-8").splitlines():
                domains, kinds, sentence = line.split("\t")
                yield Labelled(set(filter(None, domains.split("|"))), set(kinds.split("|")), sentence)


def _labelled() -> Iterator[Labelled]:
    yield from _files(resources.files(__name__))
    yield from own_sentences()
    yield from _stating_something()


def _stating_something() -> Iterator[Labelled]:
    """What states a figure or an actor that is due asks for something, whatever its kind."""
    for sentence in stated.sentences(*(file for file in stated.FILES if file != _TEACH_NO_KIND)):
        if any(not item.optional for item in sentence.items):
            yield Labelled(set(), set(KINDS) - {"none"}, sentence.text)


def own_sentences() -> Iterator[Labelled]:
    for line in resources.files("anju.planreader.tests").joinpath(OWN).read_text("utf-8").splitlines():
        kinds, domains, sentence = line.split("\t")
        yield Labelled(set(filter(None, domains.split("|"))), set(kinds.split("|")), sentence)


def is_held_back(sentence: str) -> bool:
    return zlib.crc32(sentence.encode()) % 2 == 1


def fingerprint() -> str:
    """A short name for exactly these sentences."""
    seen = hashlib.sha256()
    for row in (*sentences(), *documents()):
        seen.update(f"{sorted(row.domains)}{sorted(row.kinds)}{row.text}\n".encode())
    return seen.hexdigest()[:16]

