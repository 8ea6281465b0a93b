"""Letters that follow from acts: an invitation, and word to a person that the way they sign in has changed."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from meguri.core.outbox import handles
from meguri.core.scope import across_towns
from meguri.towns.actions import digest_of
from meguri.towns.letters import Letter, address_of, send
from meguri.towns.models import Invitation, User

CHANGES = {
    "token_registered": gettext_lazy("まちの管理者が、あなたのワンタイムコードの機器を登録しました。"),
    "device_registered": gettext_lazy("ワンタイムコードの機器が登録されました。"),
    "passkey_added": gettext_lazy("パスキーが登録されました。"),
    "factor_removed": gettext_lazy("サインインに使う機器かパスキーが、はずされました。"),
}


@handles("towns.invited")
def send_invitation(*, invitation_id: int, code: str) -> None:
    """Send the code of an invitation that still stands; one that was withdrawn or sent anew meanwhile is let go."""
    with across_towns():
        invitation = Invitation.objects.select_related("town__municipality").filter(pk=invitation_id).first()
    if invitation is None or invitation.withdrawn_at or invitation.accepted_at:
        return
    if invitation.code_digest != digest_of(code):
        return
    known = User.objects.filter(email=invitation.email).first()
    _write(invitation.email, known.language if known else "ja", lambda: invitation_letter(invitation, code))


def invitation_letter(invitation: Invitation, code: str) -> Letter:
    """Who invites to what, until when, and what to do if one did not expect it."""
    words = {
        "town": invitation.town.name,
        "role": invitation.get_role_display(),
        "day": date_format(timezone.localtime(invitation.expires_at), "DATE_FORMAT"),
        "address": invitation.email,
    }
    return Letter(
        subject=_("%(town)sからの招待（%(role)s）") % words,
        opening=[
            _("%(town)sが、あなたを「%(role)s」として招待しています。") % words,
            _("下のリンクを開き、%(address)s でサインインしてから、招待コードを入れてください。") % words,
        ],
        code=in_fours(code),
        link=f"{address_of(reverse('accept_invitation'))}?{urlencode({'code': in_fours(code)})}",
        closing=[
            _("この招待は%(day)sまで使えます。") % words,
            _("心あたりがないときは、何もしなくてかまいません。受けないかぎり、何も始まりません。"),
        ],
    )


def in_fours(code: str) -> str:
    """A code in groups of four, as it is read out and typed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


@handles("towns.factor_changed")
def tell_of_changed_factor(*, person_id: int, what: str) -> None:
    person = User.objects.get(pk=person_id)
    _write(person.email, person.language, lambda: change_letter(str(CHANGES[what])))


@handles("towns.address_changed")
def tell_earlier_address(*, person_id: int, earlier: str) -> None:
    """To the address that was left: whoever took over a session must not do it silently."""
    person = User.objects.get(pk=person_id)
    sentence = gettext_lazy("サインインに使うメールアドレスが、別のアドレスに変わりました。")
    _write(earlier, person.language, lambda: change_letter(str(sentence)))


def change_letter(sentence: str) -> Letter:
    return Letter(
        subject=_("サインインの方法が変わりました"),
        opening=[sentence],
        closing=[
            _("ご自分でしたことなら、何もしなくてかまいません。"),
            _("心あたりがないときは、すぐに、わたしのページで「すべての機器からサインアウト」を押し、まちの窓口に知らせてください。"),
        ],
        link=address_of(reverse("account")),
    )


def _write(to: str, language: str, letter: Callable[[], Letter]) -> None:
    with override(language):
        send(letter(), to)
