"""A notice as an e-mail to fixed addresses; the message id is our key, so that a mail that comes twice is seen to be one."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from ..wire import Access

_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,180}")


def recipients(access: Access) -> list[str]:
    """The addresses of the settings: a list, or one text divided by commas."""
    given = access.settings.get("recipients", "")
    wanted = given if isinstance(given, list) else str(given).replace("；", ",").replace(";", ",").split(",")
    return [each.strip() for each in map(str, wanted) if _ADDRESS.fullmatch(each.strip())]


def request(message: Any, access: Access, now: datetime, nonce: str) -> EmailMessage:
    mail, host = EmailMessage(), "".join(re.findall(r"[\w.-]", str(access.settings["sender"]).partition("@")[2])) or "anju"
    mail["Subject"] = " ".join(message.title.split())
    mail["From"] = "".join(str(access.settings["sender"]).split())
    mail["To"] = ", ".join(recipients(access))
    mail["Date"] = now
    mail["Message-ID"] = f"<{message.key}@{host}>"
    mail.set_content(message.text)
    return mail
