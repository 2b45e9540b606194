"""Writing on a picture with a font of this machine. Where none has Chinese letters, Chinese texts are left out and counted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
_CHINESE = ("NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "SourceHanSansSC-Regular.otf", "wqy-microhei.ttc", "msyh.ttc", "PingFang.ttc", "simhei.ttf")


@cache
def _chinese() -> str | None:
    for folder in map(Path, _FOLDERS):
        for name in _CHINESE:
            if found := next(folder.rglob(name), None) if folder.is_dir() else None:
                return str(found)
    return None


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    name = _chinese()
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)


def write(image: Image.Image, at: tuple[float, float], said: str, size: int, turn_deg: float, colour: tuple[int, int, int]) -> bool:
    """Write with the lower left corner of the first line at a point, turned anticlockwise; False where this machine has no such letters."""
    if not said.isascii() and _chinese() is None:
        return False
    letters = font(size)
    left, top, right, bottom = ImageDraw.Draw(image).multiline_textbbox((0, 0), said, font=letters)
    slip = Image.new("L", (max(1, round(right) + 2), max(1, round(bottom) + 2)))
    ImageDraw.Draw(slip).multiline_text((0, 0), said, font=letters, fill=255)
    corner = (round(at[0]), round(at[1]) - slip.height)
    if turn_deg % 360:
        slip = slip.rotate(turn_deg, expand=True, resample=Image.Resampling.BICUBIC)
        corner = (round(at[0] - slip.width / 2), round(at[1] - slip.height / 2))
    image.paste(colour, corner, slip)
    return True
