"""Where one can give: the calls for gifts and all purposes; one call with its use line by line and its steps."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.policy import answer
from meguri.funding.giving.actions.campaigns import record_step
from meguri.funding.giving.forms.own import StepForm
from meguri.funding.giving.holders import answering_for_campaign
from meguri.funding.giving.models import Campaign, CampaignStep
from meguri.funding.giving.policies import CAMPAIGN, CLOSING
from meguri.funding.giving.progress import progress_of
from meguri.funding.giving.queries import campaign_at, campaigns, honoured_at, kept_funds, open_purposes
from meguri.funding.giving.showing import Call, call_of
from meguri.funding.words import in_words, to_the_yen
from meguri.governance.queries.contact import contact_of
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door

CALLS_A_PAGE = 12
NAMES_SHOWN = 30
MOST_PURPOSES = 60
PHASES = (
    ("now", gettext_lazy("いまの呼びかけ")), ("coming", gettext_lazy("これからの呼びかけ")),
    ("over", gettext_lazy("終わった呼びかけ")),
)  # fmt: skip


@require_safe
def calls(request: HttpRequest, code: str) -> HttpResponse:
    """Eight queries at most beside those of every page."""
    town, today, actor = opened_town_of(request), timezone.localdate(), actor_of(request)
    page = Paginator(campaigns(), CALLS_A_PAGE).get_page(request.GET.get("page"))
    come = progress_of(page)
    context = {
        "page": page,
        "groups": _by_phase([call_of(one, come[one.pk], today) for one in page], is_first=page.number == 1),
        "purposes": list(open_purposes()[:MOST_PURPOSES]),
        "may_call": answer("governance.start_draft", actor, CAMPAIGN) is None,
        "may_work": actor.is_signed_in and kept_funds(actor).exists(),
        "new_url": reverse("new_draft", args=[code, CAMPAIGN]),
        "crumbs": [(town.name, f"/{town.code}/"), (_("寄附する"), "")],
    }
    return render(request, "funding/giving/calls.html", context)


def _by_phase(calls: Sequence[Call], *, is_first: bool) -> list[tuple[str, str, list[Call]]]:
    """Name, heading and calls of each phase that has some; those of now stand on the first page even without."""
    found = [(phase, str(word), [one for one in calls if one.phase == phase]) for phase, word in PHASES]
    return [group for group in found if group[2] or (is_first and group[0] == "now")]


@require_safe
def one_call(request: HttpRequest, code: str, campaign: int) -> HttpResponse:
    """Fifteen queries at most beside those of every page."""
    town, found = opened_town_of(request), call_found(campaign)
    return render(request, "funding/giving/call.html", _context(request, town, found, timezone.localdate()))


def _context(request: HttpRequest, town: Town, found: Campaign, today: date) -> dict[str, Any]:
    come = progress_of([found])[found.pk]
    post = answering_for_campaign(found)
    names = list(honoured_at(found)[:NAMES_SHOWN])
    return {
        "call": call_of(found, come, today),
        "campaign": found,
        "lines": _lines(found),
        "steps": [(one, in_words(one.yen)) for one in found.steps.all()],
        "post": post,
        "contact": contact_of(post) if post else None,
        "names": names,
        "works": _works(request, found),
        "may_record": post is not None and _may_record(request, found),
        "thread_of": found.public_reference(),
        "crumbs": [*crumbs_to_giving(town), (found.title, "")],
    }


def _lines(campaign: Campaign) -> dict[str, Any]:
    """The use of the money to the yen, and the sum."""
    rows = [(one.name, (one.yen, to_the_yen(one.yen))) for one in campaign.lines.all()]
    return {
        "columns": [_("使うこと"), (_("金額（円）"), "number")],
        "rows": [*rows, (_("合計"), (campaign.aim_yen, to_the_yen(campaign.aim_yen)))],
    }


def _may_record(request: HttpRequest, campaign: Campaign) -> bool:
    step = next((one for one in campaign.steps.all() if one.done_on is None), None)
    return step is not None and answer("funding.record_step", actor_of(request), step) is None


def _works(request: HttpRequest, campaign: Campaign) -> list[tuple[str, str]]:
    """Words and addresses of the drafts that the reader may begin here."""
    actor = actor_of(request)
    if campaign.closed_on is not None or answer("governance.start_draft", actor, CLOSING) is not None:
        return []
    about = f"?about=campaign:{campaign.public_reference().id}"
    kinds = ((_("呼びかけの文を改める"), CAMPAIGN), (_("呼びかけをしめくくる"), CLOSING))
    return [(word, reverse("new_draft", args=[campaign.town.code, kind]) + about) for word, kind in kinds]


@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def step_reached(request: HttpRequest, code: str, campaign: int, step: int) -> HttpResponse:
    """For the post that answers: say that a step was reached, so that its money may be used."""
    town = opened_town_of(request)
    row = get_object_or_404(
        CampaignStep.objects.select_related("campaign__town__municipality"), pk=step, campaign=campaign
    )
    if (no := answer("funding.record_step", actor_of(request), row)) is not None:
        raise no
    form = StepForm.of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.performs(record_step, actor_of(request), row, given["on"], given["said"]):
            return redirect("call", code, campaign)
    context = {
        "form": form,
        "step": row,
        "yen": in_words(row.yen),
        "crumbs": [*crumbs_to_giving(town), (row.campaign.title, reverse("call", args=[code, campaign])),
                   (_("段階を記録する"), "")],
    }  # fmt: skip
    return render(request, "funding/giving/step.html", context, status=form.status)


def call_found(pk: int) -> Campaign:
    found = campaign_at(pk)
    if found is None:
        raise Http404(_("この番号の呼びかけはありません。一覧からさがしてください。"))
    return found


def crumbs_to_giving(town: Town) -> list[tuple[str, str]]:
    return [(town.name, f"/{town.code}/"), (_("寄附する"), reverse("give", args=[town.code]))]
