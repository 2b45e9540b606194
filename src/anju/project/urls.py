from django.urls import include, path

from anju.surfaces import demo_entrance
from anju.surfaces.office import choices

urlpatterns = [
    path("accounts/", include("anju.surfaces.account_urls")),
    path("enter/<str:token>/", demo_entrance.enter, name="enter_demo"),
    path("language/", choices.set_language, name="set_language"),
    path("community/", choices.set_community, name="community"),
    path("communities/", choices.communities, name="communities"),
    path("plans/", include("anju.surfaces.office.plans.urls")),
    path("", include("anju.surfaces.office.today.urls")),
    path("", include("anju.surfaces.office.ledger.urls")),
    path("api/", include("anju.surfaces.api.urls")),
    path("", include("anju.surfaces.office.screens.urls")),
]

handler403 = "anju.surfaces.office.errors.forbidden"
handler404 = "anju.surfaces.office.errors.missing"
handler500 = "anju.surfaces.office.errors.broken"
