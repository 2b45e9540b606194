from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..menu import Item, add_page
from . import board, mine, sheet

add_page(Item("staff", _("Score"), "scoring", "ti-pencil-check", board.SEE, position=59))
add_page(Item("staff", _("My scores"), "my_scores", "ti-user-star", mine.APPEAL.name, position=58, is_minor=True))

urlpatterns = [
    path("scoring/", board.page, name="scoring"),
    path("scoring/begin/", board.begin, name="scoring_begin"),
    path("scoring/rounds/", board.open_round, name="scoring_round"),
    path("scoring/<uuid:pk>/", sheet.page, name="scoring_sheet"),
    path("scoring/marks/<uuid:pk>/photo/", mine.photo, name="scoring_photo"),
    path("my-scores/", mine.page, name="my_scores"),
    path("my-scores/appeal/", mine.appeal, name="my_scores_appeal"),
    path("my-scores/<uuid:pk>/accept/", mine.accept, name="my_scores_accept"),
]
