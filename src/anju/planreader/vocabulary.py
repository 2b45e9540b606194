"""Words of a vocabulary in a sentence: the longest word wins, what lies inside it is not found again."""

from __future__ import annotations

from collections.abc import Iterable


class Vocabulary:
    """Finds many words in one pass. A word may overlap its neighbour, but not lie inside a longer one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(set(words), key=lambda word: (-len(word), word)):
            self._by_first.setdefault(word[0], []).append(word)

    def find(self, text: str) -> dict[str, list[int]]:
        """Every word that stands in `text`, with the places where it begins."""
        found: dict[str, list[int]] = {}
        reached = 0
        for at, first in enumerate(text):
            for word in self._by_first.get(first, ()):
                if text.startswith(word, at):
                    if at + len(word) > reached:
                        found.setdefault(word, []).append(at)
                        reached = at + len(word)
                    break
        return found
