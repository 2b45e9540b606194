"""The plans inside a file: collections of model plans hold many, a real plan stands alone.

Three signs are tried, the clearest first: numbered separators (…篇一, 篇二：…, …(第3篇)), titles that stand alone
and recur, and, inside each part, a beginning that cannot belong to what came before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .markers import marker_of, ordinal_of
from .model import Kind, Node, Plan
from .noise import CLOSING_EDITOR, EDITOR

_N = "([一二三四五六七八九十]{1,3}|[0-9]{1,2})"
_SEPARATORS = (
    re.compile(rf"^[【\[(（]?篇\s*{_N}(?=[\s:：、】\])）《]|$)|^[^。！？，,]{{1,40}}篇\s*{_N}[】\])）]?$"),
    re.compile(rf"^[^。！？，,]{{0,40}}[(（【\[]\s*第?\s*{_N}\s*篇?\s*[)）】\]]$|^第\s*{_N}\s*篇\s*[:：].{{0,40}}$"),
    re.compile(rf"^[^。！？，,]{{0,40}}(?:范文|计划|规划|方案|总结|样本|模板|例文)\s*{_N}$|^范文\s*{_N}\s*[:：].{{0,40}}$"),
)
_TITLE = re.compile(r"^《?[^，。！？；：,;:!?、]{2,28}(?:方案|计划|规划|总结|范文|要点|汇报|报告)》?$")
_CLAIMED = re.compile(r"([一二三四五六七八九十]{1,3}|\d{1,2})\s*篇")
_OPENING = re.compile(r"^(?:为|根据|按照|依据|依照).{15,}制[定订].{0,12}(?:方案|办法|规定|意见|计划|细则|制度)")
_LEAST_NODES = 3
_REPEATED_LENGTH = 30
_RESTART_AFTER = 3


def find_plans(nodes: Sequence[Node], title: str) -> tuple[Plan, ...]:
    """The plans in reading order; what stands before the first of several belongs to none."""
    starts = _numbered_separators(nodes) or _repeated_titles(nodes, title)
    parts = _parts(nodes, starts) if starts else [(0, len(nodes))]
    openings = {_opening_text(nodes[start:stop]) for start, stop in parts} - {""}
    found: list[tuple[int, int, str]] = []
    for start, stop in parts:
        cuts = _beginnings(nodes, start, stop, openings)
        name = _title_of(nodes[start]) if starts else title
        found += [(*part, name) for part in pairwise([*cuts, stop])]
    return _named(found)


def _named(found: list[tuple[int, int, str]]) -> tuple[Plan, ...]:
    """Plans whose titles differ: the second of one title is told apart by (2)."""
    plans, seen = [], Counter()
    for ordinal, (start, stop, name) in enumerate(found, start=1):
        seen[name] += 1
        title = f"{name} ({seen[name]})" if seen[name] > 1 else name
        plans.append(Plan(ordinal, title, start, stop))
    return tuple(plans)


def _title_of(node: Node) -> str:
    return node.text[1:-1] if node.text[:1] + node.text[-1:] in ("《》", "【】", "[]") else node.text


def _parts(nodes: Sequence[Node], starts: list[int]) -> list[tuple[int, int]]:
    """From each start to the next; a start with nothing under it joins the next one."""
    parts = []
    for start, stop in pairwise([*starts, len(nodes)]):
        if len(_content(nodes[start + 1 : stop])) >= 1:
            parts.append((start, stop))
    return parts


def _content(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if node.kind is not Kind.noise]


def _numbered_separators(nodes: Sequence[Node]) -> list[int]:
    best: list[int] = []
    for pattern in _SEPARATORS:
        found = []
        for node in nodes:
            if node.kind is not Kind.table_row and len(node.text) <= 60 and (match := pattern.search(node.text)):
                found.append((node.index, ordinal_of(next(group for group in match.groups() if group))))
        rising = _rising(_without_contents(found))
        if len(rising) > max(len(best), 1):
            best = rising
    return best


def _without_contents(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Separators in directly adjacent lines are a table of contents."""
    return [pair for at, pair in enumerate(found) if at + 1 == len(found) or found[at + 1][0] > pair[0] + 1]


def _rising(found: list[tuple[int, int]]) -> list[int]:
    """The lines whose ordinals count up from one, allowing for lost ones."""
    starts, last = [], 0
    for index, ordinal in found:
        if (ordinal == 1 and last == 0) or (last and last < ordinal <= last + 3):
            starts.append(index)
            last = ordinal
    return starts


def _repeated_titles(nodes: Sequence[Node], title: str) -> list[int]:
    lines = [node for node in nodes if not node.number and not node.cells and _TITLE.match(node.text)]
    claimed = [ordinal_of(match[1]) for match in _CLAIMED.finditer(title)]
    if len(lines) > 1 and len(lines) in claimed:
        return [node.index for node in lines]
    counts = Counter(_title_of(node) for node in lines)
    starts = [node.index for node in lines if counts[_title_of(node)] > 1]
    full = [s for s, stop in _parts(nodes, starts) if len(_content(nodes[s + 1 : stop])) >= _LEAST_NODES]
    return full if len(full) > 1 else []


def _opening_text(part: Sequence[Node]) -> str:
    """The first long paragraph of a part, to recognise the same plan printed twice."""
    for node in _content(part)[:3]:
        if len(node.text) >= _REPEATED_LENGTH:
            return node.text
    return ""


def _beginnings(nodes: Sequence[Node], start: int, stop: int, openings: set[str]) -> list[int]:
    """Where plans begin inside a part: at its start, and at every line that cannot continue it."""
    cuts, reached, said, numbered = [start], 0, 0, False
    before: Node | None = None
    for at in range(start, stop):
        node = nodes[at]
        marker = marker_of(node.text) if node.number else None
        ordinal = marker.ordinal if marker and marker.style == "han" and node.parent is None else 0
        if said >= _LEAST_NODES and stop - at > _LEAST_NODES and before is not None:
            restarts = ordinal == 1 and reached >= _RESTART_AFTER and before.kind is not Kind.heading
            repeats = node.text in openings and said > _LEAST_NODES
            if restarts or repeats or _opens(nodes, at, before, numbered):
                cuts.append(at)
                reached, said, numbered = 0, 0, False
        reached = max(reached, ordinal)
        numbered = numbered or marker is not None
        if node.kind is not Kind.noise:
            before, said = node, said + 1
    return cuts


def _opens(nodes: Sequence[Node], at: int, before: Node, numbered: bool) -> bool:
    """An editor's introduction, or 为…，特制定本方案 after which numbering begins anew."""
    text = nodes[at].text
    if nodes[at].kind is Kind.noise:
        return bool(EDITOR.search(text)) and not CLOSING_EDITOR.search(text)
    if not numbered or not _OPENING.match(text) or before.kind is Kind.heading:
        return False
    following = next((node for node in nodes[at + 1 : at + 3] if node.number), None)
    marker = marker_of(following.text) if following else None
    return marker is not None and marker.ordinal == 1 and marker.style in ("han", "chapter", "article")
