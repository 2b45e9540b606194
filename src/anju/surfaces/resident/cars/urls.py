from django.urls import path

from . import pages

urlpatterns = [
    path("cars/", pages.index, name="my_cars"),
    path("cars/register/", pages.register, name="register_my_car"),
    path("cars/coupon/", pages.coupon, name="give_my_coupon"),
    path("cars/<uuid:pk>/", pages.stay, name="my_stay"),
    path("cars/<uuid:pk>/pay/", pages.pay, name="pay_my_stay"),
    path("cars/<uuid:pk>/bay/", pages.place, name="place_my_car"),
]
