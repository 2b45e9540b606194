"""What the engineer enters in a plate camera so that it pushes to the box of its gate, or to the server: on the camera's page."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.access.queries import PUSHED, LaneCamera

from .models import Edge

PORT = 8765
"""Where a box listens, unless it was started otherwise."""


def push_addresses(camera: LaneCamera) -> list[tuple[str, str]]:
    """(who decides, address) for each that this camera may push to: the box of its gate first. None for a camera that pushes nothing over HTTP."""
    if camera.maker not in PUSHED:
        return []
    path = f"/ingest/lane/{camera.maker}"
    found = []
    for edge in Edge.objects.filter(scope=camera.scope_id, place=camera.lane.place_id).exclude(state="revoked").select_related("device"):
        host = edge.device.address or say("<address of the box>")
        found.append((str(edge), f"http://{host if ':' in host else f'{host}:{PORT}'}{path}"))
    return [*found, (say("Server"), f"https://{say('<address of the server>')}{path}")]


def entered(camera: LaneCamera) -> SafeString:
    addresses = push_addresses(camera)
    if not addresses:
        return format_html("<p>{}</p>", _("This camera pushes nothing over HTTP: nothing is to be entered in it."))
    rows = format_html_join("", '<p><strong>{}</strong><br><code class="text-break">{}</code></p>', addresses)
    words = _("Enter one of these addresses in the camera's HTTP push: where a box stands at the gate, that of the box, which decides also without network and server.")
    key = _("Password: the camera's own key, given once when it was enrolled; any user name. Where the camera takes no password, add a slash and the key to the address.")
    return format_html('<p>{}</p>{}<p>{}</p>', words, rows, key)
