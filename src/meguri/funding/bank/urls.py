"""The paths of this room: a fund's account at /work/bank/ for who keeps it, and its closed months for everybody."""

from django.urls import path

from meguri.funding.bank.pages import accounts, files, months, payments, rows
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

BANK = "<municipality:code>/work/bank/"
ONE = BANK + "<int:fund>/"

urlpatterns = [
    path(BANK, accounts.work_bank, name="work-bank"),
    path(ONE, accounts.one_account, name="work-bank-fund"),
    path(ONE + "account/", accounts.account_of, name="work-bank-account"),
    path(ONE + "files/<str:digest>/", files.one_file, name="work-bank-file"),
    path(ONE + "rows/", rows.account_rows, name="work-bank-rows"),
    path(ONE + "rows/<int:row>/reopen/", rows.reopen, name="work-bank-reopen"),
    path(ONE + "months/<int:year>/<int:month>/", months.one_month, name="work-bank-month"),
    path(ONE + "months/<int:year>/<int:month>/forget/", months.forget, name="work-bank-forget"),
    path(ONE + "payments/", payments.payments, name="work-bank-payments"),
    path(ONE + "payments/<uuid:payment>/settle/", payments.settle, name="work-bank-settle"),
    path(ONE + "payments/<uuid:payment>/refund/", payments.refund, name="work-bank-refund"),
    path("<municipality:code>/payments/<uuid:payment>/", payments.paid, name="paid"),
    path("payments/<slug:provider>/webhook/", payments.webhook, name="payment-webhook"),
    path("<municipality:code>/funds/<int:fund>/months/", months.fund_months, name="fund-months"),
]
