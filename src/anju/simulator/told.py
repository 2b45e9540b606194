"""What people write when they report, work, check and call back: short, as on a phone."""

from __future__ import annotations

from random import Random

from anju.domains.cases.queries import Case

REPAIRS = (
    ("water", "厨房水管渗水"), ("water", "卫生间地漏返水"), ("power", "楼道灯不亮"), ("power", "家中跳闸"), ("lift", "电梯按键失灵"),
    ("lift", "电梯运行有异响"), ("door", "单元门关不上"), ("door", "门禁读卡无反应"), ("equipment", "对讲机听不清"), ("quality", "外墙渗水到卧室"),
)  # fmt: skip
COMPLAINTS = (
    ("security", "南门岗登记访客太慢"), ("security", "夜间有人在花园喧哗，保安未劝离"), ("cleaning", "楼道垃圾没有及时清"), ("greening", "树枝挡住一楼窗户"),
    ("neighbour", "楼上深夜噪音"), ("conduct", "保安答话不耐烦"), ("maintenance", "报修后无人联系"), ("other", "快递柜挡路"),
)  # fmt: skip
INCIDENTS = (
    ("dispute", "停车纠纷", 3), ("medical", "老人在花园摔倒", 2), ("traffic", "车库内两车剐蹭", 3), ("intrusion", "有人翻越西围墙", 2),
    ("weather", "暴雨车库入口积水", 3), ("fire", "充电棚冒烟，未起火", 2), ("other", "高空抛物未伤人", 3),
)  # fmt: skip
TASKS = ("排查电动自行车入楼充电并上报", "开展冬季防火宣传并报送照片", "核对微型消防站器材清单", "配合检查住宅小区消防通道标线")
_DONE = {
    "water": ("更换软管并试水，无渗漏", "疏通地漏，排水正常"), "power": ("更换灯具，已亮", "更换空气开关，恢复供电"), "lift": ("维保单位到场更换按键板", "调整导轨，异响消除"),
    "door": ("调整闭门器", "更换读卡器"), "security": ("已向业主说明并对当班人员讲评", "增派一人分流登记"), "cleaning": ("当场清理并增加一次巡扫",),
    "fire_facility": ("更换器材并挂检查卡", "补压至正常，压力表回绿区"), "facility": ("修复并现场试验", "清理完毕并张贴提示"), "discipline": ("当面谈话并重学岗位要求，补记巡查",),
}  # fmt: skip
_PLAIN_DONE = ("已到现场处理完毕", "按要求处理，恢复正常", "已处理并告知报告人")


def done(case: Case, lot: Random) -> str:
    return lot.choice(_DONE.get(case.category, _PLAIN_DONE))


def measure(case: Case, lot: Random) -> str:
    return lot.choice(("立即安排人员处理，完成后拍照", "领取配件，今天内完成", "联系责任人，限时整改"))


def shown(case: Case, lot: Random) -> str:
    return lot.choice(("整改后照片：现场恢复正常", "整改前后对比照片", "试验记录照片"))


def missing(case: Case, lot: Random) -> str:
    return lot.choice(("现场仍有杂物未清", "压力仍低于下限", "提示未张贴，问题会再发生"))


def still(case: Case, lot: Random) -> str:
    return lot.choice(("问题又出现了", "只处理了一半", "还没有人来过"))


def thanks(stars: int, lot: Random) -> str:
    return lot.choice(("处理及时，满意", "师傅很细心", "可以了，谢谢") if stars >= 4 else ("处理慢了些", "希望下次先打电话"))
