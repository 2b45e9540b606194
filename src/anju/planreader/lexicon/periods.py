"""Periods that a word announces: 每2小时, 逐月, 按季度, 隔周, 一月一评. Those without such a word are in `rounds`."""

from __future__ import annotations

from ..numbers import PLAIN, RANGE
from . import HAN_DIGITS, HANZI, either
from .amounts import TIME_UNIT
from .dates import WEEKDAYS
from .rounds import ROUNDS
from .routines import NO_DEED

#: 每连续工作2小时.
_IN_A_ROW = rf"(?:连续{HANZI}{{0,4}}(?=\d|[{HAN_DIGITS}]))?"
#: 每年度检查, 每月度例会.
_YEARLY = r"(?:(?<=[年月])度(?=[^,。;]))?"
_ON_WEEKDAYS = rf"(?:(?:(?<=周)|(?<=星期)|(?<=礼拜)){WEEKDAYS})?"
#: 逐月上升, 逐年递增: a tendency and no period.
_TENDENCY = either("[上下]升 下降 递 提[高升] 增 减 降 压 好转 改善")
#: 按月, and not 按日期, 按天气, 按年龄.
_BY = either("月(?!亮) 季度?(?!节) 年度?(?![龄限代]|计划|预算) 周(?![边围密期]) 日(?![期程常前万]) 天(?!气) 旬")
#: 按月累计, 按天计算: how a sum is made up.
_BILLED = either("加收 退费 折 累计 递 计[算收]")

_ANNOUNCED = [
    # 每半年, 按半个月
    r"(?:每|逐|按)半个?(?:年|月)",
    # 每半小时
    r"每半个?(?:小时|天|日)",
    # 每个周末
    r"每个周末",
    # 逢周一, 每逢周末
    rf"每?逢(?:周|星期)(?:{WEEKDAYS}|末)",
    # 每双周
    r"[每逢][单双]周",
    # 每2小时, 每隔3天, 每周一、三, 每连续工作2小时
    rf"每{_IN_A_ROW}(?:间|相)?隔?(?:{RANGE})?\s*(?:{TIME_UNIT})(?!期\d){_YEARLY}{_ON_WEEKDAYS}",
    # 一学期, 全学期
    r"(?<![上下本这第])[一全]学期",
    # 每个学期
    r"每个(?:年度|学期|班次)",
    # 每学期, 每班
    r"每(?:学期|学年|期|班次|班(?![级组主长人])|上班|旬)",
    # 每晚, 每周末
    r"每(?:晚上?|夜|早|周末|[单双]月)",
    # 逐月
    rf"逐(?:月|日|年|季度?|周)(?!{_TENDENCY})",
    # 按季度公布
    rf"按(?:{_BY})(?!{_BILLED})(?=[^,;。\s])",
    # 隔周
    r"隔[日天周月年]",
    # 双月评比
    r"双月(?=[^,;。])",
    # 逢单月
    r"每?逢单月",
    # 一班一次
    r"一班(?=(?:[一两三]|至少一)[次遍])",
    # 一月一评
    rf"(?:一(?:日|天|周|旬|月|季度?|年|班)|半(?:日|天|月|年))(?=[一两二三四双](?![{NO_DEED}]){HANZI})",
]

_FEE = either("停车费 物业费 管理费 服务费 房租 租金 工资")
_CHARGED = either("最高 收费额 收费? 收取 按 为 均 不超过 加收 不高于 处 处以 罚款?")
#: 每月2元, 每天(24小时)每辆最高30元.
_PRICE = (
    rf"(?:每[户人平辆车位吨度][^\d,。;]{{0,3}})?(?:\(24小时内?\))?(?:{_FEE})?(?:{_CHARGED}){{0,3}}"
    r"\s*(?:\d[\d.]{0,6}|[一二三五十百千万]{1,4})\s*(?:元|角|块钱)"
)
_HANDLED = either("安排 接待 通过 积 计 记 加 不超过 不高于 不多于 不少于 至少 最多")
#: 每小时不超过5公里, 每小时积2分.
_SPEED = (
    rf"(?:(?<=时)|(?<=钟)|(?<=秒))(?:{_HANDLED}){{0,3}}\s*\d{{1,6}}(?:\.\d)?"
    r"\s*(?:分|[字滴米升度转人户辆平吨个]|公里|立方)"
)
#: (每天5分).
_POINTS = r"\d+分[)\]]"
#: 每月净增3户, 每年约有200人.
_TALLY = r"净[增减]|约有"

_POSTED = either("各 应 须 要 均 总数 人数 人员 配备? 安排 设 值班 上岗 选 报 限 推[荐选] 派 保持 值守 在岗 至少 男女")
_NO_FEWER = either("不得少于 不应少于 不能少于 不少于 不低于 至少 [≥为是]")
#: 每班不少于3人.
_STRENGTH = rf"(?:(?<=班)|(?<=班次))\s*(?:{_POSTED}){{0,4}}\s*(?:{_NO_FEWER})?\s*(?:{RANGE})\s*(?:人(?!次)|名|位)"
#: 每天工作8小时.
_WORKING_TIME = rf"(?:工作)?\s*(?:{RANGE})\s*个?(?:小时|h)"
#: 每班每天, 每班配安全员, 每班不少于2名.
_POST = (
    r"(?<=班)(?:每[周月天日项]|[配设选报推][^,。;]{0,8}[员人名个]"
    rf"|[不至最][^,。;]{{0,4}}(?:{PLAIN})(?:[人名个位场]|小时))"
)
_NO_LONGER = either("不得超过 不应超过 不超过 不大于 不应大于 为")
#: 每班连续工作时间不得超过8小时.
_SHIFT = rf"(?<=班)(?:连续)?(?:工作|值班|上岗)(?:时间)?[应须]?(?:{_NO_LONGER})?\s*(?:{RANGE})\s*个?(?:小时|h)"

#: None of these says how often.
_NOT_OFTEN = rf"(?!{_PRICE})(?!{_SPEED})(?!{_POINTS})(?!{_TALLY})"
_NOT_STAFFED = rf"(?!{_STRENGTH})(?!{_WORKING_TIME})(?!{_POST})(?!{_SHIFT})"
EVERY = rf"(?:{'|'.join(_ANNOUNCED + ROUNDS)}){_NOT_OFTEN}{_NOT_STAFFED}"
