"""A stream's frames are taken at the pace that was asked for, and a plate in them becomes one passing."""

from __future__ import annotations

import numpy as np
import pytest

from anju.vision import watch
from anju.vision.lanes import frames_of

from .test_plates import NUMBERS, picture

av = pytest.importorskip("av")


def film(path, frames: list[np.ndarray], a_second: int = 10) -> str:
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=a_second)
        video.height, video.width = frames[0].shape[:2]
        video.bit_rate = 8_000_000
        video.pix_fmt = "yuv420p"
        for frame in frames:
            out.mux(video.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        out.mux(video.encode())
    return str(path)


def test_a_film_of_one_car_gives_one_number(tmp_path):
    path = film(tmp_path / "car.mp4", [picture("blue")] * 10)
    assert len(list(frames_of(path, a_second=5))) == 5
    [passing] = watch(frames_of(path, a_second=5))
    assert passing.verdict.text == NUMBERS["blue"]


def test_a_camera_that_sets_its_clock_back_is_seen_all_the_same(monkeypatch, tmp_path):
    path = film(tmp_path / "car.mp4", [picture("blue")] * 10)
    whole = av.open

    def opened(*given, **more):
        stream = whole(*given, **more)
        return _SetBack(stream)

    monkeypatch.setattr(av, "open", opened)
    assert len(list(frames_of(path, a_second=5))) == 5, "two before the clock goes back by an hour, three after"


class _SetBack:
    """A film whose timestamps fall by an hour after its fourth frame, as those of a camera that was given the time."""

    def __init__(self, stream) -> None:
        self.stream, self.streams = stream, stream.streams

    def __enter__(self):
        return self

    def __exit__(self, *_fault) -> None:
        self.stream.close()

    def decode(self, video):
        for number, frame in enumerate(self.stream.decode(video)):
            if number >= 4:
                frame.pts -= int(3600 / frame.time_base)
            yield frame


def test_what_is_no_film_is_told(tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"no film" * 100)
    with pytest.raises(av.error.FFmpegError):
        list(frames_of(str(tmp_path / "broken.mp4")))
