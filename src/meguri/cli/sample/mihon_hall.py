"""見本町's town hall: set up from three messy spreadsheets, with its places, and everybody who works in it."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from meguri.cli.sample import mihon
from meguri.core.actor import Role, system
from meguri.core.scope import across_towns, in_town
from meguri.governance.actions.accounts import tie_holder
from meguri.governance.actions.facilities import FacilityDetails, open_facility
from meguri.governance.actions.holders import name_deputy, seat_holder
from meguri.governance.actions.organisations import found_organisation
from meguri.governance.actions.posts import PostDetails, found_post
from meguri.governance.actions.routes import OWN_HEAD, by, set_route
from meguri.governance.actions.rules import finish_setting_up
from meguri.governance.actions.sheets import take_sheet
from meguri.governance.models import Facility, Holder, Organisation, Post, TownRule
from meguri.governance.models.approvals import ANY_KIND
from meguri.governance.sheets.chart_rows import standing_tree
from meguri.governance.sheets.files import SheetFile
from meguri.towns.actions import choose_stations
from meguri.towns.founding import seat_sample_person
from meguri.towns.models import Station, Town

SHEETS = (
    ("chart", "soshiki.xlsx", None),
    ("undertakings", "jimujigyo.csv", None),
    ("budget", "yosan.xlsx", "R7決算"),
    ("budget", "yosan.xlsx", "R8当初"),
)
"""Kind, file and sheet of a workbook, in the order in which a town brings them."""
SINCE = dt.date(2026, 4, 1)
OUTSIDERS = (
    ("見本商店", Organisation.Kind.FIRM, "店主", "firm@mihon.example"),
    ("見本森林組合", Organisation.Kind.ASSOCIATION, "組合長", "foresters@mihon.example"),
)
MILLION_YEN = 1_000_000
STATIONS = [Station.ACT, Station.FUND, Station.RESULTS]


def town() -> Town:
    return Town.objects.select_related("municipality").get(municipality__code=mihon.CODE)


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the story's tables, in `story/`."""
    text = (files(__package__) / "story" / f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))


def posts() -> dict[str, Post]:
    """The posts of the town hall that stand, by path: 保健福祉課／福祉係／係長."""
    tree = standing_tree()
    found = Post.objects.filter(until=None, organisation__in=tree.path_of)
    found = found.select_related("organisation__parent", "town__municipality")
    return {"／".join((*tree.path_of[post.organisation_id], post.name)): post for post in found}


def set_up() -> None:
    """The three files, then the places; each file is one act, as when an administrator brings it."""
    opened = town()
    with in_town(opened), transaction.atomic():
        for kind, name, sheet in SHEETS:
            content = (files(__package__) / "sheets" / name).read_bytes()
            take_sheet(system(), opened, kind, SheetFile(name, content, sheet=sheet))
        choose_stations(system(), opened, STATIONS)
        _open_facilities()


def is_set_up() -> bool:
    with across_towns():
        return Facility.objects.filter(town__municipality__code=mihon.CODE).exists()


def _open_facilities() -> None:
    tree = {"／".join(path): one for path, one in standing_tree().by_path.items()}
    for row in rows("facilities"):
        details = FacilityDetails(row["kana"], row["purpose"], row["address"], None, None, row["phone"], row["hours"])
        organisation = tree[row["organisation"].replace("/", "／")]
        open_facility(system(), row["name"], since=SINCE, organisation=organisation, details=details)


def staff() -> None:
    """Accounts for all who hold a post, deputies, the routes of approval; from now on all goes through 決裁."""
    opened = town()
    with in_town(opened), transaction.atomic():
        known = posts()
        emails = {person.post: person.email for person in mihon.PEOPLE if person.post}
        for number, (path, post) in enumerate(known.items(), start=1):
            holder = Holder.objects.filter(post=post, until=None).first()
            if holder is not None:
                email = emails.get(path) or _account(opened, number, holder.name)
                tie_holder(system(), holder, email)
        _seat_outsiders(opened)
        name_deputy(system(), known["町長"], known["副町長"], SINCE)
        name_deputy(system(), known["保健福祉課／課長"], known["保健福祉課／福祉係／係長"], SINCE)
        set_route(system(), ANY_KIND, 0, [OWN_HEAD])
        set_route(system(), "projects.plan", 0, [OWN_HEAD, by(known["企画課／課長"])])
        set_route(system(), "projects.plan", 10 * MILLION_YEN, [OWN_HEAD, by(known["企画課／課長"]), by(known["町長"])])
        finish_setting_up(system())


def _seat_outsiders(opened: Town) -> None:
    """A shop and the foresters of the town: who runs them, who keeps their books, and the desk of each."""
    for name, kind, head, email in OUTSIDERS:
        body = found_organisation(system(), name, kind=kind, since=SINCE)
        first = found_post(system(), body, head, since=SINCE, details=PostDetails(is_head=True))
        books = found_post(system(), body, "会計", since=SINCE)
        for post, address in ((first, email), (books, f"books.{email}")):
            seat_sample_person(system(), opened, address, f"{name} {post.name}", Role.FIRM)
            seat_holder(system(), post, SINCE, email=address)


def _account(opened: Town, number: int, name: str) -> str:
    """An account for somebody of the sample whom nobody is told to try; they cannot sign in without a device."""
    email = f"staff{number}@mihon.example"
    seat_sample_person(system(), opened, email, name, Role.OFFICER)
    return email


def is_staffed() -> bool:
    with across_towns():
        rule = TownRule.objects.filter(town__municipality__code=mihon.CODE).first()
    return rule is not None and rule.started_on is not None


def in_days(days: str) -> dt.date:
    """A day so many days from today; the story is told from the day on which the demo was made."""
    return timezone.localdate() + dt.timedelta(days=int(days))
