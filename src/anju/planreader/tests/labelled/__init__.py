"""Sentences with the kinds and domains that are right, from which the weights of the reader are learned.

One sentence a line: its domains, its kinds (several joined by `|`, the best first), the sentence. Written for this
purpose in the words of plans, standards, rules, score sheets and reports; a sentence that asks for nothing has no
domain. Who wrote a sentence said its kinds, two readers who did not know that said them again: what two of the three
named stands here, ordered by how high they put it. Its domains are those of a reader who had the definitions and examples
of `README.md` before him and looked at each sentence by itself. Of `own_sentences.tsv` and of the sentences with figures only
what is not held back is among them; the latter say no more than that they ask for something.
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
from anju.planreader.text import squeezed

OWN = "own_sentences.tsv"
#: Kinds that three readers gave to lines of real plans. The plans are not ours: a line goes by the name `line_name` gives it.
OF_PLAN_LINES = "kinds_of_plan_lines.tsv"
#: Figures that showed a fault of the grammar; they teach no kind.
_TEACH_NO_KIND = ("general", "wordings")


class Labelled(NamedTuple):
    domains: tuple[str, ...]
    kinds: tuple[str, ...]
    text: str


def sentences() -> Iterator[Labelled]:
    """All that is learned from: never a sentence that measures what was learned."""
    for rows in by_file().values():
        yield from rows


def by_file() -> dict[str, list[Labelled]]:
    """The same, by the name of the file without its ending."""
    held = {row.text for row in own_sentences() if is_held_back(row.text)}
    held |= {sentence.text for sentence in stated.sentences() if sentence.is_held_back}
    return {name: [row for row in rows if row.text not in held] for name, rows in _labelled().items()}


def documents() -> Iterator[Labelled]:
    """The sentences of whole made-up documents. Only their domains are learned from: their kinds name the first that is
    right and not each, and what asks for nothing is rarer in them than in plans.
    """
    for rows in _files(resources.files(__name__).joinpath("documents")).values():
        yield from rows


def _files(folder: Traversable) -> dict[str, list[Labelled]]:
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".tsv")), key=lambda file: file.name)
    return {file.name.removesuffix(".tsv"): list(_rows(file)) for file in files}


def _rows(file: Traversable) -> Iterator[Labelled]:
    for line in file.read_text("utf-8").splitlines():
        domains, kinds, sentence = line.split("\t")
        yield _row(domains, kinds, sentence)


def _row(domains: str, kinds: str, sentence: str) -> Labelled:
    return Labelled(tuple(filter(None, domains.split("|"))), tuple(kinds.split("|")), sentence)


def _labelled() -> dict[str, list[Labelled]]:
    return {
        **_files(resources.files(__name__)),
        "own": list(own_sentences()),
        "stating": list(_stating_something()),
    }


def _stating_something() -> Iterator[Labelled]:
    """What states a figure or an actor that is due asks for something, whatever its kind."""
    for sentence in stated.sentences(*(file for file in stated.FILES if file not in _TEACH_NO_KIND)):
        if any(not item.optional for item in sentence.items):
            yield Labelled((), tuple(kind for kind in KINDS if kind != "none"), sentence.text)


def own_sentences() -> Iterator[Labelled]:
    for line in resources.files("anju.planreader.tests").joinpath(OWN).read_text("utf-8").splitlines():
        kinds, domains, sentence = line.split("\t")
        yield _row(domains, kinds, sentence)


def kinds_of_plan_lines() -> dict[str, tuple[str, ...]]:
    """The kinds of lines of the tuned plans that the label set leaves out, any of which is right, by the line's name."""
    lines = resources.files("anju.planreader.tests").joinpath(OF_PLAN_LINES).read_text("utf-8").splitlines()
    return {name: tuple(kinds.split("|")) for name, kinds in (line.split("\t") for line in lines)}


def line_name(text: str) -> str:
    """What a line of a plan is called here: a hash of its words, which tells nobody the words."""
    return hashlib.sha256(squeezed(text).encode()).hexdigest()[:16]


def is_held_back(sentence: str) -> bool:
    return zlib.crc32(sentence.encode()) % 2 == 1


def fingerprint() -> str:
    """A short name for exactly these sentences and kinds."""
    seen = hashlib.sha256()
    for row in (*sentences(), *documents()):
        seen.update(f"{row.domains}{row.kinds}{row.text}\n".encode())
    for name, kinds in kinds_of_plan_lines().items():
        seen.update(f"{name}{kinds}\n".encode())
    return seen.hexdigest()[:16]

