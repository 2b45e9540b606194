from django.urls import path

from . import page

urlpatterns = [path("search/", page.page, name="search")]
