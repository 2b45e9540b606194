from django.urls import include, path

from anju.surfaces import demo_entrance
from anju.surfaces.office import choices

urlpatterns = [
    path("accounts/", include("anju.surfaces.account_urls")),
    path("enter/<str:token>/", demo_entrance.enter, name="enter_demo"),
    path("language/", choices.set_language, name="set_language"),
    path("community/", choices.set_community, name="community"),
    path("communities/", choices.communities, name="communities"),
    path("hooks/messages/", include("anju.gateways.messages.urls")),
    path("plans/", include("anju.surfaces.office.plans.urls")),
    path("", include("anju.surfaces.office.today.urls")),
    path("", include("anju.surfaces.office.search.urls")),
    path("", include("anju.surfaces.office.ledger.urls")),
    path("", include("anju.surfaces.office.notices.urls")),
    path("", include("anju.surfaces.office.devices.urls")),
    path("", include("anju.surfaces.office.scores.urls")),
    path("", include("anju.surfaces.office.training.urls")),
    path("", include("anju.surfaces.office.documents.urls")),
    path("", include("anju.surfaces.office.passes.urls")),
    path("", include("anju.surfaces.office.workforce.urls")),
    path("", include("anju.surfaces.office.rosters.urls")),
    path("", include("anju.surfaces.office.access.urls")),
    path("", include("anju.surfaces.office.goods.urls")),
    path("", include("anju.surfaces.office.edges.urls")),
    path("", include("anju.surfaces.office.reports.urls")),
    path("", include("anju.surfaces.office.siteplan.urls")),
    path("", include("anju.surfaces.office.health.urls")),
    path("", include("anju.surfaces.office.rights.urls")),
    path("", include("anju.surfaces.office.tour.urls")),
    path("", include("anju.surfaces.office.charges.urls")),
    path("", include("anju.surfaces.office.patrol.urls")),
    path("", include("anju.surfaces.office.parking.urls")),
    path("resident/", include("anju.surfaces.resident.bills.urls")),
    path("resident/", include("anju.surfaces.resident.cars.urls")),
    path("", include("anju.surfaces.resident.visitors.urls")),
    path("", include("anju.surfaces.office.renovation.urls")),
    path("", include("anju.surfaces.resident.renovation.urls")),
    path("", include("anju.surfaces.resident.goods.urls")),
    path("pay/", include("anju.gateways.payments.urls")),
    path("api/", include("anju.surfaces.api.urls")),
    path("", include("anju.surfaces.phone.urls")),
    path("", include("anju.surfaces.office.screens.urls")),
]

handler403 = "anju.surfaces.office.errors.forbidden"
handler404 = "anju.surfaces.office.errors.missing"
handler500 = "anju.surfaces.office.errors.broken"
