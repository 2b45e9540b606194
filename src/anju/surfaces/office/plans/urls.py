from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..menu import Item, add_page
from . import intake, live, review

add_page(Item("plan", _("Plans"), "plans:index", "ti-list-check", "plans.see_plans", position=10))

app_name = "plans"
urlpatterns = [
    path("", live.index, name="index"),
    path("import/", intake.hand_in, name="import"),
    path("<uuid:plan_id>/review/", review.page, name="review"),
    path("<uuid:plan_id>/confirm-rest/", review.confirm_rest, name="confirm_rest"),
    path("<uuid:plan_id>/activate/", review.activate, name="activate"),
    path("<uuid:plan_id>/", live.page, name="live"),
    path("<uuid:plan_id>/law/", live.law, name="statutes"),
    path("<uuid:plan_id>/law/has/", live.has, name="features"),
    path("<uuid:plan_id>/law/<str:statute>/", live.answer, name="answer_statute"),
    path("<uuid:plan_id>/cycle/", live.cycle, name="cycle"),
    path("<uuid:plan_id>/difference/", live.difference, name="difference"),
    path("clauses/<uuid:clause_id>/", live.clause, name="clause"),
    path("clauses/<uuid:clause_id>/panel/", review.panel, name="panel"),
    path("clauses/<uuid:clause_id>/decide/", review.decide, name="decide"),
    path("clauses/<uuid:clause_id>/remind/", live.remind, name="remind"),
    path("clauses/<uuid:clause_id>/spot-check/", live.spot_check, name="spot_check"),
]
