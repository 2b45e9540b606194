"""The tables of notices, channels, boards, activities and reports."""

from .activities import Activity, Campaign, Participation, Publicity
from .boards import Board, Posting, PostingCheck
from .channels import Channel
from .notices import Delivery, Notice, Recipient
from .owed import BodyReport, Contact, OwnerMessage

__all__ = ["Activity", "BodyReport", "Board", "Campaign", "Channel", "Contact", "Delivery", "Notice", "OwnerMessage", "Participation", "Posting", "PostingCheck",
           "Publicity", "Recipient"]  # fmt: skip
