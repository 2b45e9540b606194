from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.domains.notices.screens import BodyReportScreen
from anju.domains.renovation.screens import ProjectScreen, ViolationScreen
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import board, file, look, report

add_page(Item("service", _("Renovation board"), "renovation_board", "ti-crane", board.SEE, position=30))


def _link(record) -> Markup:
    return Markup('<a class="btn btn-primary" href="{}">{}</a>').format(reverse("renovation_file", args=[record.pk]), _("Open the renovation file"))


add_tab(ProjectScreen.name, Tab("file", _("Whole file"), render=_link))
add_tab(ViolationScreen.name, Tab("report", _("Report on paper"), render=report.of_violation))
add_tab(BodyReportScreen.name, Tab("paper", _("Report on paper"), render=report.of_report))

urlpatterns = [
    path("renovation/", board.page, name="renovation_board"),
    path("renovation/violation/<uuid:pk>/report/", report.page, name="renovation_report"),
    path("renovation/violation/<uuid:pk>/picture/<uuid:blob>/", report.picture, name="renovation_report_picture"),
    path("renovation/<uuid:pk>/", file.page, name="renovation_file"),
    path("renovation/<uuid:pk>/permit/", file.permit, name="renovation_permit"),
    path("renovation/<uuid:pk>/file/<uuid:blob>/", file.photo, name="renovation_photo"),
    path("renovation/<uuid:pk>/accept/", look.accept, name="renovation_accept"),
    path("renovation/look/<uuid:pk>/", look.visit, name="renovation_look"),
]
