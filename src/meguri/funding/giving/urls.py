"""The paths of this room: where everybody gives, a secret one for each giver, and those for staff."""

from django.urls import URLPattern, path

from meguri.funding.giving.pages import calls, gifts, office, pledging
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

TOWN = "<municipality:code>/"
GIVE, OWN_PLEDGE, OWN_GIFT = TOWN + "give/", TOWN + "pledge/<str:token>/", TOWN + "gift/<str:token>/"
WORK = TOWN + "work/giving/"

urlpatterns: list[URLPattern] = [
    path(GIVE, calls.calls, name="give"),
    path(GIVE + "<int:campaign>/", calls.one_call, name="call"),
    path(GIVE + "<int:campaign>/pledge/", pledging.pledge_to_call, name="pledge-to-call"),
    path(GIVE + "<int:campaign>/steps/<int:step>/", calls.step_reached, name="step-reached"),
    path(GIVE + "purposes/<int:purpose>/", pledging.pledge_to_purpose, name="pledge-to-purpose"),
    path(OWN_PLEDGE, pledging.own_pledge, name="own-pledge"),
    path(OWN_PLEDGE + "slip.pdf", pledging.slip, name="slip"),
    path(OWN_PLEDGE + "withdraw/", pledging.withdraw, name="withdraw-pledge"),
    path(OWN_PLEDGE + "pay/", pledging.pay, name="pay-pledge"),
    path(OWN_GIFT, gifts.own_gift, name="own-gift"),
    path(OWN_GIFT + "receipt.pdf", gifts.own_receipt, name="own-receipt"),
    path(OWN_GIFT + "forget/", gifts.forget_me, name="forget-me"),
    path(TOWN + "gifts/<int:gift>/", gifts.one_gift, name="gift"),
    path(TOWN + "honours/", gifts.honours, name="honours"),
    path(WORK, office.pledges, name="work-giving"),
    path(WORK + "pledges/<int:pledge>/", office.one_pledge, name="work-pledge"),
    path(WORK + "pledges/<int:pledge>/receive/", office.receive, name="receive-pledge"),
    path(WORK + "pledges/<int:pledge>/vote/", office.vote, name="vote-pledge"),
    path(WORK + "pledges/<int:pledge>/decline/", office.decline, name="decline-pledge"),
    path(WORK + "pledges/<int:pledge>/withdraw/", office.take_back, name="take-back-pledge"),
    path(WORK + "gifts/", office.gift_list, name="work-gifts"),
    path(WORK + "gifts/issue/", office.issue_all, name="issue-receipts"),
    path(WORK + "gifts/<int:gift>/", office.one_gift, name="work-gift"),
    path(WORK + "gifts/<int:gift>/giver/", office.state_the_giver, name="state-giver"),
    path(WORK + "gifts/<int:gift>/issue/", office.issue, name="issue-receipt"),
    path(WORK + "gifts/<int:gift>/receipt.pdf", office.receipt_paper, name="work-receipt"),
    path(WORK + "gifts/<int:gift>/forget/", office.forget, name="forget-giver"),
    path(WORK + "receipts/", office.receipt_list, name="work-receipts"),
]
