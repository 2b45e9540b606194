"""Lines that belong to the web page or the printer, not to the plan."""

from __future__ import annotations

import re

#: An editor of a collection speaks to readers: 下面是小编为大家整理的…
EDITOR = re.compile(r"小编|(?:本文|下面|以下).{0,30}(?:范文|模板|样本)|范文.{0,12}(?:供大家|仅供)?参考")
CLOSING_EDITOR = re.compile(r"^(?:以上|综上).{0,20}小编")
_FURNITURE = re.compile(
    r"^(?:发布|更新)?(?:时间|日期)[:：].*(?:作者|来源|编辑|浏览|点击)"
    r"|^(?:作者|来源|责任编辑|编辑)[:：]\S{1,12}$"
    r"|^(?:相关(?:范文|文章|阅读|推荐|内容)(?:推荐)?|猜[你您]喜欢|热门推荐|推荐阅读|返回顶部|上一[篇页].*|下一[篇页].*)[:：]?$"
    r"|当前网页未完全显示|请访问下一页查看|点击(?:此处)?下载|扫描二维码关注"
    r"|^https?://\S+$"
    r"|^[-—–\s]*第?\s*\d{1,4}\s*页?(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?[-—–\s]*$"
    r"|^目\s*录$"
    r"|[.…·]{6,}\s*\d{1,3}$"
)
_LONGEST = 600
_WORDS = re.compile(r"[^\W_]")


def is_noise(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    return bool(not _WORDS.search(line) or _FURNITURE.search(line) or EDITOR.search(line))
