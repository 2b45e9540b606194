"""One writing for what is said in several: the grammar sees 每日、每周、每月 where 日、周、月 stand. Lengths may change."""

from __future__ import annotations

import re

from .lexicon.rounds import OTHER_WORD


def reworded(folded: str) -> str:
    """The folded text as the grammar reads it."""
    return _name_rounds(_mark_exclusions(_name_speeds(_close_gaps(folded))))


#: Four characters in a row that each stand alone: 每 月 组 织.
_SPACED = re.compile(r"(?:[\u4e00-\u9fff\d] ){4}")
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff%]) +(?=[\u4e00-\u9fff\d])|(?<=\d) +(?=[\u4e00-\u9fff])")
#: 12 月底前, 50 处 and 14:00 之前 are set with a space around the figure.
_AROUND_FIGURES = re.compile(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=[\d%]) (?=[\u4e00-\u9fff])|(?<=[a-zA-Z²³㎡℃]) (?=以[上下内外])|(?<=\d:) (?=\d\d)")


#: 每小时不超过5公里, 时速5公里: kilometres of which the words before say that they are a speed.
_KILOMETRES = r"\d{1,3}\s*(?:公里|千米|km)(?![/每时])"
_PER_HOUR = re.compile(rf"每小时(\D{{0,6}}{_KILOMETRES})")
_SPEED = re.compile(rf"((?:[时车限]速|速度)\D{{0,12}}{_KILOMETRES})")


def _name_speeds(folded: str) -> str:
    """The unit of a speed behind its figure, where the grammar looks for units."""
    return _SPEED.sub(r"\1/小时", _PER_HOUR.sub(r"\1/小时", folded))


#: 5万平方米(不含)以下, 以下(不含5万平方米).
_EXCLUDED = re.compile(r"\(\s*不含[^()]{0,10}\)\s*(以[上下])|(以[上下])\s*\(\s*不含[^()]{0,10}\)")


def _mark_exclusions(folded: str) -> str:
    """One writing for a limit that is not reached itself."""
    return _EXCLUDED.sub(lambda found: f"(不含){found[1] or found[2]}", folded)


#: From the shortest to the longest.
_ROUNDS = "日周旬月季年"
_DEED = r"[\u4e00-\u9fff]{1,4}"
_LISTED = re.compile(
    rf"(?<![{OTHER_WORD}])按?[{_ROUNDS}]度?(?:[、和及][{_ROUNDS}]度?){{2,}}(?![前后内末底初终])|(?<![{OTHER_WORD}])[{_ROUNDS}](?:有?{_DEED}[、,][{_ROUNDS}](?!度)){{2,}}(?=有?{_DEED})"
)
_ROUND = re.compile(rf"(?<=[、和及,])(?=[{_ROUNDS}])|^按?(?=[{_ROUNDS}])")


def _name_rounds(folded: str) -> str:
    """日清扫、周保洁、月评比 and 按月、季、年考核 as 每日清扫、每周保洁、每月评比: names of rounds in a row, each longer than the one before."""
    return _LISTED.sub(_named_rounds, folded)


def _named_rounds(found: re.Match[str]) -> str:
    lengths = [_ROUNDS.index(name) for name in re.findall(rf"(?:^按?|[、和及,])([{_ROUNDS}])", found.group())]
    return _ROUND.sub("每", found.group()) if lengths == sorted(set(lengths)) else found.group()


def _close_gaps(folded: str) -> str:
    """A line that is set with a space behind every character, or around its figures, without them."""
    return (_GAPS if _SPACED.search(folded) else _AROUND_FIGURES).sub("", folded)
