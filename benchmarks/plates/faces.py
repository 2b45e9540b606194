"""The typefaces that the benchmark writes with, from packages; the reader was trained with others (tools/train_plates.py).

The standard's own letters are not free. KNOWN is Noto Sans CJK Bold, pressed narrow: the reader never saw it, but it saw the family's Medium
and Black. STRANGE is a family that it never saw: WenQuanYi Zen Hei for Chinese and Roboto Bold for letters and digits.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from .drawing import Face

Pair = tuple[tuple[str, str], tuple[str, str]]
"""(package, file) of the Chinese and of the Latin font."""

_NOTO = ("cvttf_NotoSansCJK_Bold", "NotoSansCJKtc-Bold.otf")
KNOWN: Pair = (_NOTO, _NOTO)
STRANGE: Pair = (("", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"), ("font_roboto", "files/Roboto-Bold.ttf"))


def face(pair: Pair) -> Face:
    chinese, latin = (_file(*one) for one in pair)
    return Face(chinese, latin)


def is_here(pair: Pair) -> bool:
    try:
        return all(Path(_file(*one)).exists() for one in pair)
    except ModuleNotFoundError:
        return False


def _file(package: str, name: str) -> str:
    return str(resources.files(package) / name) if package else name
