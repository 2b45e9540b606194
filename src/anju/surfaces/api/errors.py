"""One shape for everything that was not done."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.kernel.refusals import Refusal

SHAPE = {
    "type": "object",
    "required": ["code", "sentence", "params"],
    "properties": {"code": {"type": "string"}, "sentence": {"type": "string"}, "params": {"type": "object"}},
}


class Refused(Exception):
    """Ends a request with a status and a body in the one shape."""

    def __init__(self, status: int, code: str, sentence: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.status, self.body = status, {"code": code, "sentence": sentence, "params": params or {}}


def refused(no: Refusal) -> Refused:
    """A refusal of an action: 403 and 404 for the gate's two, else 422."""
    status = {"kernel.not_permitted": 403, "kernel.not_found": 404}.get(no.code, 422)
    body = no.as_json()
    return Refused(status, body["code"], body["sentence"], body["params"])


def not_found() -> Refused:
    return Refused(404, "kernel.not_found", _("This record does not exist here. Check the community you are in."))


def not_permitted(title: Any) -> Refused:
    return refused(Refusal("kernel.not_permitted", gettext_lazy("Your post does not allow “%(action)s” here. Ask the project manager for it."), action=title))


def bad_input(errors: dict[str, Any]) -> Refused:
    """What was sent does not fit; `params` holds one sentence per input."""
    return Refused(422, "kernel.bad_input", _("Some inputs do not fit."), {name: str(text) for name, text in errors.items()})
