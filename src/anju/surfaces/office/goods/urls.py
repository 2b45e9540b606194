from django.urls import path
from django.utils.translation import gettext_lazy as _

from anju.domains.goods.screens import ParcelScreen, SlipScreen
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import custody, desk, parcels, plan

add_page(Item("access", _("Goods at the gate"), "goods_desk", "ti-package-export", desk.CHECK, position=11))
add_page(Item("access", _("Parcel shelf"), "parcel_desk", "ti-package", parcels.RECEIVE, position=12))
add_tab(SlipScreen.name, Tab("things", _("Things"), render=desk.things))
add_tab(ParcelScreen.name, Tab("custody", _("Chain of hands"), render=custody.drawn))

urlpatterns = [
    path("goods_checks/new/", desk.check, name="goods_check_new"),
    path("goods-desk/", desk.page, name="goods_desk"),
    path("goods-desk/check/", desk.check, name="goods_check"),
    path("goods-desk/put-off/", desk.put_off, name="goods_put_off"),
    path("goods-desk/slip/<uuid:pk>/", desk.slip, name="goods_slip"),
    path("goods-desk/slip/<uuid:pk>/photo/<uuid:blob>/", desk.photo, name="goods_slip_photo"),
    path("goods-desk/pause/<slug:verb>/<uuid:pk>/", desk.pause, name="goods_pause"),
    path("goods-desk/plan/<uuid:pk>/", plan.page, name="goods_plan"),
    path("goods-desk/plan/<slug:verb>/<uuid:pk>/", plan.act, name="goods_plan_act"),
    path("parcel-desk/", parcels.page, name="parcel_desk"),
    path("parcel-desk/<uuid:pk>/hand-out/", parcels.hand_out, name="parcel_hand_out"),
]
