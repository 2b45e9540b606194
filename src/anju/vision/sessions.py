"""The models that lie beside this file, loaded once in a process and run on the CPU."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime

MODELS = Path(__file__).parent / "models"


def run(model: str, picture: np.ndarray) -> list[np.ndarray]:
    """All outputs of `models/MODEL.onnx` for one input."""
    session = _session(model)
    return session.run(None, {session.get_inputs()[0].name: picture})


@lru_cache(maxsize=8)
def _session(model: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # A lane's frame is small: more threads than one cost more than they bring, and other lanes want them.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(MODELS / f"{model}.onnx", options, providers=["CPUExecutionProvider"])
