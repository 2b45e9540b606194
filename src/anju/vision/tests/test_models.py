"""The models are those that the notice tells of, and their order of signs is the alphabet's."""

from __future__ import annotations

import hashlib

import numpy as np

from anju.vision import crops, sessions
from anju.vision.alphabet import KINDS, SIGNS, SLOTS


def test_every_model_stands_in_the_notice_with_its_sum():
    notice = (sessions.MODELS / "NOTICE.md").read_text(encoding="utf-8")
    models = sorted(sessions.MODELS.glob("*.onnx"))
    assert [one.name for one in models] == ["plate_finder.onnx", "plate_reader.onnx"]
    for one in models:
        assert f"`{one.name}`" in notice and f"`{hashlib.sha256(one.read_bytes()).hexdigest()}`" in notice
        assert one.stat().st_size < 3_000_000


def test_the_reader_answers_in_the_alphabets_order():
    blank = crops.batch([crops.straighten(_grey(), _square())] * 2)
    signs, kinds, corners = sessions.run("plate_reader", blank)
    assert (signs.shape, kinds.shape, corners.shape) == ((2, SLOTS, len(SIGNS)), (2, len(KINDS)), (2, 4, 2))


def _grey():
    return np.full((40, 100, 3), 120, np.uint8)


def _square():
    return np.array([[5, 5], [95, 5], [95, 35], [5, 35]], np.float32)
