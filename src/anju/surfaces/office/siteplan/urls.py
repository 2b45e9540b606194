from django.urls import path
from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import add_layer

from ..menu import Item, add_page
from . import comparing, coverage, editing, paper, posts, showing

add_layer(posts.LAYER)
add_page(Item("today", _("Site plan"), "site_plan", "ti-map", showing.SEE, position=25))

urlpatterns = [
    path("site-plan/", showing.page, name="site_plan"),
    path("site-plan/edit/", editing.page, name="site_plan_new"),
    path("site-plan/upload/", editing.upload, name="site_plan_upload"),
    path("site-plan/coverage/", coverage.page, name="site_plan_coverage_here"),
    path("site-plan/drawings/<uuid:pk>/picture/", showing.picture, name="site_plan_picture"),
    path("site-plan/drawings/<uuid:pk>/<slug:verb>/", editing.lay, name="site_plan_lay"),
    path("site-plan/<uuid:pk>/", showing.page, name="site_plan_of"),
    path("site-plan/<uuid:pk>/edit/", editing.page, name="site_plan_edit"),
    path("site-plan/<uuid:pk>/put/", editing.put, name="site_plan_put"),
    path("site-plan/<uuid:pk>/lift/", editing.lift, name="site_plan_lift"),
    path("site-plan/<uuid:pk>/coverage/", coverage.page, name="site_plan_coverage"),
    path("site-plan/<uuid:pk>/compare/", comparing.page, name="site_plan_compare"),
    path("site-plan/<uuid:pk>/print/", paper.page, name="site_plan_paper"),
]
