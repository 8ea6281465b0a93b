"""Every change of gifts. What other rooms call: `pledge`, `receive_gift`, `receive_gifts`."""

from meguri.funding.giving.actions.pledges import decline_pledge, lapse_pledges, pledge, record_vote, withdraw_pledge
from meguri.funding.giving.actions.receiving import Came, receive_gift, receive_gifts

__all__ = [
    "Came",
    "decline_pledge",
    "lapse_pledges",
    "pledge",
    "receive_gift",
    "receive_gifts",
    "record_vote",
    "withdraw_pledge",
]
