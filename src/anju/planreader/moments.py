"""Moments that are told one by one: 早晚各一次 is twice a day, 汛前、汛后各一次 twice."""

from __future__ import annotations

import re

_OF_DAY = (
    r"清晨|早晨|早上|早间|上午|中午|正午|午间|下午|傍晚|黄昏|晚上|晚间|夜间|夜里|午夜|凌晨|入夜后?|零点|拂晓|早|(?<!其)中|午|晚|夜"
)
_AND = "[、和及与]"
_DAILY = re.compile(rf"(?:{_OF_DAY})(?:{_AND}?(?:{_OF_DAY}))+")
#: 枯水期、丰水期, 春季防火、秋季防震, 学期初、学期末.
_PHASE = r"[\u4e00-\u9fff]{0,4}(?:[上下]半[年月]|[年月期][初中末终底]|[期季前后])"
_PHASES = re.compile(rf"{_PHASE}(?:[\u4e00-\u9fff]{{0,3}}{_AND}{_PHASE}){{1,3}}")
_SEASONS = re.compile(rf"[春夏秋冬](?:季?{_AND}?[春夏秋冬]){{1,3}}")
_FIXED = [(re.compile("四季"), 4), (re.compile("三季"), 3), (re.compile("[两二]季"), 2)]
#: Between the moments and the number of times.
_REST = r"[^,;。]{0,6}(?:各|分别)"
_WEEKDAYS = rf"(?:周|星期)(?P<days>[一二三四五六日天](?:{_AND}(?:周|星期)?[一二三四五六日天]){{1,6}})"


def told(words: str) -> int:
    """How many moments the words in front of a number of times tell one by one; 1 where they tell none."""
    words = _spelt_out(words)
    if re.search(rf"{_WEEKDAYS}{_REST}", words):
        return weekdays(words)
    for pattern, part in ((_DAILY, _OF_DAY), (_SEASONS, "[春夏秋冬]"), (_PHASES, _AND)):
        if found := re.search(rf"({pattern.pattern}){_REST}", words):
            return len(re.findall(part, found[1])) + (part == _AND)
    return next((times for pattern, times in _FIXED if re.search(pattern.pattern + _REST, words)), 1)


def weekdays(words: str) -> int:
    """每周一、三、五 names three days."""
    days = re.search(_WEEKDAYS, words)
    return len(re.findall("[一二三四五六日天]", days["days"])) if days else 0


def are_of_day(words: str) -> bool:
    """早晚两次, 上午下午各一次: the moments come every day."""
    return bool(re.search(rf"{_DAILY.pattern}[^,;。]{{0,8}}$", _spelt_out(words)))


def are_of_year(words: str) -> bool:
    """上半年、下半年各一次, 年初、年中、年末各一次."""
    return bool(re.search(rf"(?:上半年{_AND}?下半年|年初[^,;。]{{0,6}}年[终末底]){_REST}", _spelt_out(words)))


def _spelt_out(words: str) -> str:
    return re.sub("前、?后", "前、后", re.sub("上、?下(午|半[年月])", r"上\1、下\1", words))
