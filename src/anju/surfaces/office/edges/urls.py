from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..menu import Item, add_page
from . import pages

add_page(Item("access", _("When the network is gone"), "gate_boxes", "ti-plug-connected-x", pages.SEE, position=9))

urlpatterns = [
    path("gate/boxes/", pages.page, name="gate_boxes"),
    path("gate/boxes/order/<uuid:pk>/", pages.order, name="gate_order"),
    path("gate/boxes/paper/<uuid:pk>/", pages.paper, name="gate_paper"),
]
