"""Bytes from a device or a phone to a frame, with bounded memory: what is too large, cut off or no picture is refused."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image

MOST_BYTES = 12_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1920
_FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
# Only a JPEG can be unpacked small; others are held whole before they shrink.
_MOST_PIXELS_WHOLE = 16_000_000


class PictureRefused(ValueError):
    """`code` is one of too_many_bytes, not_a_picture, too_many_pixels, cut_off."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def load_picture(data: bytes) -> np.ndarray:
    """A BGR uint8 frame, at most 1920 px on its longer side.

    Raises PictureRefused before anything is unpacked where the bytes or the dimensions in the header are beyond all cameras.
    """
    if len(data) > MOST_BYTES:
        raise PictureRefused("too_many_bytes", f"the picture has {len(data):,} bytes; at most {MOST_BYTES:,} are taken")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_many_pixels() from None
    except Exception:
        raise PictureRefused("not_a_picture", "the bytes are no JPEG, PNG, BMP or WebP picture") from None
    if picture.width * picture.height > (MOST_PIXELS if picture.format == "JPEG" else _MOST_PIXELS_WHOLE):
        raise _too_many_pixels()
    return _unpacked(picture)


def _unpacked(picture: Image.Image) -> np.ndarray:
    if max(picture.size) > LONGEST_SIDE:
        picture.draft("RGB", (LONGEST_SIDE // 2, LONGEST_SIDE // 2))
    try:
        colours = picture.convert("RGB")
    except Exception:
        raise PictureRefused("cut_off", "the picture's data breaks off or is damaged") from None
    colours.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return np.ascontiguousarray(np.asarray(colours)[:, :, ::-1])


def _too_many_pixels() -> PictureRefused:
    return PictureRefused("too_many_pixels", f"the picture has more than {MOST_PIXELS:,} pixels")
