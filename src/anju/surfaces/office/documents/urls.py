from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.domains.documents.screens import DocumentScreen, HandoverScreen
from anju.kernel.screens import Tab, add_tab
from anju.surfaces.phone import bundle

from ..menu import Item, add_page
from . import lists, opening, overview, reading

add_page(Item("owners", _("Archive: what is missing"), "archive", "ti-archive", overview.SEE, position=38))
add_page(Item("owners", _("One household, one file"), "archive_households", "ti-building", overview.SEE, position=39))
add_page(Item("owners", _("Past their time"), "archive_past", "ti-hourglass-empty", overview.SEE, position=49, is_minor=True))
add_page(Item("staff", _("My reading"), "my_reading", "ti-book-2", reading.READ.name, position=39))
bundle.notice_sources.append(reading.notices)


def _open(record) -> Markup:
    return Markup('<a class="btn btn-primary" href="{}">{}</a>').format(reverse("document", args=[record.pk]), _("Open the document"))


def _paper(record) -> Markup:
    return Markup('<a class="btn btn-primary" href="{}">{}</a>').format(reverse("handover_paper", args=[record.pk]), _("Show the list"))


add_tab(DocumentScreen.name, Tab("open", _("Files and versions"), render=_open))
add_tab(HandoverScreen.name, Tab("paper", _("Print"), render=_paper))

urlpatterns = [
    path("archive/", overview.page, name="archive"),
    path("archive/households/", overview.households, name="archive_households"),
    path("archive/past/", lists.past, name="archive_past"),
    path("archive/batch/", lists.batch, name="archive_batch"),
    path("archive/load/", lists.load, name="archive_load"),
    path("archive/register/", lists.register, name="archive_register"),
    path("archive/handovers/<uuid:pk>/", lists.handover, name="handover_paper"),
    path("archive/handovers/<uuid:pk>/<slug:side>/", lists.handover_signature, name="handover_signature"),
    path("archive/files/<uuid:pk>/", opening.file, name="document_file"),
    path("archive/<uuid:pk>/", opening.page, name="document"),
    path("my-reading/", reading.mine, name="my_reading"),
    path("my-reading/<uuid:pk>/", reading.one, name="reading"),
]
