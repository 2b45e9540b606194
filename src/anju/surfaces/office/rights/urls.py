from django.urls import path
from django.utils.translation import gettext_lazy as _

from anju.kernel import permissions

from ..menu import Item, add_page
from . import page, post, trial

permissions.declare(page.SEE, ("security_manager", "project_manager", "headquarters", "auditor"))
add_page(Item("settings", _("Permission matrix"), "rights", "ti-table", page.SEE, position=22))

urlpatterns = [
    path("rights/", page.show, name="rights"),
    path("rights/export/", page.export, name="export_rights"),
    path("rights/apart/", post.keep_apart, name="keep_apart"),
    path("rights/trial/end/", trial.end, name="end_trial"),
    path("rights/<slug:role>/try/", trial.begin, name="try_role"),
    path("rights/<slug:role>/", post.edit, name="role_rights"),
    path("rights/<slug:role>/reset/", post.reset, name="reset_rights"),
]
