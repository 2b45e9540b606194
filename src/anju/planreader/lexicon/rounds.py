"""Periods that no 每 announces: 周检查, 月底, 全年组织演练2次, and as part of a name: 季度考核, 周五公布."""

from __future__ import annotations

from ..numbers import PLAIN, RANGE
from . import HAN_DIGITS, HANZI, either
from .dates import WEEKDAY
from .routines import ROUTINES

#: Characters in front of 日, 周, 月 and 年 that make another word of them: 节日, 四周, 当月, 青年. For use within a class.
OTHER_WORD = (
    r"\d每个本当上下半几数多全今明去往节假平近即次翌作生休值末同隔逐按双单青少老成童中首"
    rf"满春夏秋冬换旺淡雨旱汛赛花机转息党放动念待清{HAN_DIGITS}"
)
_ALONE = rf"(?<![{OTHER_WORD}])"

#: 月活动, 周公示: these make no round of a period.
_NO_ROUNDS = ("活动", "培训", "学习", "交流", "公示", "公布")
_ROUND_NAMES = "|".join(name for name in ROUTINES.split("|") if name not in _NO_ROUNDS)
#: What is done every season, half-year or month, right behind its name: 季度清洗, 半年校正, 月度公布.
_CARES = either(
    """
    [检抽普巡排评复清][查视测修验] 清[洗运扫理掏] [保维][养护保修] 更换 轮[换训] 校[验准正] 测[试评] 消[毒杀] 考[核评试]
    评[比选议] [总小]结 通报 公[布示开] 约谈 暗访 审[计核查] 盘[点存] 演[练习] 疏散演练 汇[总报] 述职 例会 对账 发放 打卡
    分析 体检 试[验水运] 紧固 润滑 除尘 联动 模拟 培训 走访 统计
    """
)
#: What follows a period of one syllable: 周检查, 月评, 日报告制, 日清、月结.
_DEEDS = rf'{_ROUND_NAMES}|报告(?=制|[、,])|检(?![测验修疫索举察讨漏])|查(?![看询找处阅获验])|评(?![价定估审])|[清洗扫巡](?=[、”"])'
#: One syllable behind its period, with nothing or a number of times after it: 月擦, 日看一次, and not 日清月结.
_SYLLABLES = rf'(?!清[日月]结)[清洗扫巡查检核结考评试校换擦拖看审练](?=[、,。:;”")]|$|[日周旬月季年]|(?:{PLAIN})[次遍])'
_UPKEEP = either("对账 审计? 点检 联动 校[准验] 擦[洗拭] 体检 修剪 普修")
_AT_LEAST = either("不少于 至少 不低于 不得少于 最多 最少")
#: Behind the first of a pair, 月通报、, and what its second then names: 日反馈.
_PAIRED = "|".join(rf"(?<=[日周旬月季年]{'.' * length}[、,])" for length in (1, 2, 3))
_PAPERS = either("报表? 计划 总结 小结 反馈 汇报 记录 清单 台账 调度 安排") + "(?![^、,。;]{0,4}[0-9])"
_MANY_TIMES = rf"(?=[^,;。:|每]{{0,20}}(?:{PLAIN})(?:次|场|轮|遍|期|趟|回))"
_LISTED = r"周|旬|月度?|季度?|半年度?|年度?"

