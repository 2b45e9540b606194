from django.urls import path

from . import pages

urlpatterns = [
    path("resident/visitors/", pages.index, name="my_visitors"),
    path("resident/visitors/invite/", pages.invite, name="invite_my_visitor"),
    path("resident/visitors/<uuid:pk>/", pages.visitor, name="my_visitor"),
    path("resident/visitors/<uuid:pk>/answer/", pages.answer, name="answer_my_visitor"),
    path("resident/visitors/<uuid:pk>/withdraw/", pages.withdraw, name="withdraw_my_visitor"),
    path("guest/<uuid:pk>/<slug:key>/", pages.guest, name="guest"),
]
