"""Sentences written for these tests, and the figures that their words state."""

from __future__ import annotations

import pytest

from anju.planreader import read_unit
from anju.planreader.clause import FIGURES


def figures(text: str) -> dict:
    return {name: value for name, value in read_unit(text).as_json().items() if name in FIGURES}


SCHEDULES = [
    ("门岗每班巡视大堂不少于3次。", {"count": 3, "period": "shift", "bound": "min"}),
    ("水箱每半年清洗一次。", {"count": 1, "period": "P6M", "bound": "exact"}),
    ("化粪池应半年清掏一次。", {"count": 1, "period": "P6M", "bound": "exact"}),
    ("二次供水水质每季度至少检测一次。", {"count": 1, "period": "P3M", "bound": "min"}),
    (
        "绿地每月修剪1~2次。",
        {
            "count": 1,
            "period": "P1M",
            "bound": "min",
            "schedules": [{"count": 1, "period": "P1M", "bound": "min"}, {"count": 2, "period": "P1M", "bound": "max"}],
        },
    ),
    ("地下车库每两小时巡逻一次。", {"count": 1, "period": "PT2H", "bound": "exact"}),
    (
        "楼道每日清扫,玻璃每周擦拭一次。",
        {"period": "P1D", "schedules": [{"period": "P1D"}, {"count": 1, "period": "P1W", "bound": "exact"}]},
    ),
    ("配电房每3天检查一次。", {"count": 1, "period": "P3D", "bound": "exact"}),
    ("灭火器检查1次/月。", {"count": 1, "period": "P1M", "bound": "exact"}),
    ("电梯机房每15日维保不少于1次。", {"count": 1, "period": "P15D", "bound": "min"}),
    ("消防水泵每月试运转,最多两次。", {"count": 2, "period": "P1M", "bound": "max"}),
    ("每周开展3天体能训练。", {"count": 3, "period": "P1W", "bound": "exact"}),
    ("定期检查消火栓。", {}),
    ("根据每月工作情况,每季度召开一次分析会。", {"count": 1, "period": "P3M", "bound": "exact"}),
    ("每週組織兩次隊列訓練。", {"count": 2, "period": "P1W", "bound": "exact"}),
    ("每年至少組織２次消防演練。", {"count": 2, "period": "P1Y", "bound": "min"}),
    ("每周一召开晨会。", {"period": "P1W"}),
    ("每学期组织2次家长开放日。", {"count": 2, "bound": "exact"}),
    ("门岗实行24小时值班。", {"continuous": True}),
    ("每晚巡逻不少于四次。", {"count": 4, "period": "P1D", "bound": "min"}),
    ("一月一评比,结果上墙。", {"count": 1, "period": "P1M", "bound": "exact"}),
    (
        "楼道每日循环保洁,扶手每日擦拭两遍。",
        {"period": "P1D", "schedules": [{"period": "P1D"}, {"count": 2, "period": "P1D", "bound": "exact"}]},
    ),
    ("每日开展巡查,每日巡查不少于两次。", {"count": 2, "period": "P1D", "bound": "min"}),
    (
        "道路每日由保洁员两普查、主管一抽查。",
        {
            "count": 2,
            "period": "P1D",
            "bound": "exact",
            "schedules": [{"count": 2, "period": "P1D", "bound": "exact"}, {"count": 1, "period": "P1D", "bound": "exact"}],
        },
    ),
    ("实行月通报、日反馈制度。", {"period": "P1M", "schedules": [{"period": "P1M"}, {"period": "P1D"}]}),
    ("15日内召开一次听证会。", {"count": 1, "bound": "exact", "deadline": "P15D"}),
    ("每季度考评一次,成绩纳入对企业的年度考核。", {"count": 1, "period": "P3M", "bound": "exact"}),
    ("年度内两次考核排在末位的,予以清退。", {}),
    ("每年考核两次不达标的项目退出评选。", {}),
    ("对处罚不服的可以申请一次复核。", {}),
    ("维修基金应一次足额交存。", {}),
    ("打分为一次验收、一次办结、一次答复。", {}),
    ("每逢周六、节假日加派人手。", {"period": "P1W"}),
    ("每月逢8日清洗垃圾桶。", {"period": "P1M"}),
]

