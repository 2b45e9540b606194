"""The peer of list_page: what a Django developer writes first. A ListView, its template, and the middlewares of `startproject`."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.urls import include, path
from django.views.generic import ListView

from anju.domains.cases.models import Case
from anju.kernel.models import Scope

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


class CaseList(LoginRequiredMixin, ListView):
    """The cases of one community, newest first, 25 a page, foreign keys fetched with them."""

    template_name = "stock/case_list.html"
    template_engine = "django"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Case]:
        scope = Scope.objects.get(pk=self.kwargs["scope"])
        return Case.everywhere.filter(scope=scope).select_related("place", "owner").order_by("-opened_at", "-id")


urlpatterns = [
    path("stock/<uuid:scope>/", CaseList.as_view(), name="stock_list"),
    path("", include("anju.project.urls")),
]
