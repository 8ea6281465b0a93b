"""What a town settles for itself: whether names are shown, its period of grace, and the end of setting up."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.scope import active_town
from meguri.governance.models import Holder, Post, TownRule
from meguri.governance.posts import on_day
from meguri.governance.turns import Offices

LONGEST_GRACE_DAYS = 365


@action("governance.set_rules", record=Public)
def set_rules(actor: Actor, names_shown: bool, grace_days: int) -> TownRule:
    """State whether the names of staff are shown, and after how many days the public sees what is late."""
    if not 0 <= grace_days <= LONGEST_GRACE_DAYS:
        raise BadInput(_("公表までの日数は、0日から365日までのあいだで入れてください。"))
    rule = _rule()
    rule.names_shown, rule.grace_days = names_shown, grace_days
    rule.save(update_fields=["names_shown", "grace_days"])
    return rule


@action("governance.finish_setting_up", record=Public)
def finish_setting_up(actor: Actor) -> TownRule:
    """From today everything the town publishes goes through 決裁. `Conflict` says what lacks before it can."""
    rule = _rule()
    if rule.started_on is not None:
        raise Conflict(_("準備は、もう終わっています。"))
    if lacking := what_lacks():
        raise Conflict(lacking)
    rule.started_on = timezone.localdate()
    rule.save(update_fields=["started_on"])
    return rule


def what_lacks() -> str:
    """What lacks before a draft could be approved, as a sentence; "" for nothing. Nine queries at most."""
    today = timezone.localdate()
    if not Post.objects.filter(on_day(today)).exists():
        return _("役職が、まだ一つもありません。組織図を取りこむか、役職を登録してください。")
    offices = Offices.today(today)
    seated = {person for post, person in offices.persons.items() if post in offices.seats and person is not None}
    if seated & offices.office_people:
        return ""
    if not Holder.objects.filter(on_day(today), person__isnull=False).exists():
        return _(
            "サインインできる在任者のいる役職が、まだありません。職員を招待し、在任者の一覧で、その方のサインインを決めてください。"
        )
    return _("役職の在任者に、まちの職員として招待を受けた人が、まだいません。メンバーのページから招待してください。")


def _rule() -> TownRule:
    found: TownRule = TownRule.objects.select_for_update().get_or_create(town=active_town())[0]
    return found
