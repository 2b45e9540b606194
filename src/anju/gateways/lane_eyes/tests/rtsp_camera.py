"""A camera with GStreamer's own RTSP server and a digest login: PORT USER PASSWORD PATH=FILM...; prints its port.

It runs in the machine's Python, where the distribution keeps GStreamer's bindings, and knows nothing of Anju.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

PARTS = {"/h264": "h264parse ! rtph264pay", "/h265": "h265parse ! rtph265pay"}
Gst.init(None)
NEEDED = ("matroskademux", "h264parse", "rtph264pay", "h265parse", "rtph265pay")
if missing := [one for one in NEEDED if Gst.ElementFactory.find(one) is None]:
    raise SystemExit(f"GStreamer lacks {missing}")

port, user, password, *films = sys.argv[1:]
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=port)
viewer = GstRtspServer.RTSPToken()
viewer.set_string("media.factory.role", "viewer")
auth = GstRtspServer.RTSPAuth()
auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
auth.add_digest(user, password, viewer)
server.set_auth(auth)
for path, film in (one.split("=", 1) for one in films):
    rights = GstRtspServer.RTSPPermissions()
    rights.add_role("viewer")
    for right in ("access", "construct"):
        rights.add_permission_for_role("viewer", f"media.factory.{right}", True)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( filesrc location={film} ! matroskademux ! {PARTS[path]} name=pay0 )")
    factory.set_permissions(rights)
    server.get_mount_points().add_factory(path, factory)
server.connect("client-connected", lambda _server, client: client.set_property("drop-backlog", False))
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
