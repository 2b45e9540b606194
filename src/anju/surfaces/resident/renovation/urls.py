from django.urls import path

from . import pages

urlpatterns = [
    path("resident/renovation/", pages.index, name="my_renovations"),
    path("resident/renovation/apply/", pages.apply, name="apply_my_renovation"),
    path("resident/renovation/complain/", pages.complain, name="complain_of_my_neighbour"),
    path("resident/renovation/book/", pages.book, name="book_my_occasion"),
    path("resident/renovation/<uuid:pk>/", pages.one, name="my_renovation"),
    path("resident/renovation/<uuid:pk>/change/", pages.change, name="change_my_renovation"),
    path("resident/renovation/<uuid:pk>/sign/", pages.sign, name="sign_my_renovation"),
    path("resident/renovation/<uuid:pk>/paper/", pages.add_paper, name="add_my_paper"),
    path("resident/renovation/<uuid:pk>/withdraw/", pages.withdraw, name="withdraw_my_renovation"),
]
