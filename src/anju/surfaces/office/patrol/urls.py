from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.patrol.screens import AnalysisScreen, RoundScreen
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import analysis, board, entries, planner, track

add_page(Item("security", _("Patrols today"), "patrol_board", "ti-shield-check", board.SEE, position=25))
add_page(Item("security", _("Patrol planning"), "patrol_planner", "ti-route-2", planner.SEE_PLAN, position=26))
add_page(Item("security", _("Visits and hot spots"), "patrol_heat", "ti-flame", planner.SEE_POINTS, position=27))
add_page(Item("security", _("Patrols night by night"), "patrol_nights", "ti-moon-stars", board.SEE, position=41, is_minor=True))
add_tab(AnalysisScreen.name, Tab("figures", _("Figures"), render=analysis.tab))
add_tab(RoundScreen.name, Tab("track", pgettext_lazy("patrol", "Track"), render=track.tab))

urlpatterns = [
    path("patrol-board/", board.page, name="patrol_board"),
    path("patrol-nights/", board.night, name="patrol_nights"),
    path("patrol-planner/", planner.page, name="patrol_planner"),
    path("patrol-heat/", planner.heat, name="patrol_heat"),
    path("patrol-track/<uuid:pk>/", track.page, name="patrol_track"),
    path("patrol-desk/<slug:form>/", entries.page, name="patrol_entry"),
]
