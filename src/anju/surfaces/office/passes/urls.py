from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.domains.passes.screens import PassScreen
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import back, cabinet, desk, paper

add_page(Item("access", _("Check a pass"), "pass_desk", "ti-qrcode", desk.scan_pass.spec.name, position=10))
add_page(Item("access", _("Ask for a pass"), "ask_pass", "ti-file-plus", desk.ask_pass.spec.name, position=25))
add_page(Item("access", _("Out and overdue"), "passes_out", "ti-clock-exclamation", PassScreen().permission, position=15))
add_page(Item("access", _("Key cabinet"), "key_cabinet", "ti-key", PassScreen().permission, position=16))


def _link(record) -> Markup:
    return Markup('<a class="btn btn-primary" href="{}">{}</a>').format(reverse("pass_paper", args=[record.pk]), _("Print the pass"))


add_tab(PassScreen.name, Tab("paper", _("Print"), render=_link))

urlpatterns = [
    path("passes/<uuid:pk>/return_items/", back.page, name="pass_back"),
    path("pass-desk/", desk.page, name="pass_desk"),
    path("pass-desk/ask/", desk.ask, name="ask_pass"),
    path("pass-desk/<uuid:pk>/through/", desk.through, name="pass_through"),
    path("pass-desk/<uuid:pk>/photo/", desk.photo, name="pass_photo"),
    path("pass-desk/<uuid:pk>/paper/", paper.page, name="pass_paper"),
    path("passes-out/", cabinet.out, name="passes_out"),
    path("key-cabinet/", cabinet.page, name="key_cabinet"),
]
