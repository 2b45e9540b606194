"""Whether plates can be read here: for cameras that only have a stream it is needed, for the others it helps."""

from __future__ import annotations

from collections.abc import Iterator

from anju.domains.access import queries as access
from anju.kernel.health import Finding, _, bad, check, good, notice


@check("plates")
def plates() -> Iterator[Finding]:
    streams = sum(one.maker == "stream" for one in access.cameras_everywhere())
    if access.can_read_plates():
        yield good("plates", _("Number plates"), _("they are read here too, %(count)s streams are watched"), count=streams)
    elif streams:
        yield bad("plates", _("Number plates"), _("%(count)s cameras only have a stream, and nobody reads it"), _("Install the reader: pip install 'anju[vision]', and restart Anju. Guards type the plates until then."), count=streams)
    else:
        yield notice("plates", _("Number plates"), _("only the cameras read them"), _("To have doubtful pictures read here too: pip install 'anju[vision]'."))
