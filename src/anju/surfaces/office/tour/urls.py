from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..menu import Item, add_page
from . import page, steps

add_page(Item("today", _("Show it to the boss"), "tour", "ti-presentation", steps.SEE, position=90))

urlpatterns = [
    path("tour/", page.show, name="tour"),
    path("tour/<int:number>/", page.step, name="tour_step"),
]
