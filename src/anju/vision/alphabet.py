"""What the reader's answers mean: the signs of a plate, its places and its kinds. Their order is the models' order."""

from __future__ import annotations

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "0123456789"
LAST_SIGNS = "警学挂港澳使领"

EMPTY = "-"
SIGNS = EMPTY + PROVINCES + LETTERS + DIGITS + LAST_SIGNS
SLOTS = 8
NO_PLATE = "no_plate"
KINDS = (
    NO_PLATE,
    "blue",
    "yellow",
    "yellow_double",
    "trailer",
    "green_small",
    "green_large",
    "police",
    "learner",
    "hk_macau",
    "embassy",
    "consulate",
)
