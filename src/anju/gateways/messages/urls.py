from django.urls import path

from . import reports

urlpatterns = [path("<uuid:channel_id>/<slug:sign>/", reports.take, name="message_reports")]
