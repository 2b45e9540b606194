"""How amounts are written: percentages, counts, rates, lengths of time, quantities with their unit."""

from __future__ import annotations

import re

from ..numbers import PLAIN, RANGE
from . import either, one_of, table

TIME_NAMES = {word: code for code, words in table("measures")["time"].items() for word in words}
TIME_UNIT = one_of(TIME_NAMES)
_UNIT_WORDS = [word for words in table("measures")["unit"].values() for word in words]
_UNIT = one_of(_UNIT_WORDS)
LATIN_UNIT = one_of(word for word in _UNIT_WORDS if re.match("[a-zA-Z]", word))

_SHARERS = either("业主 住户 成员 委员 居民 面积 人数 票")
#: 2/3以上, 1/2的业主: behind these two figures are a share.
SHARE_OF = rf"\s*(?:以上|以下|的?(?:{_SHARERS})|多数)"
#: 成立, 成果, 成本.
_NO_TENTHS = "立为果效员绩本功熟人年品活交型"

PERCENT = "|".join(
    [
        # 百分之五至百分之十
        rf"百分之(?:{PLAIN})(?:\s*(?:-|到|至)\s*百分之(?:{PLAIN}))?",
        # 百分百
        r"百分百",
        # 90%-95%
        rf"(?:{PLAIN})\s*%\s*(?:-|到|至)\s*(?:{PLAIN})\s*%",
        # 95%, 90-95%
        rf"(?:{RANGE})\s*%",
        # 5个百分点
        rf"(?:{RANGE})个?百分点",
        # 八成, 八成半, 八成五以上
        rf"[一二两三四五六七八九]成(?:半|[一二三四五六七八九](?=[,;。以]|$))?(?![{_NO_TENTHS}])",
        # 千分之三
        rf"千分之(?:{PLAIN})",
        # 三分之二
        r"[一二三四五六七八九十]{1,3}分之[一二两三四五六七八九十]{1,3}",
        # 2/3以上, 1/2的业主
        rf"\d{{1,2}}\s*/\s*\d{{1,2}}(?={SHARE_OF})",
        # 过半数, 过半
        r"过半数?(?![年月天日小个])",
        # 半数
        r"半数",
        # 一半以上
        r"一半(?=[,;。、)的以]|$)",
    ]
)

#: Counts of times. Not behind their numeral: 次要, 轮班, 回访, 场所.
_TIMES = either("场次 次(?![性要品序生]) 遍 轮(?![车胎班岗流椅换值训]) 回(?![访复收答应来家顾避填流报归]) 场(?![所地景面馆合站]) 趟")
#: Lessons, rounds, nights and the like: they count how often only where a period stands before them.
_ROUNDS_OF = either(
    r"""
    圈 批次 批(?![量准复评示发改注条阅文]) 节(?![约能假日气省目奏点电水]) 讲(?![话课师解座述]) 堂
    个?(?:晚上?|夜)(?![班间里的]) (?<=一)班(?![岗组人长子级主])
    """
)
COUNT = "|".join(
    [
        # 2次, 一到两场, 3节
        rf"(?:{RANGE})\s*(?:{_TIMES}|{_ROUNDS_OF})",
        # 一、二次
        rf"[一二两三四五六七八九]、[二三四五六七八九](?:{_TIMES})",
        # 一年两度
        r"(?<=一年)[一两二三四]度",
    ]
)
RATE = "|".join(
    [
        # 2次/月, 1次/户/年, 一次·半年
        (
            rf"(?:{RANGE})\s*(?:{_TIMES})\s*(?:/[人户台村栋]\s*)?(?:/|每|·)\s*"
            rf"(?:(?:{PLAIN}|半)?\s*个?(?:{TIME_UNIT})|班次?|学期|旬)"
        ),
        # 月/次, 半年/次
        rf"每?(?:{RANGE})?\s*个?半?(?:{TIME_UNIT})\s*/\s*次",
    ]
)

_HALF = rf"(?<![上下])半个?\s*(?:{TIME_UNIT})"
_WHOLE = rf"(?:{RANGE})\s*(?:多|余)?(?:个半)?\s*(?:{TIME_UNIT})(?:半(?![年月]))?"
#: 半个月, 3-5天, 两个半小时, 一年半; 三年级 and 两周岁 are none.
LENGTH = rf"(?:{_HALF}|{_WHOLE})(?![级龄代历岁])"

#: What makes another word of a unit: 个别, 户之一, 人员, 分类.
_NO_UNIT = either("别(?!扣) 分 之(?!间) 份证 (?<=人)员 合(?!格) (?<=分)[类析配工解级组流拣]")
QUANTITY = "|".join(
    [
        # 50元至200元
        rf"(?:{PLAIN})\s*(?P<each>{_UNIT})\s*(?:\(含\))?(?:-+|到|至)\s*(?:{PLAIN})\s*(?P=each)",
        # 3人, 十多户, 2-3名
        rf"(?:{RANGE})\s*(?:多|余|几)?\s*(?:{_UNIT})(?!{_NO_UNIT})",
        # 扣半分
        rf"半(?:{_UNIT})(?=$|[,;。])",
        # 双人值守
        r"双人(?=值[班守]|在岗|上岗)",
    ]
)

_ARABIC = r"\d{1,12}(?:\.\d{1,6})?[万亿]?"
#: 95, 1.5万, 3-5, -18; of -5分 only the 5.
FIGURE = rf"(?<![\dA-Za-z.])(?:-(?!\d{{1,4}}(?:\.\d)?\s*分))?{_ARABIC}(?:\s*-\s*{_ARABIC})?"
