"""What people type on the pages about sign-in, members and the installation."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from meguri.core.actor import MEMBER_ROLES, Role
from meguri.core.text import half_width, normalise
from meguri.towns import one_time_code
from meguri.towns.models import Station
from meguri.towns.one_time_code import Token
from meguri.towns.view_door import ActionForm

MOST_ADDRESSES_AT_ONCE = 100

NOT_AN_ADDRESS = _("メールアドレスの形にしてください。例: hanako@example.jp")
ROLES_OF_MEMBERS = [(role.value, role.label) for role in Role if role in MEMBER_ROLES]


class AddressField(forms.EmailField):
    """An address, in small letters; typed wide letters are taken as narrow ones."""

    default_error_messages = {"invalid": NOT_AN_ADDRESS, "required": _("メールアドレスを入れてください。")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("メールアドレス"), "max_length": 254, **kwargs})
        self.widget.attrs |= {"autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(half_width(value).strip().lower() if isinstance(value, str) else value)


class CodeField(forms.CharField):
    """A code of digits; blanks, hyphens and wide digits do not matter."""

    default_error_messages = {"required": _("コードを入れてください。")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("コード"), "max_length": 40, **kwargs})
        self.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\s\-‐ー−]", "", half_width(str(super().to_python(value))))


class AddressForm(forms.Form):
    email = AddressField()


class CodeForm(forms.Form):
    code = CodeField(label=_("確認コード"), help_text=_("メールにある8桁の数字です。"))


class OneTimeCodeForm(forms.Form):
    code = CodeField(label=_("ワンタイムコード"), help_text=_("機器にいま出ている数字です。回復コードも使えます。"))


class PersonForm(ActionForm):
    name = forms.CharField(
        label=_("お名前"),
        max_length=60,
        required=False,
        help_text=_("公開のページには、まちが決めた場合だけ出ます。"),
    )
    language = forms.ChoiceField(label=_("ことば"), choices=settings.LANGUAGES)


class NewAddressForm(forms.Form):
    email = AddressField(label=_("新しいメールアドレス"))


class InvitationCodeForm(ActionForm):
    code = forms.CharField(
        label=_("招待コード"),
        max_length=40,
        help_text=_("招待のメールにある12文字です。小文字でも、ハイフンがなくてもかまいません。"),
        error_messages={"required": _("招待コードを入れてください。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        return half_width(str(self.cleaned_data["code"]))


class OwnDeviceForm(ActionForm):
    """An app that was shown our seed."""

    name = forms.CharField(
        label=_("機器の名前"), max_length=40, required=False, help_text=_("例: 仕事のスマートフォン")
    )
    code = CodeField(label=_("アプリに出た6桁の数字"))


class TokenForm(ActionForm):
    """A hardware token whose seed the maker gave with it."""

    name = forms.CharField(
        label=_("機器の番号"), max_length=40, required=False, help_text=_("裏に書いてある番号など")
    )
    seed = forms.CharField(
        label=_("シード（機器の鍵）"),
        max_length=200,
        help_text=_(
            "機器といっしょに届いた一覧にあります。16進（0〜9とA〜F）でも、Base32（A〜Zと2〜7）でもかまいません。"
        ),
        error_messages={"required": _("シードを入れてください。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    period = forms.TypedChoiceField(
        label=_("数字が変わる間かく"), coerce=int, initial=60, choices=[(30, _("30秒")), (60, _("60秒"))]
    )
    digits = forms.TypedChoiceField(
        label=_("数字の桁数"), coerce=int, initial=6, choices=[(6, _("6桁")), (8, _("8桁"))]
    )
    code = CodeField(label=_("機器にいま出ている数字"))

    def clean_seed(self) -> bytes:
        try:
            return one_time_code.read_seed(half_width(self.cleaned_data["seed"]))
        except ValueError:
            raise forms.ValidationError(
                _(
                    "シードとして読めませんでした。16進なら32文字以上、Base32なら26文字以上です。"
                    "届いた一覧から写してください。"
                )
            ) from None

    def token(self) -> Token:
        return Token(self.cleaned_data["seed"], self.cleaned_data["period"], self.cleaned_data["digits"])


class MemberTokenForm(TokenForm):
    """The same, entered by the administrator, who may have the token at hand to try it."""

    code = CodeField(
        label=_("機器にいま出ている数字"),
        required=False,
        help_text=_("機器が手元にあれば入れてください。正しく登録できたかを、その場でたしかめられます。"),
    )


class PasskeyNameForm(ActionForm):
    name = forms.CharField(
        label=_("パスキーの名前"), max_length=40, error_messages={"required": _("名前を入れてください。")}
    )


class InviteForm(ActionForm):
    emails = forms.CharField(
        label=_("招待する方のメールアドレス"),
        help_text=_("一行に一つずつ書いてください。表計算の列を、そのまま貼れます。"),
        error_messages={"required": _("メールアドレスを一つ以上入れてください。")},
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
    )
    role = forms.ChoiceField(label=_("役割"), choices=ROLES_OF_MEMBERS, widget=forms.RadioSelect)

    def clean_emails(self) -> list[str]:
        typed = re.split(r"[\s,;、；，]+", half_width(self.cleaned_data["emails"]).strip().lower())
        addresses = list(dict.fromkeys(address for address in typed if address))
        if len(addresses) > MOST_ADDRESSES_AT_ONCE:
            raise forms.ValidationError(
                _("一度に招待できるのは%(most)d人までです。分けて送ってください。"),
                params={"most": MOST_ADDRESSES_AT_ONCE},
            )
        if wrong := [address for address in addresses if not _is_address(address)]:
            raise forms.ValidationError(
                _("次のものは、メールアドレスの形になっていません: %(wrong)s"), params={"wrong": "、".join(wrong[:10])}
            )
        return addresses

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except forms.ValidationError:
        return False
    return True


class OpenTownForm(ActionForm):
    administrator = AddressField(
        label=_("最初の管理者のメールアドレス"),
        help_text=_("このアドレスに招待のメールが届きます。開けたあとの招待は、この方ができます。"),
    )


class DeskForm(ActionForm):
    name = forms.CharField(
        label=_("代表の窓口の名前"), max_length=40, required=False, help_text=_("例: 総務課 総務係")
    )
    phone = forms.CharField(
        label=_("代表の電話番号"),
        max_length=20,
        help_text=_("数字とハイフンで、市外局番から。例: 01564-2-2111"),
        error_messages={"required": _("電話番号を入れてください。例: 01564-2-2111")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        phone = normalise(self.cleaned_data["phone"])
        if not re.fullmatch(r"[0-9]+(-[0-9]+)*", phone):
            raise forms.ValidationError(_("電話番号は数字とハイフンで入れてください。例: 01564-2-2111"))
        if not 9 <= len(phone.replace("-", "")) <= 11:
            raise forms.ValidationError(_("電話番号は市外局番から、9桁から11桁で入れてください。例: 01564-2-2111"))
        return phone


class StationsForm(ActionForm):
    stations = forms.TypedMultipleChoiceField(
        label=_("まちの輪で使うところ"),
        choices=Station.choices,
        coerce=Station,
        help_text=_(
            "選んだところの名前が、まちのページの輪に出ます。まちがそこで何かを始めるまでは、ほかには何も出ません。"
        ),
        error_messages={"required": _("一つ以上選んでください。")},
        widget=forms.CheckboxSelectMultiple,
    )


class OperatorForm(ActionForm):
    email = AddressField(
        label=_("運用者にする方のメールアドレス"),
        help_text=_("この方は、サインインのあと、二つ目の確認を登録すると使えるようになります。"),
    )
