from django.urls import path
from django.utils.translation import gettext_lazy as _

from anju.domains.access.screens import RuleScreen
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import confirming, desk, fire, lanes, lockdown, movements, programme, register, trial

add_page(Item("access", _("Gate desk"), "gate_desk", "ti-building-arch", desk.CHECK, position=1))
add_page(Item("access", _("Lane monitor"), "lane_monitor", "ti-car", lanes.HELP, position=2))
add_page(Item("access", _("Front desk confirms"), "confirmations", "ti-checklist", confirming.STAMP, position=3))
add_page(Item("access", _("Fire release"), "gate_fire", "ti-flame", fire.RELEASE, position=4))
add_page(Item("access", _("Lockdown"), "gate_lockdown", "ti-shield-lock", lockdown.LOCK, position=5))
add_page(Item("access", _("Search movements"), "movements", "ti-search", movements.SEARCH, position=7))
add_page(Item("access", _("Three gates, one check"), "gate_programme", "ti-shield-check", programme.SEE, position=8))
add_tab(RuleScreen.name, Tab("trial", _("Tried on last month"), render=trial.drawn))

urlpatterns = [
    path("gate/", desk.page, name="gate_desk"),
    path("gate/worker.js", desk.worker, name="gate_worker"),
    path("gate/register/", register.page, name="gate_register"),
    path("gate/fire/", fire.page, name="gate_fire"),
    path("gate/lockdown/", lockdown.page, name="gate_lockdown"),
    path("gate/lanes/", lanes.page, name="lane_monitor"),
    path("gate/lanes/<slug:verb>/<uuid:pk>/", lanes.act, name="lane_act"),
    path("gate/live/<uuid:pk>/", lanes.live, name="lane_live"),
    path("gate/cars/<uuid:pk>/<slug:which>/", lanes.picture, name="car_picture"),
    path("gate/programme/", programme.page, name="gate_programme"),
    path("gate/movements/", movements.page, name="movements"),
    path("confirmations/", confirming.page, name="confirmations"),
    path("confirmations/<slug:verb>/<uuid:pk>/", confirming.act, name="confirm"),
    path("gate/<slug:verb>/<uuid:pk>/", desk.act, name="gate_act"),
]
