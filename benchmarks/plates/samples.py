"""`python -m benchmarks.plates.samples FOLDER`: the fixed pictures that the tests of `anju.vision` read, drawn again."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

from . import camera, faces, kinds, scenes

SEED, WIDTH = 90_000, 150


def main(folder: str) -> None:
    for number, kind in enumerate(kinds.KINDS):
        condition = camera.CONDITIONS[number % len(camera.CONDITIONS)]
        passing = scenes.make_passing(SEED + number, kind=kind, condition=condition, width=WIDTH, face=faces.face(faces.KNOWN), frames=1)
        cv2.imwrite(str(Path(folder) / f"{kind}.jpg"), passing.frames[0], [cv2.IMWRITE_JPEG_QUALITY, 85])
        print(f'    "{kind}": "{passing.text}",  # {condition}')
    rng = np.random.default_rng(SEED)
    cv2.imwrite(str(Path(folder) / "street.jpg"), camera.take(scenes.make_street(rng), camera.view_of("rain", rng), 150, rng), [cv2.IMWRITE_JPEG_QUALITY, 85])


if __name__ == "__main__":
    main(sys.argv[1])
