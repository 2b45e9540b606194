from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..menu import Item, add_page
from . import desk, now, pin, team

add_page(Item("staff", _("Posts now"), "posts_now", "ti-radar", now.SEE, position=5))
add_page(Item("staff", _("The team in figures"), "team_figures", "ti-chart-dots", team.SEE, position=31))
add_page(Item("staff", _("Who can stand in"), "stand_ins", "ti-user-search", desk.call_in.spec.name, position=26, is_minor=True))
add_page(Item("staff", _("Return equipment"), "return_gear", "ti-arrow-back-up", desk.return_gear.spec.name, position=38, is_minor=True))
add_page(Item("staff", _("Set a threshold of hiring"), "hiring_threshold", "ti-adjustments", desk.set_threshold.spec.name, position=41, is_minor=True))

add_page(Item("staff", _("My PIN"), "my_pin", "ti-lock", pin.SET.name, position=58, is_minor=True))

urlpatterns = [
    path("my-pin/", pin.page, name="my_pin"),
    path("posts-now/", now.page, name="posts_now"),
    path("team/", team.page, name="team_figures"),
    path("stand-ins/", desk.stand_ins, name="stand_ins"),
    path("gear-back/", desk.bring_back, name="return_gear"),
    path("hiring-threshold/", desk.threshold, name="hiring_threshold"),
]
