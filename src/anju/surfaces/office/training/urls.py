from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from markupsafe import Markup

from anju.domains.training.screens import ExamScreen, SessionScreen
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import mine, overview, results, sitting, wall

add_page(Item("staff", _("Training plan"), "training_plan", "ti-calendar-event", overview.SEE, position=30))
add_page(Item("staff", _("Who is trained and certified"), "training_matrix", "ti-table", overview.SEE, position=39))
add_page(Item("staff", _("My training"), "my_training", "ti-school", mine.SIGN.name, position=57))


def _button(address: str, words: object) -> Markup:
    return Markup('<a class="btn btn-primary" href="{}">{}</a>').format(address, words)


add_tab(SessionScreen.name, Tab("wall", _("Sign-in code"), render=lambda one: _button(reverse("training_wall", args=[one.pk]), _("Show the code on a big screen"))))
add_tab(ExamScreen.name, Tab("results", pgettext_lazy("exam", "Results"), render=lambda one: _button(reverse("exam_results", args=[one.pk]), _("Results and questions"))))

urlpatterns = [
    path("training-plan/", overview.plan, name="training_plan"),
    path("training-plan/note/", overview.note, name="training_note"),
    path("training-plan/adopt/", overview.adopt, name="training_adopt"),
    path("training-matrix/", overview.matrix, name="training_matrix"),
    path("training_sessions/<uuid:pk>/wall/", wall.page, name="training_wall"),
    path("exams/<uuid:pk>/results/", results.page, name="exam_results"),
    path("my-training/", mine.page, name="my_training"),
    path("my-training/sign-in/", mine.sign_in, name="training_sign_in"),
    path("my-training/attendance/<uuid:pk>/", mine.reflect, name="training_reflect"),
    path("my-training/plans/<uuid:pk>/", mine.take_on, name="training_take_on"),
    path("my-training/exams/<uuid:pk>/", sitting.begin, name="exam_begin"),
    path("my-training/papers/<uuid:pk>/", sitting.paper, name="exam_paper"),
    path("my-training/papers/<uuid:pk>/pictures/<uuid:question>/", sitting.picture, name="exam_picture"),
]
