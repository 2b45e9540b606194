"""The verbs of people: registering, accounts, roles, homes, shift patterns, posts, who holds them, who is there."""

from .accounts import (
    choose_language,
    choose_password,
    close_account,
    issue_link,
    note_failed_sign_in,
    note_sign_in,
    open_account,
    open_demo_account,
    reopen_account,
)
from .holdings import assign_post, publish_holdings, release_post, withdraw_holdings
from .homes import add_ownership, add_residency, end_ownership, end_residency
from .memberships import end_role, grant_role, name_role
from .persons import change_person, forget_person, register_person, sign_off_person
from .posts import change_pattern, change_post, define_pattern, define_post, retire_pattern, retire_post
from .presence import leave_post, take_post
from .rights import ask_rights, confirm_rights, refuse_rights
from .trying import begin_trial, end_trial

__all__ = [
    "add_ownership", "add_residency", "ask_rights", "assign_post", "begin_trial", "change_pattern", "change_person", "change_post", "choose_language", "choose_password",
    "close_account", "confirm_rights", "define_pattern", "define_post", "end_ownership", "end_residency", "end_role", "end_trial", "forget_person", "grant_role", "issue_link", "leave_post", "name_role",
    "note_failed_sign_in", "note_sign_in", "open_account", "open_demo_account", "publish_holdings", "refuse_rights", "register_person", "release_post", "reopen_account", "retire_pattern",
    "retire_post", "sign_off_person", "take_post", "withdraw_holdings",
]  # fmt: skip
