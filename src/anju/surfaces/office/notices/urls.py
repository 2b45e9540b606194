from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.domains.notices.screens import (
    ActivityScreen,
    BodyReportScreen,
    ChannelScreen,
    NoticeScreen,
    PostingScreen,
    PublicityScreen,
)
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import papers, receipts, write

add_page(Item("service", _("Write a notice"), "write_notice", "ti-edit", write.WRITE, position=70))
add_page(Item("today", _("Notices for me"), "my_notices", "ti-bell", position=45))


def _link(record) -> Markup:
    return Markup('<a class="btn btn-primary" href="{}">{}</a>').format(reverse("notice_receipts", args=[record.pk]), _("Receipts as they come in"))


add_tab(NoticeScreen.name, Tab("receipts", _("Receipts"), render=_link))
add_tab(ChannelScreen.name, Tab("reports", _("Delivery reports"), render=papers.report_address))
for screen, kind in ((PostingScreen, "posting"), (BodyReportScreen, "report"), (ActivityScreen, "activity"), (PublicityScreen, "publicity")):
    add_tab(screen.name, Tab("files", _("Photos and files"), render=papers.pictures(kind)))

urlpatterns = [
    path("write-notice/", write.page, name="write_notice"),
    path("write-notice/preview/", write.preview, name="notice_preview"),
    path("notice-receipts/<uuid:pk>/", receipts.page, name="notice_receipts"),
    path("notice-receipts/<uuid:pk>/remind/", receipts.remind, name="notice_remind"),
    path("my-notices/", receipts.mine, name="my_notices"),
    path("my-notices/<uuid:pk>/confirm/", receipts.confirm, name="confirm_notice"),
    path("my-notices/<uuid:pk>/file/", receipts.file, name="notice_file"),
    path("notice-papers/<slug:kind>/<uuid:pk>/<slug:part>/", papers.file, name="notice_paper"),
]
