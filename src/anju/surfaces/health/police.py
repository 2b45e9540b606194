"""The line to the police: not connected is lawful, a line that nobody answers is not seen otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from anju.domains.access import queries as access
from anju.kernel.health import Finding, _, bad, check, good


@check("police")
def police() -> Iterator[Finding]:
    found, what = access.police_health(), _("Check with the police")
    if not found.connected:
        yield good("police", what, _("not connected; guards compare person and document"))
    elif found.waiting or found.given_up:
        yield bad(
            "police", what, _("%(waiting)s questions wait for more than five minutes, %(given_up)s of the last day were given up"),
            _("Open “Questions to the police”, look at the response, and call who runs the line. Guards compare by eye meanwhile."), waiting=found.waiting, given_up=found.given_up,
        )  # fmt: skip
    else:
        yield good("police", what, _("%(count)s lines connected, nothing waits"), count=found.connected)
