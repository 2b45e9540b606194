from django.urls import path

from . import pages

urlpatterns = [
    path("bills/", pages.index, name="my_bills"),
    path("bills/pay/", pages.pay, name="pay_my_bills"),
    path("bills/<uuid:pk>/", pages.bill, name="my_bill"),
    path("bills/<uuid:pk>/dispute/", pages.dispute, name="dispute_my_bill"),
    path("bills/<uuid:pk>/balance/", pages.pay_from_balance, name="pay_my_bill_from_balance"),
    path("payments/<uuid:pk>/", pages.payment, name="my_payment"),
    path("payments/<uuid:pk>/test/", pages.pay_as_test, name="pay_my_payment_as_test"),
    path("deductions/<uuid:pk>/", pages.answer_deduction, name="answer_my_deduction"),
]
