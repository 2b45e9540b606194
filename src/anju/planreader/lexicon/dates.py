"""Weekdays, dates and quarters, and how days stand before and after an event: 会议召开前10天, 当日办结."""

from __future__ import annotations

from ..numbers import PLAIN
from . import HAN_DIGITS, either
from .amounts import TIME_UNIT
from .routines import ROUTINE_SIGNS, ROUTINES

#: 一次, 一、二次, 一到两次: behind 周 such a numeral is a count and no weekday.
_COUNTED = rf"(?:[到至、]?[{HAN_DIGITS}])?(?:[次遍轮回堂圈场趟批]|节(?![假日]))|个|期|到两|至两"
#: 一周一检查, 一周一大扫.
_ROUTINE = rf"[大小普全集]?(?:[{ROUTINE_SIGNS}]|看(?!望)|[问谈](?![候卷心])|{ROUTINES})"
WEEKDAY = rf"(?:一(?!{_COUNTED}|{_ROUTINE})|[二三四五六日天](?!{_COUNTED})|[1-6](?![\d次遍轮天日个小至到-]))"
#: 一、三, 一至五, 二和周四.
WEEKDAYS = rf"{WEEKDAY}(?!天)(?:(?:[、和及至到]|,(?=周|星期))(?:周|星期)?{WEEKDAY})*"

_YEAR_FIGURE = r"(?:19|20)\d\d"
#: 2024年, 202X年, 今年.
_YEAR = r"(?:(?:19|20)(?:\d\d|[xX*〇oO]{2})\s*[年./-]\s*|今年|明年|本年|当年|次年|来年)"
_MONTH_FIGURE = r"(?:1[0-2]|0?[1-9])"
_DAY_FIGURE = r"(?:[12]\d|3[01]|0?[1-9])"
MONTH = rf"(?:{_MONTH_FIGURE}|十[一二]?|[一二三四五六七八九元])"
DAY = rf"(?:{_DAY_FIGURE}|二十[一-九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
#: 一月检查, 两月一排查, 一月2次: once a month and no January.
_NO_MONTH = either(
    rf"""
    度 缺 违 旷 迟到 报 结 卡 检(?![测修验]) 考 经 至少 不少于 不得少 不低于 之?内 以内
    [一二两三四](?=[普抽检巡排演督考评培]) (?:\d|{PLAIN}){{1,2}}[次遍天]
    """
)
#: 6月检查 is done in June: less speaks against a month in figures.
_NO_MONTH_FIGURE = either(r"度 经 至少 之?内 以内 \d{1,2}[次遍天]")
#: 6月份, 六月底.
_MONTH_ALONE = (
    rf"(?<![每个半满续岗带\d{HAN_DIGITS}])"
    rf"(?:{_MONTH_FIGURE}\s*月(?!{_NO_MONTH_FIGURE})|{MONTH}\s*月(?!{_NO_MONTH}))(?:份)?(?:上旬|中旬|下旬|底|初|末|中)?"
)
_DOTTED = rf"{_YEAR_FIGURE}\s*[./-]\s*{_MONTH_FIGURE}\s*[./-]\s*{_DAY_FIGURE}"
_DATE = rf"(?:{_YEAR})?\s*(?:{MONTH}\s*月\s*{DAY}\s*[日号]|{_MONTH_ALONE})|{_DOTTED}"
#: 10日, 10-15日, 上旬, 底.
_OF_MONTH = rf"(?:{DAY}(?:[日号]|(?=\s*[-到至]))(?:\s*(?:-|到|至)\s*{DAY}[日号])?(?<=[日号])|上旬|中旬|下旬|初|底|末)"

