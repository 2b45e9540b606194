"""Pictures that the simulated people take: small, plain, and plainly made up."""

from __future__ import annotations

import io
import random
from functools import cache

from PIL import Image, ImageDraw

from anju.kernel.files import File, checked

KINDS = 12
WIDTH, HEIGHT = 160, 120


@cache
def picture(number: int) -> bytes:
    """A JPEG of about 2 kB: a wall, a door or box on it, and a light. The number decides the shapes."""
    lot = random.Random(number)
    wall, thing = (lot.randint(150, 210),) * 3, (lot.randint(60, 200), lot.randint(60, 120), lot.randint(40, 90))
    image = Image.new("RGB", (WIDTH, HEIGHT), wall)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HEIGHT * 3 // 4, WIDTH, HEIGHT), fill=tuple(part - 60 for part in wall))
    left = lot.randint(20, 80)
    draw.rectangle((left, 30, left + lot.randint(24, 60), 95), fill=thing, outline=(40, 40, 40), width=2)
    draw.ellipse((120, 10, 136, 26), fill=(250, 240, 180))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=60)
    return out.getvalue()


def taken(lot: random.Random, where: str) -> list[File]:
    """The one photo of a check, ready to be handed to an action."""
    return [checked(picture(lot.randrange(KINDS)), name=f"{where}.jpg")]


@cache
def signature(number: int) -> bytes:
    """A PNG of about 1 kB: a line that somebody wrote in one go, black on white."""
    lot = random.Random(number)
    image = Image.new("L", (WIDTH * 2, HEIGHT), 255)
    turns = range(9)
    points = [(24 + 32 * turn + lot.randint(-12, 12), lot.randint(18, HEIGHT - 18) if turn % 2 else lot.randint(40, 80)) for turn in turns]
    ImageDraw.Draw(image).line(points, fill=20, width=4, joint="curve")
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT // 2)).save(out, "PNG")
    return out.getvalue()
