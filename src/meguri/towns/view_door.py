"""What a view does with a no (sign-in, second factor, a wait, a sentence), and forms that call one action.

    @through_the_door
    def rename(request):
        form = RenameForm.of(request)
        if request.method == "POST" and form.is_valid() and form.performs(actions.rename, actor_of(request), thing):
            return redirect(form.result)
        return render(request, "…", {"form": form}, status=form.status)
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any, Self

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput, Conflict, MeguriError, NotAllowed
from meguri.towns.limits import TooMany
from meguri.towns.request import has_second_factor, person_of

View = Callable[..., HttpResponse]

LONGEST_KEPT = 20_000
_TYPED = "typed_before_sign_in"
_NEVER_KEPT = ("csrfmiddlewaretoken", "code", "seed", "credential")


class NeedsSecondFactor(NotAllowed):
    """Whoever has set up a second factor must show it before changing how they sign in."""

    def __init__(self) -> None:
        super().__init__(_("この操作には二つ目の確認（ワンタイムコードかパスキー）が要ります。"), sign_in_helps=True)


def through_the_door(view: View) -> View:
    """Turn what an action or policy raises into a page that says what happened and where to go."""

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as no:
            return _answer_no(request, no)
        except TooMany as wait:
            return ask_to_wait(request, wait)
        except (BadInput, Conflict) as error:
            return _not_done(request, error, status=409 if isinstance(error, Conflict) else 400)

    return opened


def signed_in(view: View) -> View:
    """`through_the_door` for a page that is about the reader: a visitor is led to the sign-in first."""

    @through_the_door
    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if person_of(request) is None:
            raise NotAllowed(_("先にサインインしてください。"), sign_in_helps=True)
        return view(request, *args, **kwargs)

    return opened


def _answer_no(request: HttpRequest, no: NotAllowed) -> HttpResponse:
    if no.sign_in_helps and person_of(request) is None:
        return _lead_to(request, "account_login")
    if no.sign_in_helps and not has_second_factor(request):
        return _lead_to(request, "second_factor")
    return _not_done(request, no, status=403)


def _lead_to(request: HttpRequest, name: str) -> HttpResponse:
    if request.method == "POST":
        _keep_typed(request)
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def _not_done(request: HttpRequest, error: MeguriError, status: int) -> HttpResponse:
    return render(request, "towns/not_done.html", {"sentence": error.sentence, "status": status}, status=status)


def ask_to_wait(request: HttpRequest, wait: TooMany) -> HttpResponse:
    """429 with `Retry-After` and the minutes in words."""
    context = {"sentence": wait.sentence, "minutes": -(-wait.seconds // 60)}
    response = render(request, "towns/wait.html", context, status=429)
    response.headers["Retry-After"] = str(wait.seconds)
    return response


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Where the reader was going (`next`), if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else otherwise


def _keep_typed(request: HttpRequest) -> None:
    """Keep what was typed over the sign-in that comes between; secrets and files are not kept."""
    typed = request.POST.copy()
    for name in _NEVER_KEPT:
        typed.pop(name, None)
    if len(encoded := typed.urlencode()) <= LONGEST_KEPT:
        request.session[_TYPED] = {"path": request.path, "fields": encoded}


def typed_before(request: HttpRequest) -> dict[str, Any]:
    """What was typed into this page before the sign-in that came between; given once."""
    kept = request.session.get(_TYPED)
    if kept is None or kept["path"] != request.path:
        return {}
    del request.session[_TYPED]
    return {name: values[0] if len(values) == 1 else values for name, values in QueryDict(kept["fields"]).lists()}


PLAIN_WORDS = {
    "required": _("ここを入れてください。"),
    "invalid_choice": _("出ているもののなかから選んでください。"),
    "invalid": _("この形では読めません。例に合わせて入れてください。"),
}


def speak_plainly(field: forms.Field) -> None:
    """What Django would say of a field in words of its own is said in ours; what a field says itself stays."""
    for code, sentence in PLAIN_WORDS.items():
        own = next((c.__dict__["default_error_messages"][code] for c in type(field).__mro__
                    if code in c.__dict__.get("default_error_messages", {}) and c.__module__.startswith("django.")),
                   None)  # fmt: skip
        if own is not None and field.error_messages.get(code) == own:
            field.error_messages[code] = sentence
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = _("%(limit_value)d文字までにしてください。いまは%(show_value)d文字です。")


class ActionForm(forms.Form):
    """A form whose sending is one action: once, however often it is pressed, and with its no beside what was typed."""

    idempotency_key = forms.CharField(
        required=False,
        max_length=80,
        initial=lambda: str(uuid.uuid4()),
        widget=forms.HiddenInput(attrs={"id": False}),
    )
    result: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)

    @classmethod
    def of(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """The form as sent, or as first shown: with `initial`, and what was typed before a sign-in came between."""
        if request.method == "POST":
            return cls(request.POST, request.FILES, **kwargs)
        return cls(**{**kwargs, "initial": {**kwargs.get("initial", {}), **typed_before(request)}})

    def performs(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Perform the action with this page's key. False when it answered no, which then stands in the form."""
        key = self.cleaned_data.get("idempotency_key") or None
        try:
            self.result = act(*args, **kwargs, idempotency_key=key)
        except (BadInput, Conflict) as error:
            self.add_error(None, str(error.sentence))
            return False
        return True

    @property
    def status(self) -> int:
        """The status of a page that shows this form: 422 with errors."""
        return 422 if self.is_bound and self.errors else 200