DATE = "|".join(
    [
        # 2024-03-01至2024-05-31
        rf"{_YEAR_FIGURE}-\d{{1,2}}-\d{{1,2}}\s*[至到]\s*{_YEAR_FIGURE}-\d{{1,2}}-\d{{1,2}}",
        # 3月1日至5月31日, 9月起至当年底
        rf"(?:{_DATE})\s*(?:-+|(?:起|开始)?[到至])\s*(?:{_DATE}|{DAY}[日号]|[当本同]?年[底末])",
        # 5月1-5日
        rf"(?:{_YEAR})?{MONTH}\s*月\s*{DAY}\s*(?:-|到|至)\s*{DAY}[日号]",
        # 六月至九月检查
        rf"{MONTH}\s*月(?:份)?\s*(?:-|到|至)\s*{MONTH}\s*月(?!度)(?:份)?",
        # 2024年3月1日, 6月, 2024.3.1
        rf"(?:{_DATE})",
        # 于三、六、九、十二月
        rf"(?:(?<=[年于在每\u4e00-\u9fff])|(?<=[\d{HAN_DIGITS}][、,])){MONTH}(?=(?:[、和及]{MONTH}){{1,6}}月(?!{_NO_MONTH}))",
        # 6·26
        r"(?<![\d·.])(?:1[0-2]|[1-9])·(?:3[01]|[12]\d|[1-9])(?![\d·])",
        # 3-5月
        rf"(?<![\d月]){MONTH}\s*(?:-|到|至)\s*{MONTH}月(?!度)(?:份)?",
        # 年底, 2024年底, 今年底
        r"(?:(?:19|20)?\d\d|今|明|本|当|次|来|每|至|到|[今明本当次]年)?年底",
        # 年末前, 年终前
        rf"(?:{_YEAR_FIGURE}|今|明|本|当|每)?年[末终](?=前)",
        # 2024年末
        rf"{_YEAR_FIGURE}年末",
        # 10日、20日
        rf"(?<=[日号][、和及与]){DAY}[日号](?![内后的]|以内|之内|左右|以)",
        # 每月10日, 单月上旬
        rf"(?:(?<=每月)|(?<=每个月)|(?<=[末单双]月))(?:的)?{_OF_MONTH}",
        # 次月5日, 月初
        rf"(?:当月|次月|下月|本月|月)(?:的)?{_OF_MONTH}",
        # 于15日前
        rf"(?<=于){DAY}[日号](?=前|之前|以前)",
        # 10号前
        rf"(?<![\d第楼栋座十]){DAY}号(?=[之以]?前(?![门厅台面院方]))",
    ]
)
#: 第二季度, 三季度末; 一季度一次 is once a quarter.
QUARTER = r"(?<![下上每这])第?[一二三四1-4]季度[末底]?(?!.?[一二两\d]次)"

_EVENTS = either(
    """
    召开 开会 会议 施工 停水 停电 停气 活动 训练 开课 上课 放学 到岗 交接班? 出车 演出 开赛 开场 开园 开馆 离园 进场 营业
    上班 交班 接班 下班 开工 上岗 到期 期满 届满 开始 实施 使用 换届 举行
    """
)
#: In front of a length by which something is done earlier: 会议召开前10天.
LEAD = rf"(?:{_EVENTS})前(?=\s*(?:{PLAIN})\s*(?:{TIME_UNIT}))"

_DONE = either(
    """
    处理 办[结理完好证] 办(?=[,。;]) 完成 整[改理] 改[正好完] 修 反映 解决 答复 回[复访拨电] 反馈 上报 报(?!表|名|到|纸|销|价|警)
    清(?!洁|单|晨|楚|明) 恢复 维修 登记 录[入清] 移交 转交 更换 更新 补(?!休|贴|助) 外运 运[走出] 存[行入] 入库 归[档还位]
    送[达修检交] 派[单发维] 导[出入] 删除 注销 销[号毁] 收[回清] 结[清账](?!单) 对账 会商 通[知报] 告知 调[整换] 拆除 疏通 接单
    编号 追查 查清 核[实对] 提交 张贴 上[墙传] 毕(?=[,。;]) 撤销 封堵 到位 落实 闭环 消除 排除 发布 公[示布开] 有答复
    """
)
#: What is done at once, within its day: 当日办结, 当天将钥匙归还.
SAME_DAY = (
    r"(?:当[日天周]|次日)(?:之?内)?"
    rf"(?=(?:[将把向对由给跟][^,;。:]{{1,14}}|[^,;。:、的\d]{{0,4}})(?:{_DONE})(?!情况|质量|结果|数|量|人数|费))"
)
