from django.urls import path

from . import brief, duty, page

urlpatterns = [
    path("", page.today, name="today"),
    path("brief/", brief.page, name="brief"),
    path("duties/<uuid:occurrence_id>/", duty.page, name="duty"),
    path("duties/<uuid:occurrence_id>/done/", duty.perform, name="perform_duty"),
    path("duties/confirm/<uuid:performance_id>/", duty.confirm, name="confirm_duty"),
    path("duties/photo/<uuid:performance_id>/<uuid:photo_id>/", duty.photo, name="duty_photo"),
]
