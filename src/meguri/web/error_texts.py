"""What each error page says: what happened, that nothing is lost, and the next step."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ErrorText:
    title: str | Promise
    happened: str | Promise
    kept: str | Promise
    next_step: str | Promise


SIGNED_IN_STEP = _("受け持ちの方にたのむか、まちの窓口にお話しください。")
NOTHING_CHANGED = _("何も変わっていません。")

TEXTS = {
    400: ErrorText(
        _("この送り方では受け取れませんでした"),
        _("届いた内容の形が、このページの決まりと合いませんでした。"),
        NOTHING_CHANGED,
        _("前のページに戻り、もう一度送ってください。続くときは、リンクや登録した住所（URL）が古いのかもしれません。"),
    ),
    403: ErrorText(
        _("この操作はできません"),
        _("このページや操作は、受け持ちの人だけが使えます。"),
        NOTHING_CHANGED,
        _("受け持ちの方は、サインインしてください。そうでない方は、まちの窓口にたのめます。"),
    ),
    404: ErrorText(
        _("このページは見つかりません"),
        _("住所（URL）が変わったか、打ちまちがいがあるようです。"),
        _("これまでの入力や記録は、そのまま残っています。"),
        _("まちの名前でさがすか、最初のページからたどってください。"),
    ),
    405: ErrorText(
        _("このページには、その送り方ができません"),
        _("このページは見るためのもので、内容を受け取る窓口ではありません。または、その逆です。"),
        NOTHING_CHANGED,
        _("前のページに戻り、画面のボタンから送ってください。"),
    ),
    409: ErrorText(
        _("先に、ようすが変わっていました"),
        _("開いている間に、だれかが同じところを変えたようです。"),
        _("あなたの操作は、まだ何も変えていません。"),
        _("前のページを開きなおして、いまのようすを見てから、もう一度してください。"),
    ),
    413: ErrorText(
        _("ファイルが大きすぎます"),
        _("受け取れる大きさを超えていたので、途中で止めました。"),
        NOTHING_CHANGED,
        _("いくつかに分けるか、使わない列を除いて、もう一度送ってください。"),
    ),
    429: ErrorText(
        _("少し待ってから、もう一度ためしてください"),
        _("短い間に何度も届いたので、いったん止めています。"),
        _("これまでに受け取ったものは、そのまま残っています。"),
        _("1分ほど待つと、また使えます。"),
    ),
}
