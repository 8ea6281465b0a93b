"""The paths of this room: subsidies and their cliff, loans, investment, payment by outcome, gifts in kind."""

from django.urls import path

from meguri.funding.sources.pages import cliff, in_kind, investments, loans, outcomes, subsidies
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

TOWN = "<municipality:code>/"

urlpatterns = [
    path(TOWN + "subsidies/", subsidies.subsidy_list, name="subsidies"),
    path(TOWN + "subsidies/<int:subsidy>/", subsidies.one_subsidy, name="subsidy"),
    path(TOWN + "cliff/", cliff.cliff, name="cliff"),
    path(TOWN + "loans/", loans.loan_list, name="loans"),
    path(TOWN + "loans/<int:loan>/", loans.one_loan, name="loan"),
    path(TOWN + "investments/", investments.investment_list, name="investments"),
    path(TOWN + "investments/<int:investment>/", investments.one_investment, name="investment"),
    path(TOWN + "outcomes/", outcomes.outcome_list, name="outcomes"),
    path(TOWN + "outcomes/<int:outcome>/", outcomes.one_outcome, name="outcome"),
    path(TOWN + "in-kind/", in_kind.in_kind_list, name="in-kind"),
]
