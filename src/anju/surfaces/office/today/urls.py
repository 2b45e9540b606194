from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..menu import Item, add_page
from . import brief, duty, page

add_page(Item("today", _("Today"), "today", "ti-sun", position=10))
add_page(Item("today", _("Morning brief"), "brief", "ti-file-text", "duties.see_slots", position=20))
add_page(Item("today", _("On the phone"), "phone:guard", "ti-device-mobile", "duties.perform_duty", position=30))

urlpatterns = [
    path("", page.today, name="today"),
    path("brief/", brief.page, name="brief"),
    path("work/<uuid:occurrence_id>/", duty.page, name="duty"),
    path("work/<uuid:occurrence_id>/done/", duty.perform, name="perform_duty"),
    path("work/<uuid:occurrence_id>/watch/", duty.watch, name="watch_duty"),
    path("work/confirm/<uuid:performance_id>/", duty.confirm, name="confirm_duty"),
    path("work/photo/<uuid:performance_id>/<uuid:photo_id>/", duty.photo, name="duty_photo"),
]
