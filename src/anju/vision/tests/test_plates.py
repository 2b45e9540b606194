"""Fixed drawn pictures are read exactly, and where there is no plate nothing is read. They say nothing about photographs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from anju.vision import load_picture, read_plates

PICTURES = Path(__file__).parent / "pictures"
NUMBERS = {
    "blue": "青TD0797",
    "yellow": "皖LQ28X7",
    "yellow_double": "贵L37659",
    "trailer": "甘UL242挂",
    "green_small": "吉NF97948",
    "green_large": "沪M53828K",
    "police": "津HM980警",
    "learner": "鲁V9517学",
    "hk_macau": "粤Z7806港",
    "embassy": "509660使",
    "consulate": "湘U2257领",
}


def picture(name: str) -> np.ndarray:
    return load_picture((PICTURES / f"{name}.jpg").read_bytes())


@pytest.mark.parametrize("kind,number", NUMBERS.items())
def test_a_plate_of_each_kind_is_read(kind, number):
    [reading] = read_plates(picture(kind))
    assert (reading.text, reading.kind) == (number, kind)
    assert 120 < reading.width < 180


def test_the_corners_lie_around_the_plate_whatever_the_frames_size():
    frame = picture("blue")
    [small] = read_plates(frame)
    wide = np.repeat(np.repeat(frame, 2, axis=0), 2, axis=1)
    [large] = read_plates(wide)
    assert large.text == small.text
    assert np.abs(large.corners / 2 - small.corners).max() < 6
    assert (small.corners[0] < small.corners[2]).all()


def test_no_plate_is_read_where_there_is_none():
    rng = np.random.default_rng(3)
    blank = np.full((360, 640, 3), 128, np.uint8)
    noise = rng.integers(0, 255, (360, 640, 3), np.uint8)
    stripes = np.where(np.arange(640)[None, :, None] // 8 % 2, 230, 20).astype(np.uint8) * np.ones((360, 1, 3), np.uint8)
    assert [read_plates(one) for one in (blank, noise, stripes, picture("street"))] == [[], [], [], []]


@pytest.mark.parametrize("shape,kind", [((360, 640), np.uint8), ((360, 640, 4), np.uint8), ((360, 640, 3), np.float32), ((0, 0, 3), np.uint8), ((8, 900, 3), np.uint8)])
def test_what_is_no_frame_is_refused(shape, kind):
    with pytest.raises(ValueError, match="a frame is"):
        read_plates(np.zeros(shape, kind))


def test_frames_of_any_shape_are_looked_at():
    assert [read_plates(np.zeros(shape, np.uint8)) for shape in ((16, 16, 3), (17, 1001, 3), (1001, 17, 3), (1080, 1920, 3))] == [[]] * 4
