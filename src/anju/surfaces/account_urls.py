"""Everything under /accounts/: allauth's sign-in, without what needs e-mail, and our own one-time links."""

from __future__ import annotations

from allauth.account import views
from django.urls import include, path
from django.views.generic import RedirectView

from . import passwords

to_sign_in = RedirectView.as_view(pattern_name="account_login")

urlpatterns = [
    path("link/<str:link>/", passwords.choose, name="choose_password"),
    path("<uuid:account_id>/link/", passwords.issue, name="issue_link"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    # Names that allauth's own pages ask for; there is no sign-up and no e-mail here.
    path("signup/", to_sign_in, name="account_signup"),
    path("password/reset/", to_sign_in, name="account_reset_password"),
    path("email/", to_sign_in, name="account_email"),
    path("password/set/", to_sign_in, name="account_set_password"),
]
