"""Names for people who do not exist: a common surname and one or two characters that people like in names."""

from __future__ import annotations

import random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌宇浩然欣怡子轩梓涵雨佳琪俊凯晨曦嘉宁博文思远雅婷海燕春生立新卫东国庆永康少华晓东一鸣若曦可心安琪天佑景行泽宇"


def name(rng: random.Random, surname: str = "") -> str:
    """A full name of two or three characters; a given surname makes it one of a family."""
    family = surname or rng.choice(SURNAMES)
    length = 1 if rng.random() < 0.25 else 2
    return family + "".join(rng.choice(GIVEN) for _ in range(length))


def phone(number: int) -> str:
    """A number from the block that is used in examples: 138 0000 and four digits."""
    return f"1380000{number % 10_000:04d}"
