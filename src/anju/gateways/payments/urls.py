from django.urls import path

from . import notices

urlpatterns = [path("<str:way>/<uuid:merchant>/", notices.notice, name="payment_notice")]
