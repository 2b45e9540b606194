from django.urls import path
from django.utils.translation import gettext_lazy as _

from anju.domains.plans.screens import READ_PUBLISHED, SEE_REPORTS

from ..menu import Item, add_page
from . import assigning, board, figures, page, verbs

add_page(Item("plan", _("KPIs"), "kpis", "ti-chart-line", figures.SEE, position=38))
add_page(Item("plan", _("Reports"), "reports", "ti-report", SEE_REPORTS, position=60, is_minor=True))
add_page(Item("owners", _("Published reports"), "published_reports", "ti-news", READ_PUBLISHED, position=60))

urlpatterns = [
    path("kpis/", figures.kpis, name="kpis"),
    path("kpis/figure/", figures.figure, name="figure"),
    path("reports/", board.page, name="reports"),
    path("reports/published/", board.published, name="published_reports"),
    path("reports/brief/", verbs.brief, name="brief_report"),
    path("reports/<uuid:pk>/", page.page, name="report"),
    path("reports/<uuid:pk>/papers/", page.papers, name="report_papers"),
    path("reports/<uuid:pk>/files/<str:form>/", page.download, name="report_file"),
    path("reports/<uuid:pk>/do/<str:verb>/", verbs.do, name="report_do"),
    path("reports/remarks/<uuid:pk>/settle/", verbs.settle, name="settle_remark"),
    path("plans/<uuid:plan_id>/assign/", assigning.page, name="assign_plan"),
    path("plans/<uuid:plan_id>/assign/announce/", assigning.announce, name="announce_plan"),
    path("plans/sentences/<uuid:clause_id>/assign/", assigning.assign, name="assign_clause"),
]
