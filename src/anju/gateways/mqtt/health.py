"""Whether the house reaches the broker of its lane cameras."""

from __future__ import annotations

from collections.abc import Iterator

from anju.kernel.health import Finding, _, bad, check, good


@check("broker")
def reached() -> Iterator[Finding]:
    from . import broker
    from .hearing import house_password

    if not (text := broker.address()):
        return
    what = _("Broker of the lane cameras")
    code, facts = broker.trouble(text, house_password())
    if code:
        yield bad("broker", what, *broker.WORDS[code], **facts)
    elif text.startswith("mqtts:"):
        yield good("broker", what, _("%(host)s answers over TLS"), **facts)
    else:
        yield good("broker", what, _("%(host)s answers, without TLS"), **facts)
