"""What a giver says: who they are and what they wish. Never in the record."""

from dataclasses import dataclass

from meguri.funding.giving.models import Giver
from meguri.funding.giving.models.honour import Honour
from meguri.towns.models import Municipality


@dataclass(frozen=True, slots=True)
class Who:
    """Who gives, as typed. `person_id`: where they have signed in."""

    kind: str = Giver.Kind.PERSON
    name: str = ""
    email: str = ""
    postcode: str = ""
    address: str = ""
    corporate_number: str = ""
    head_office: Municipality | None = None
    is_politician: bool = False
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How the giver wishes to be honoured, and whether they want letters when the project reports."""

    honour: str = Honour.SILENCE
    honour_name: str = ""
    wants_news: bool = False


NOBODY = Who()
SILENT = Wish()