ROUNDS = [
    # 月一检查
    rf"{_ALONE}(?:月|季度?)(?=[一两二三四](?:{ROUTINES}))",
    # 月不少于2次
    rf"{_ALONE}(?:年度?|月度?|周|日|季度?)(?=内?(?:{_AT_LEAST})(?:\d|[{HAN_DIGITS}]))",
    # 周检查, 月评比, 月有通报
    rf"{_ALONE}(?:日|周|旬|月|季(?!度)|年(?=有))有?(?={_DEEDS})",
    # 周、月、季检查
    rf"{_ALONE}(?:日|{_LISTED})(?=(?:[、和及与](?:每|按)?(?:{_LISTED})){{1,4}}(?:{_ROUND_NAMES}|检查|评))",
    # 周计划、月总结
    rf"{_ALONE}[日周旬月](?=计划、)",
    # 月通报、日反馈: the second of a pair
    rf"(?:{_PAIRED})[日周旬月](?={_PAPERS})",
    # 月有计划
    rf"{_ALONE}[日周旬月季]有(?=计划|安排|重点|主题|记录|小结|活动)",
    # 月擦, 日看一次
    rf"{_ALONE}(?:[日周旬月季]|年(?!检))(?={_SYLLABLES})",
    # 月对账1次, 年点检一次
    rf"{_ALONE}[日周月季年](?={_UPKEEP})(?=[^,;。]{{0,6}}(?:(?:{PLAIN})[次遍]|[、,。;]))",
    # 月底, 季末
    rf"(?<![{OTHER_WORD}年])(?:月|季度?)[底末](?!前|之前|以前)",
    # 周末大扫除
    rf"周末(?={_CARES}|大?扫)",
    # 双周例会
    r"(?:双周|双月)(?=例会|检查|评比|通报|调度|考核|会)",
    # 年巡查, 年检查
    r"(?:(?<=[,、。:\s“\"])|^)年(?=巡[查视]|检查|评比|考核|普查|总评)",
    # 月均2次
    rf"(?:日|月|周|年)均{_MANY_TIMES}",
    # 日巡二次, 年培训不少于两次
    rf"{_ALONE}[日周月季年](?=(?:[巡查检]|{_ROUND_NAMES}|培训)(?:不少于|至少|不低于)?\s*(?:{PLAIN})[次遍])",
    # 两小时一巡
    rf"(?:{RANGE})个?小时(?=[一两][巡查检换])",
    # 两小时轮换, 半年轮岗
    rf"(?<![每隔近超足满前])(?!24|二十四)(?:半个?|(?:{RANGE})个?)(?:小时|年|天)(?=强制|轮[换岗]|巡[查检视逻])",
    # 周会制
    rf"{_ALONE}[周月](?=会[由制、,。:])",
    # 日报制, 日报、周报
    r"日(?=报(?:制|、[周月旬]))",
    # 天天巡查
    rf"(?<![今明本当去{HAN_DIGITS}])(?:天天|日日|周周|月月|季季|年年)(?=[^,;。、\s红])",
    # 日产日清
    r"日产日清",
    # 全年组织演练2次
    rf"(?:全年|年内|本年度|年度内|全年度){_MANY_TIMES}",
]

#: 年度考核不合格, 年度检查计划: what the name goes on to.
_GOES_ON = either(r"不 未 [一二两三\d]次(?:[不未被]|排名) 计划 方案 人数 结果 成绩 得分 低于 加 扣 中 合格 优秀 称职 为 评")
_HALF = rf"(?<![{HAN_DIGITS}\d上下前后近大这满个未])半"
#: 每周五 is read by `periods`; 本周五 and 下周五 come once.
_NO_WEEKDAY_BEHIND = rf"(?<![每逢上下本这次当各满双单隔个至到前后四周的及和\d{HAN_DIGITS}·-])"
#: 周五前, 周六或周日, 周日休息.
_NO_DUTY_ON = r"[前至到-]|之前|以前|或|\)|[^,;。]{0,12}(?:禁止|不得|不准|休息|除外|放假|节假日|双休)"
_MONTHLY = either("考核 检查 评比 评选 例会 总结 通报 抽查 测评 培训 会议 报表 报告 之星 绩效")

_NAMED = [
    # 半年检查, 半月报表
    rf"{_HALF}(?:年度?|个?月)(?={_CARES}|报表|[形抹])",
    # 季度清洗, 月度公布
    rf"(?<![\d一二三四每本上下全])(?:季度|月度)(?={_CARES}|一换)",
    # 半年组织演练1次
    rf"{_HALF}(?:年|个?月)(?![内以来后前之])(?=[^,;。]{{1,20}}(?:{PLAIN})[次遍])",
    # 实行月报制度
    r"(?<![\d每本当上下全])[月季年周]报(?=[表制]|[,、;。])",
    # 季度安全考核
    rf"(?<![\d一二三四每本上下])季度(?={HANZI}{{0,3}}(?:考核|检查|评比|例会|通报))",
    # 年度考核, 年度预算
    rf"年度(?=审计|(?:考核|检查|评比|评选|体检|演练|审核)(?!{_GOES_ON}))",
    r"(?<![财政]政)(?<!财政年)年度?(?=预算(?!不))",
    # 周五公布, 周二、周四坐班
    (
        rf"{_NO_WEEKDAY_BEHIND}(?<![日号]\()(?:周|星期)(?!日常|日志|日报|一周)"
        rf"{WEEKDAY}(?:[、和及](?:周|星期)?{WEEKDAY})*(?!{_NO_DUTY_ON})"
    ),
    # 月度例会, 季度之星
    rf"(?:月度|季度)(?={_MONTHLY})",
    # 年终评比
    r"年终(?!奖|绩效|前|之前|以前|不得)",
    # 电梯年检
    r"年(?=检(?![查测修率标提报过证合手]))",
]
#: Names of what comes again. `schedules` leaves out those to which something else is only added.
NAMED = "|".join(_NAMED)
