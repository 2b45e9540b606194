from django.urls import path
from django.utils.translation import gettext_lazy as _

from anju.kernel import permissions

from ..menu import Item, add_page
from . import page

permissions.declare(page.SEE, ("security_manager", "project_manager", "headquarters"))
add_page(Item("settings", _("System health"), "health", "ti-heartbeat", page.SEE, position=95))

urlpatterns = [
    path("health/", page.show, name="health"),
    path("health/do/<slug:verb>/", page.act, name="health_act"),
]
