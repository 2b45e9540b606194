"""The verbs of measures."""

from .recording import check_sample, define_index, define_indicator, record_figure, recount
from .targets import (
    assign_target_owner,
    change_target,
    import_targets,
    link_targets,
    publish_targets,
    review_target,
    set_target,
    sign_target,
    withdraw_target,
)

__all__ = [
    "assign_target_owner",
    "change_target",
    "check_sample",
    "define_index",
    "define_indicator",
    "import_targets",
    "link_targets",
    "publish_targets",
    "record_figure",
    "recount",
    "review_target",
    "set_target",
    "sign_target",
    "withdraw_target",
]
