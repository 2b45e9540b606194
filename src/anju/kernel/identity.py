"""Identity numbers (GB 11643): eighteen characters, a day of birth that exists, a check digit that fits.

The district is not asked: hundreds have been abolished, and whoever was born there keeps the number.
"""

from __future__ import annotations

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from .masking import plain_identity


def is_identity_number(value: str) -> bool:
    """Whether `value`, with or without spaces and hyphens, can be somebody's number."""
    number = plain_identity(value)
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit() or number[17] != ric.calc_check_digit(number):
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return True
