"""The frames of one lane's camera as passings: each plate followed while it is in sight, and voted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from .plates import Reading, read_plates
from .vote import Verdict, Vote

OUT_OF_SIGHT_FRAMES = 5
_FARTHEST_STEP = 1.5


@dataclass(frozen=True)
class Passing:
    """One plate that came and went. `first_frame` and `last_frame` count the frames given to the lane, from 0."""

    verdict: Verdict
    first_frame: int
    last_frame: int
    was_told: bool = False


@dataclass
class _Follow:
    first: int
    last: int
    was_told: bool = False
    vote: Vote = field(default_factory=Vote)

    @property
    def latest(self) -> Reading:
        return self.vote.readings[-1]


class Lane:
    """Give it frames; it gives back the passings that are over. Plates beside each other are followed apart."""

    def __init__(self, *, out_of_sight: int = OUT_OF_SIGHT_FRAMES) -> None:
        self._out_of_sight = out_of_sight
        self._following: list[_Follow] = []
        self._frame = -1

    def add(self, frame: np.ndarray) -> list[Passing]:
        """Read one BGR frame; the passings whose plate was not seen for `out_of_sight` frames."""
        return self.see(read_plates(frame))

    def see(self, readings: list[Reading]) -> list[Passing]:
        """As `add`, for a frame that was read elsewhere."""
        self._frame += 1
        free = list(self._following)
        for reading in readings:
            follow = _nearest(free, reading)
            if follow is None:
                follow = _Follow(self._frame, self._frame)
                self._following.append(follow)
            else:
                free.remove(follow)
            follow.last = self._frame
            follow.vote.add(reading)
        return self._over(before=self._frame - self._out_of_sight)

    def verdicts(self) -> list[Verdict]:
        """What is known of the plates in sight, for a barrier that must not wait until the car is gone."""
        return [one.vote.verdict() for one in self._following]

    def just_accepted(self) -> list[Verdict]:
        """The numbers that were accepted since this was asked last, each once while its plate is in sight."""
        fresh = [(one, one.vote.verdict()) for one in self._following if not one.was_told]
        for one, verdict in fresh:
            one.was_told = verdict.is_accepted
        return [verdict for _one, verdict in fresh if verdict.is_accepted]

    def close(self) -> list[Passing]:
        """The camera ends: everything in sight is over."""
        return self._over(before=self._frame + 1)

    def _over(self, *, before: int) -> list[Passing]:
        over = [one for one in self._following if one.last < before]
        self._following = [one for one in self._following if one.last >= before]
        return [Passing(one.vote.verdict(), one.first, one.last, one.was_told) for one in over]


def _nearest(following: list[_Follow], reading: Reading) -> _Follow | None:
    """The plate that this one was a moment ago: the same number, or the nearest within a step of one and a half plates."""
    for one in following:
        if one.latest.text == reading.text:
            return one
    middle = reading.corners.mean(0)
    near = [(float(np.linalg.norm(one.latest.corners.mean(0) - middle)), one) for one in following]
    near = [(distance, one) for distance, one in near if distance <= _FARTHEST_STEP * reading.width]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def watch(frames: Iterable[np.ndarray]) -> Iterator[Passing]:
    """The passings in a run of frames, each as soon as it is over."""
    lane = Lane()
    for frame in frames:
        yield from lane.add(frame)
    yield from lane.close()


def frames_of(source: str, *, a_second: float = 5, wait_seconds: float = 10) -> Iterator[np.ndarray]:
    """BGR frames of a file, an RTSP address or an HTTP address of motion JPEG, `a_second` of them each second; needs PyAV (`pip install anju[vision]`).

    A stream is opened as what its address says and leads nowhere else: no playlist is followed, no file of this machine is read for it.
    Raises av.error.FFmpegError where the source cannot be opened or breaks; a camera that is silent for `wait_seconds` counts as broken.
    """
    import av

    form, options = _opened_as(source)
    with av.open(source, format=form, options=options, timeout=wait_seconds) as stream:
        video = stream.streams.video[0]
        video.thread_type = "AUTO"
        last, step = None, Fraction(1) / Fraction(a_second).limit_denominator(1000)
        for frame in stream.decode(video):
            at = frame.pts * frame.time_base if frame.pts is not None else None
            # A camera that sets its clock back must not be unseen until the old hour comes again.
            if last is None or at is None or not last <= at < last + step:
                last = at
                yield frame.to_ndarray(format="bgr24")


def _opened_as(source: str) -> tuple[str | None, dict[str, str]]:
    scheme = source.partition("://")[0] if "://" in source else ""
    if scheme == "rtsp":
        return "rtsp", {"rtsp_transport": "tcp", "protocol_whitelist": "rtsp,rtp,tcp"}
    if scheme in ("http", "https"):
        return "mpjpeg", {"protocol_whitelist": "http,https,tls,tcp", "use_wallclock_as_timestamps": "1"}
    if scheme:
        raise ValueError("a stream is RTSP or HTTP")
    return None, {"protocol_whitelist": "file"}
