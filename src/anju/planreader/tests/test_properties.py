"""What holds for every text: no exception, no figure out of nothing, list numbers are no values."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anju.planreader import Clause, read_text, read_unit
from anju.planreader.lexicon import table
from anju.planreader.numbers import read_number, to_han
from anju.planreader.text import fold
from anju.planreader.tokens import tokenise
from anju.planreader.units import cut

WORDS = [
    "每年",
    "每月",
    "每班",
    "至少",
    "不少于",
    "两次",
    "3次",
    "一到两次",
    "95%",
    "百分之三十",
    "达到",
    "以上",
    "以内",
    "24小时",
    "三天",
    "半个月",
    "10月底",
    "3月1日",
    "8:00-12:00",
    "下午2点半",
    "扣0.5分",
    "计4分",
    "每少1户",
    "2人",
    "5万平方米",
    "提前15分钟",
    "降低",
    "零投诉",
    "无重大事故",
    "保存",
    "内",
    "前",
    "至",
    "-",
    "、",
    ",",
    "。",
    "(一)",
    "1.",
    "第七条",
    "巡逻",
    "保安员",
    "检查",
    "必须",
    "“",
    "”",
    "(",
    ")",
    "|",
    "一季度",
    "20xx年",
    "%",
    "次",
    "/",
    "月",
]
PLAIN_WORDS = [
    "保安员",
    "应当",
    "巡逻",
    "检查",
    "消防",
    "设施",
    "及时",
    "上报",
    "定期",
    "组织",
    "演练",
    "登记",
    "访客",
    "确保",
    "整洁",
    "严禁",
    "占用",
    "通道",
    ",",
    "、",
]
LIST_NUMBERS = [
    "1.",
    "2、",
    "3)",
    "(4)",
    "5.1 ",
    "6.2.3 ",
    "第七条 ",
    "八、",
    "(九)",
    "十一、",
    "12.",
    "a)",
    "①",
    "1)、",
    "## 3. ",
    "第二章 ",
    "一是",
]

chatter = st.lists(st.sampled_from(WORDS), max_size=14).map("".join)
plain = st.lists(st.sampled_from(PLAIN_WORDS), min_size=1, max_size=10).map("".join)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        chatter,
        st.text(alphabet="零一二两三四五六七八九十百千万半每年月周日天次个分%-至到点时: ", max_size=30),
    )
)
@example("每零天")
@example("十月十月")
@example("二时半班二次")
@example("5户-3个")
@example("周3次每班次")
@example("每日度每年一")
@example("点点点半")
@example("99:99-88时")
def test_any_text_is_read_without_an_exception_and_kept_verbatim(text: str) -> None:
    for clause in read_text(text):
        assert clause.text in text
        assert clause.as_json()["kind"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=string.ascii_letters + "安保。；!()“”\n ", max_size=60))
def test_cutting_loses_nothing_but_space_and_bare_marks(text: str) -> None:
    kept = [c for c in text if c.isalnum()]
    assert [c for unit in cut(text) for c in unit if c.isalnum()] == kept


@given(st.integers(min_value=0, max_value=9999))
def test_chinese_figures_round_trip(number: int) -> None:
    assert read_number(to_han(number)) == number


@given(st.integers(min_value=1, max_value=9999), st.sampled_from(["万", "亿"]))
def test_big_figures_round_trip(number: int, mark: str) -> None:
    assert (
        read_number(to_han(number) + mark)
        == read_number(f"{number}{mark}")
        == number * {"万": 10**4, "亿": 10**8}[mark]
    )


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(LIST_NUMBERS), plain, st.sampled_from(["。", ";", ":", ""]))
def test_list_numbers_never_become_values(number: str, words: str, end: str) -> None:
    assert not read_unit(number + words + end).has_figures


@settings(max_examples=150, deadline=None)
@given(plain, st.sampled_from(["每月", "每季度", "每天", "每班", "", "为期", "以内", "达到", "扣分", "以上"]))
def test_words_without_a_number_state_no_figure_but_a_period(words: str, mark: str) -> None:
    clause = read_unit(f"{words}{mark}{words}。")
    assert (clause.count, clause.value, clause.deadline, clause.retention, clause.duration, clause.window) == (
        None,
    ) * 6


PERIODS = {
    "每天": "P1D",
    "每日": "P1D",
    "每周": "P1W",
    "每个星期": "P1W",
    "每旬": "P10D",
    "每半月": "P15D",
    "每月": "P1M",
    "每双月": "P2M",
    "每两个月": "P2M",
    "每季度": "P3M",
    "每半年": "P6M",
    "每年": "P1Y",
    "每班": "shift",
    "每小时": "PT1H",
    "每两小时": "PT2H",
    "每隔4小时": "PT4H",
    "每30分钟": "PT30M",
}
BOUNDS = {"": "exact", "不少于": "min", "至少": "min", "不得少于": "min", "≥": "min", "最多": "max", "不超过": "max"}
numerals = st.integers(min_value=1, max_value=99).flatmap(
    lambda n: st.sampled_from([(n, str(n)), (n, to_han(n)), (n, "两" if n == 2 else to_han(n))])
)
full_width = str.maketrans("0123456789", "０１２３４５６７８９")


@settings(max_examples=200, deadline=None)
@given(
    numerals, st.sampled_from(sorted(PERIODS)), st.sampled_from(sorted(BOUNDS)), st.sampled_from("次遍"), st.booleans()
)
def test_any_number_of_times_in_any_period(
    number: tuple[int, str], period: str, bound: str, times: str, wide: bool
) -> None:
    text = f"应{period}巡查{bound}{number[1]}{times}。"
    clause = read_unit(text.translate(full_width) if wide else text)
    assert (clause.count, clause.period, clause.bound) == (number[0], PERIODS[period], BOUNDS[bound])


@settings(max_examples=100, deadline=None)
@given(numerals, st.sampled_from(["天", "周", "月", "季度", "年", "班"]), st.sampled_from(["次/{}", "次每{}"]))
def test_a_rate_says_the_same_as_a_period(number: tuple[int, str], period: str, shape: str) -> None:
    rate = read_unit(f"必须巡查{number[1]}{shape.format(period)}。")
    plain = read_unit(f"必须每{period}巡查{number[1]}次。")
    assert (rate.count, rate.period, rate.bound) == (plain.count, plain.period, plain.bound)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59), st.sampled_from("-—至~～到"))
def test_two_times_of_day_bound_a_window(hour: int, minute: int, until: int, last: int, mark: str) -> None:
    clause = read_unit(f"必须在{hour}:{minute:02d}{mark}{until}:{last:02d}巡逻。")
    assert clause.window == [f"{hour:02d}:{minute:02d}", f"{until:02d}:{last:02d}"]


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 100),
    st.sampled_from([("不低于{}%", ">="), ("达到{}％以上", ">="), ("不超过百分之{}", "<="), ("控制在{}%以内", "<=")]),
)
def test_a_share_keeps_its_comparison(number: int, shape: tuple[str, str]) -> None:
    clause = read_unit(f"投诉处理率应{shape[0].format(number)}。")
    assert (clause.op, clause.value, clause.unit) == (shape[1], number, "%")


@settings(max_examples=100, deadline=None)
@given(numerals, st.sampled_from([("分钟", "PT{}M"), ("小时", "PT{}H"), ("天", "P{}D"), ("个工作日", "P{}D")]))
def test_within_a_time_is_a_deadline(number: tuple[int, str], unit: tuple[str, str]) -> None:
    clause = read_unit(f"接到报修后应在{number[1]}{unit[0]}内处理完毕。")
    assert clause.deadline == unit[1].format(number[0])


@pytest.mark.parametrize(
    "piece", ["每", "一二三十", "1,", "(", '"', "3月1日至", "百分之", "第一", "无重大", "二", "a 1 ", "每年至少两次,"]
)
def test_a_very_long_line_is_read_like_any_other(piece: str) -> None:
    (clause,) = read_text("检查" + piece * 3000)
    assert clause.text.startswith("检查" + piece.strip())


UNIT_WORDS = [word for words in table("measures")["unit"].values() for word in words]


@pytest.mark.parametrize("size", ["", "百", "千", "万", "亿", "百万", "千万"])
@pytest.mark.parametrize("number", ["3", "1000", "2.5", "五", "两", "十二", "0", "零", "半"])
def test_no_number_with_a_unit_raises(number: str, size: str) -> None:
    """The 千 of 1000千克 is the unit's, that of 五千人 the number's."""
    for word in UNIT_WORDS:
        amount = f"{number}{size}{word}"
        for text in (amount, f"{amount}-{amount}", f"{amount}至{number}{word}", f"不超过{number}-{number}{size}{word}"):
            tokens = tokenise(fold(text))
            assert "".join(token.words for token in tokens) == fold(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("不超过1000千克", 1000, "kg"), ("不超过5千瓦", 5, "kW"), ("不超过五千米", 5000, "m"), ("不超过3千人", 3000, "人")],
)
def test_whose_the_thousand_is(text: str, value: int, unit: str) -> None:
    clause = read_unit(text + "。")
    assert [(aim["value"], aim["unit"]) for aim in _aims(clause)] == [(value, unit)]


def _aims(clause: Clause) -> list[dict]:
    return clause.targets or [{"value": clause.value, "unit": clause.unit}]
