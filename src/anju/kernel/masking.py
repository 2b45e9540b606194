"""Masks: what of a personal value a screen shows to people without a reason to see it. Pure functions from text to text."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"1\d{10}")


def mask_name(value: str) -> str:
    """张三 as 张*, 李小明 as 李*明: the first character, and the last of three or more."""
    name = value.strip()
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) > 0)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_phone(value: str) -> str:
    """138 **** 1234; of any other number only the last four digits."""
    digits = plain_phone(value)
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]} **** {digits[-4:]}"
    return f"**** {digits[-4:]}" if len(digits) > 6 else "*" * len(digits)


def plain_phone(value: str) -> str:
    """Digits alone, without the country's code: the form that is stored, compared and indexed."""
    digits = re.sub(r"\D", "", value)
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def mask_identity(value: str) -> str:
    """First and last character of an identity number, the rest hidden."""
    number = plain_identity(value)
    return number[0] + "*" * (len(number) - 2) + number[-1] if len(number) > 2 else "*" * len(number)


def plain_identity(value: str) -> str:
    return re.sub(r"[\s-]", "", value).upper()


def mask_plate(value: str) -> str:
    """京A·1**45: province, city letter, first and last two characters; new-energy plates 京A·D***45."""
    plate = plain_plate(value)
    if len(plate) < 6:
        return plate[:1] + "*" * (len(plate) - 1)
    head, tail = plate[:2], plate[2:]
    return f"{head}·{tail[0]}{'*' * (len(tail) - 3)}{tail[-2:]}"


def show_plate(value: str) -> str:
    """京A·12345."""
    plate = plain_plate(value)
    return f"{plate[:2]}·{plate[2:]}" if len(plate) > 2 else plate


def plain_plate(value: str) -> str:
    return re.sub(r"[\s·.\-]", "", value).upper()


def mask_all(value: str) -> str:
    """Nothing of it, not even its length."""
    return "***" if value else ""
