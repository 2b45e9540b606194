from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.domains.charges.screens import ReceiptScreen, TariffScreen
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import desk, drawer, paper

add_page(Item("assets", _("Cashier's desk"), "cashier", "ti-cash-register", desk.TAKE.name, position=55))
add_page(Item("assets", _("My drawer"), "my_drawer", "ti-building-bank", drawer.OPEN.name, position=56))
add_page(Item("assets", _("Price list"), "price_list", "ti-list-details", TariffScreen().permission, position=61, is_minor=True))


def _link(record) -> Markup:
    return Markup('<a class="btn btn-primary" href="{}">{}</a>').format(reverse("receipt_paper", args=[record.pk]), _("Print the receipt"))


add_tab(ReceiptScreen.name, Tab("paper", _("Print"), render=_link))

urlpatterns = [
    path("cashier/", desk.page, name="cashier"),
    path("cashier/take/", desk.take, name="cashier_take"),
    path("cashier/payments/<uuid:pk>/", desk.payment, name="cashier_payment"),
    path("cashier/payments/<uuid:pk>/ask/", desk.ask, name="cashier_ask_provider"),
    path("cashier/payments/<uuid:pk>/test/", desk.pay_as_test, name="cashier_pay_as_test"),
    path("cashier/receipts/<uuid:pk>/", paper.receipt, name="receipt_paper"),
    path("my-drawer/", drawer.page, name="my_drawer"),
    path("my-drawer/open/", drawer.begin, name="my_drawer_open"),
    path("my-drawer/count/", drawer.count, name="my_drawer_count"),
    path("price-list/", paper.prices, name="price_list"),
]
