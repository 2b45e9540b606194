"""What may be told, to whom, by which way and when; what may be connected, posted, handed in and held."""

from .connecting import fits_address, is_inner, may_connect
from .office import (
    MAX_STAGES,
    MAX_TASKS,
    NEEDED,
    covered_topics,
    lacking,
    may_review,
    person_needed,
    read_stages,
    read_tasks,
    reason_needed,
)
from .sending import (
    GIVE_UP,
    LADDERS,
    STEP_SECONDS,
    Audience,
    Climb,
    climb,
    may_send,
    private_words,
    quiet_end,
    radio_words,
    read_audience,
    usable_ways,
    whole_text,
)

__all__ = [
    "GIVE_UP", "LADDERS", "MAX_STAGES", "MAX_TASKS", "NEEDED", "STEP_SECONDS", "Audience", "Climb", "climb", "covered_topics", "fits_address", "is_inner", "lacking",
    "may_connect", "may_review", "may_send", "person_needed", "private_words", "quiet_end", "radio_words", "read_audience", "read_stages", "read_tasks", "reason_needed",
    "usable_ways", "whole_text",
]  # fmt: skip
