"""Material at the gate: what the renovation team hears of, and what may be fitted nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..kinds import GOODS


def flags(items: Iterable[str]) -> tuple[list[str], list[str]]:
    """(codes the renovation team is told of, those among them that may be fitted nowhere), in the order of the list."""
    text = "\n".join(items)
    told = [code for code, (_label, words, _is_banned) in GOODS.items() if re.search(words, text)]
    return told, [code for code in told if GOODS[code][2]]


def differences(declared: Mapping[str, int], seen: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """What is not as declared: name to (declared, seen)."""
    names = [*declared, *(name for name in seen if name not in declared)]
    return {name: (declared.get(name, 0), seen.get(name, 0)) for name in names if declared.get(name, 0) != seen.get(name, 0)}
