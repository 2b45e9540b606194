from django.urls import path

from . import pages

urlpatterns = [
    path("resident/goods/", pages.index, name="my_goods"),
    path("resident/goods/ask/", pages.ask, name="ask_my_goods"),
    path("resident/goods/<uuid:pk>/", pages.slip, name="my_slip"),
    path("resident/goods/<uuid:pk>/answer/", pages.answer, name="answer_my_goods"),
    path("resident/parcels/", pages.parcels, name="my_parcels"),
]
