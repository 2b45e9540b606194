"""A picture file, upright, without position, device or time inside, no larger than a screen needs."""

from __future__ import annotations

import io
import math
from typing import Any

from PIL import Image, ImageOps

from . import limits
from .child import Refused


def picture_of(data: bytes, page: int) -> tuple[Image.Image, float | None, dict[str, Any], bool]:
    Image.MAX_IMAGE_PIXELS = None  # the next line is the limit, before anything is decoded
    image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
    if image.width * image.height > limits.SOURCE_PIXELS:
        raise Refused("too_many_points", limit=limits.SOURCE_PIXELS // 1_000_000)
    came = image.size
    is_photo = image.format == "JPEG"
    share = min(1.0, limits.SHOWN_SIDE / max(came), math.sqrt(limits.SHOWN_PIXELS / (came[0] * came[1])))
    size = (max(1, round(came[0] * share)), max(1, round(came[1] * share)))
    image.draft("RGB", size)
    image = flat(image)
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    clean = Image.new("RGB", image.size, "white")
    clean.paste(image)
    notes = {"reduced_from": list(came)} if share < 1 else {}
    return clean, None, notes, is_photo


def flat(image: Image.Image) -> Image.Image:
    """On white paper: what is transparent would be unreadable in the dark."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        exif = image.getexif()
        image = paper.convert("RGB")
        image.getexif().update(exif)
        return image
    return image if image.mode == "RGB" else image.convert("RGB")
