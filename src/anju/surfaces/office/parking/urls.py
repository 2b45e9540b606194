from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..menu import Item, add_page
from . import page

add_page(Item("access", _("Parking now"), "parking_now", "ti-parking-circle", page.SEE, position=19))

urlpatterns = [
    path("parking/", page.now, name="parking_now"),
    path("parking/board/", page.board, name="parking_board"),
]