TARGETS = [
    ("业主满意率不低于92%。", {"op": ">=", "value": 92, "unit": "%"}),
    ("报修及时率达百分之九十八以上。", {"op": ">=", "value": 98, "unit": "%"}),
    ("火灾自动报警误报率控制在5%以内。", {"op": "<=", "value": 5, "unit": "%"}),
    ("确保全年零火灾。", {"op": "=", "value": 0, "unit": "次"}),
    ("投诉率同比下降12%。", {"baseline_change": -12}),
    ("收缴率比上年提高3个百分点。", {"baseline_change": 3}),
    ("东门岗配备保安员4人。", {"op": "=", "value": 4, "unit": "人"}),
    ("每个微型消防站不少于6人。", {"op": ">=", "value": 6, "unit": "人"}),
    ("车辆在小区内限速5km/h。", {"op": "<=", "value": 5, "unit": "km/h"}),
    ("发现烟头一处扣0.2分。", {"op": "=", "value": 0.2, "unit": "分"}),
    ("每少1户扣2分。", {"op": "=", "value": 2, "unit": "分"}),
    ("得分在80分以上的评为三星级。", {"op": ">=", "value": 80, "unit": "分"}),
    ("奖励现金2000元。", {"op": "=", "value": 2000, "unit": "元"}),
    ("对优胜小区奖励3万元。", {"op": "=", "value": 30000, "unit": "元"}),
    ("绿地率不得低于30％。", {"op": ">=", "value": 30, "unit": "%"}),
    ("接班人员须提前10分钟到岗。", {"op": ">=", "value": 10, "unit": "min"}),
    ("住宅区规模在3万平方米以上的应当设消防控制室。", {"op": ">=", "value": 30000, "unit": "m2"}),
    ("合格率低于90%的项目须重新验收。", {"op": "<", "value": 90, "unit": "%"}),
    (
        "60-69分为基本合格。",
        {
            "op": ">=",
            "value": 60,
            "unit": "分",
            "targets": [{"op": ">=", "value": 60, "unit": "分"}, {"op": "<=", "value": 69, "unit": "分"}],
        },
    ),
    ("杜绝空岗现象。", {}),
    ("拨打火警119报告。", {}),
    ("实行一车一位、一户一档管理。", {}),
]

TIMES = [
    ("接到报警后5分钟内赶到现场。", {"deadline": "PT5M"}),
    ("一般投诉应在3个工作日内答复。", {"deadline": "P3D"}),
    ("停电检修不超过4小时恢复。", {"deadline": "PT4H"}),
    ("门禁记录保存不少于90天。", {"retention": "P90D", "bound": "min"}),
    ("监控录像须保存六个月以上。", {"retention": "P6M", "bound": "min"}),
    ("情节严重的,暂停评优资格一年。", {"duration": "P1Y"}),
    ("两年内不得参加投标。", {"duration": "P2Y"}),
    ("整改应在一个半月内完成。", {"deadline": "P45D"}),
    ("试用期为3个月的须经考核。", {"duration": "P3M"}),
    (
        "装修施工时间为8:00至12:00,14:00至18:00。",
        {"window": ["08:00", "12:00"], "windows": [["08:00", "12:00"], ["14:00", "18:00"]]},
    ),
    ("夜班自22时至次日6时值守。", {"window": ["22:00", "06:00"]}),
    ("6月30日前完成自查。", {"window": [None, "06-30"]}),
    ("应于2025年3月1日至5月31日开展排查。", {"window": ["2025-03-01", "2025-05-31"]}),
    ("20xx年9月15日前上报方案。", {"window": [None, "09-15"]}),
    ("每月10日前报送报表。", {"period": "P1M", "window": [None, "XX-10"]}),
    ("年底前完成所有整改。", {"window": [None, "12-31"]}),
    ("下午2点半至5点开展巡查。", {"window": ["14:30", "17:00"]}),
    ("7月至9月组织防汛演练。", {"window": ["07", "09"]}),
]


@pytest.mark.parametrize(("text", "expected"), SCHEDULES + TARGETS + TIMES)
def test_a_sentence_yields_exactly_the_figures_it_states(text: str, expected: dict) -> None:
    assert figures(text) == expected


def test_a_ratio_is_no_time_of_day() -> None:
    assert read_unit("按1:50的比例配备保安员。").window is None
    assert read_unit("门岗于1:50换班。").window == ["01:50", "01:50"]


def test_days_a_month_are_counted_and_days_of_a_course_are_a_length() -> None:
    visited, taught = read_unit("业委会每月接待业主不少于两天。"), read_unit("每月安排不少于两天的培训。")
    assert (visited.count, visited.period, visited.bound, visited.duration) == (2, "P1M", "min", None)
    assert (taught.count, taught.duration) == (None, "P2D")


def test_one_window_is_read_from_its_beginning_and_its_end_in_words() -> None:
    assert read_unit("活动从5月1日开始到5月31日，由物业组织。").window == ["05-01", "05-31"]
