from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..menu import Item, add_page
from . import law, page

add_page(Item("staff", _("Duty roster"), "roster_page", "ti-calendar-event", page.SEE, position=6))

urlpatterns = [
    path("roster/", page.newest, name="roster_page"),
    path("roster/law/", law.page, name="roster_law"),
    path("roster/<uuid:pk>/", page.one, name="roster_grid"),
    path("rosters/<uuid:pk>/", page.one, name="roster_record"),
]
