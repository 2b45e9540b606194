from django.urls import path

from . import bundle, gate, posted, sending, shells, tracks
from . import told as told

app_name = "phone"

urlpatterns = [
    path("phone/items", sending.items, name="items"),
    path("phone/files/<str:sha256>", sending.photo, name="photo"),
    path("phone/day", bundle.day, name="day"),
    path("phone/tracks", tracks.own, name="tracks"),
    path("phone/post", posted.here, name="post"),
    path("phone/post/enrol", posted.enrol, name="enrol_post"),
    path("phone/post/enter", posted.enter, name="enter_post"),
    path("phone/post/leave", posted.leave, name="leave_post"),
    path("phone/gate", gate.gate, name="gate"),
]
for surface in ("guard", "resident"):
    given = {"surface": surface}
    urlpatterns += [
        path(f"{surface}/", shells.shell, given, name=surface),
        path(f"{surface}/worker.js", shells.worker, given, name=f"{surface}_worker"),
        path(f"{surface}/manifest.webmanifest", shells.manifest, given, name=f"{surface}_manifest"),
        path(f"{surface}/icon-<int:size>.png", shells.icon, given, name=f"{surface}_icon"),
    ]
