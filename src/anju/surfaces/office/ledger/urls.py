from django.urls import path
from django.utils.translation import gettext_lazy as _

from anju.kernel import permissions

from ..menu import Item, add_page
from . import page

permissions.declare(page.SEE, ("security_manager", "project_manager", "headquarters", "auditor"))
add_page(Item("settings", _("Ledger"), "ledger", "ti-history", page.SEE, position=90))

urlpatterns = [
    path("ledger/", page.rows, name="ledger"),
    path("ledger/check/", page.check, name="check_ledger"),
]
