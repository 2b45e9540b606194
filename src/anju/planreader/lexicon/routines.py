"""What is done regularly, and the numeral in front of it that says how often: 一月一评, 两普一抽."""

from __future__ import annotations

from . import HANZI, either

ROUTINES = either(
    """
    普查 抽查 检查 巡查 排查 演练 督查 考核 评比 培训 活动 例会 会商 调度 通报 总结 小结 汇报 清扫 清理 清运 公示 公布 排名
    走访 研判 总评 考评 复查 复核 复评 述职 巡逻 巡视 消毒 点名 联查 夜查 汇总 整治 治理 巡检 督办 明察 暗访 观摩 保养 维护
    盘点 讲评 点评 碰头 会诊 轮换 消杀 大扫除 管控 冲洗 清洗 擦拭 测试 回访 自查 学习 分析 评议 测评 联席 保洁 查岗 交流
    """
)
#: One syllable of such a deed: 一周一清, 一季一评.
ROUTINE_SIGNS = "清扫查巡评报检抽普练会训考督访晒比结洗拖冲擦养"

_ROUND = either("普查? 抽查? 巡[查视]? 清?扫 检查? 保洁?")
#: Two rounds of one period, said in a breath: 两普查、一抽查, 两普一抽.
TWO_ROUNDS = rf"[一二两三四]次?(?:{_ROUND})[、,]?[一二两三]次?(?:{_ROUND}|复查|清[洗理]?|冲洗?)"

#: Behind these a numeral counts no deed: 一次, 一天, 一些, 一定.
NO_DEED = "次遍回轮日号天周月年个些定般样直"

#: The numeral alone, between the period and the deed.
ROUTINE_COUNT = "|".join(
    [
        # 每月一检查, 开展一大扫除
        rf"(?<=[年度月周日天季旬、班行展织持到查晚])[一二两三四五](?=[大小普集专]?(?:{ROUTINES}|[{ROUTINE_SIGNS}]))",
        # 一月一评, 半年一考
        rf"(?<=[一半两三四五六个][日天周旬月季年班度])[一二两三四](?![{NO_DEED}级])(?={HANZI})",
        # 每周一讲
        rf"(?<=每[日天周月季年班旬])[一两三](?![{NO_DEED}名位人项级])(?={HANZI}{{1,4}}(?:[、,。;”\"]|$|制|的))",
        # 两扫一保
        r"(?<=[一二两三四][扫清洗拖冲擦巡查普检])[一二两](?=[扫清洗拖冲擦巡查保收捡抽]|小结|汇报)",
        # 一普扫两保洁
        r"(?<=[一二两三四]普扫)[一二两](?=[扫清洗拖冲擦保])",
        # “两普一抽”
        rf"(?<=[“\"])[一二两三四](?=(?:{_ROUND})[、,]?[一二两三])",
        # 每日双巡
        r"(?<=[每一][日天周旬月季年班])双(?=[巡查检清扫测])",
        # 两小时一巡
        r"(?<=小时)[一两](?=[巡查检换])",
        # 每日2巡
        r"(?<=每[日天月周季年班])\d(?=[巡查检扫])",
    ]
)
