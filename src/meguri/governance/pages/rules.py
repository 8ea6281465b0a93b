"""The town's own rules: stated by the administrator, read by everybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.ports import Reference
from meguri.governance.actions import rules as actions
from meguri.governance.forms.drafts import RulesForm
from meguri.governance.models import TownRule
from meguri.governance.pages.draft_door import insist, may
from meguri.governance.queries.routes import kinds_with_routes, rule_of_the_town
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door

RULES, START = "rules", "start"


@require_safe
@through_the_door
def public(request: HttpRequest, code: str) -> HttpResponse:
    """What goes through which approval, when the public sees what is late, and whether names are shown."""
    town = opened_town_of(request)
    rule = rule_of_the_town()
    context = {
        "town": town,
        "rule": rule,
        "is_stated": rule.pk is not None,
        "kinds": kinds_with_routes(),
        "history": Reference("town_rule", town.code) if rule.pk is not None else None,
        "may_change": may(request, "governance.set_rules"),
        "crumbs": [(town.name, f"/{code}/"), (_("まちの決まり"), "")],
    }
    return render(request, "governance/rules/public.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def work(request: HttpRequest, code: str) -> HttpResponse:
    """Two small forms; `part` says which one was sent."""
    town = opened_town_of(request)
    insist(request, "governance.set_rules")
    rule = rule_of_the_town()
    part = request.POST.get("part") if request.method == "POST" else None
    form = RulesForm(request.POST if part == RULES else None, initial=RulesForm.stated(rule))
    start = ActionForm(request.POST if part == START else None)
    if _is_stated(request, form) or _is_started(request, start):
        return redirect("work_rules", code=code)
    context = _context(town, rule, form, start)
    return render(request, "governance/rules/work.html", context, status=max(form.status, start.status))


def _context(town: Town, rule: TownRule, form: RulesForm, start: ActionForm) -> dict[str, object]:
    return {
        "town": town,
        "rule": rule,
        "form": form,
        "start": start,
        "lacking": "" if rule.started_on else actions.what_lacks(),
        "crumbs": [(town.name, f"/{town.code}/"), (_("まちの決まり"), f"/{town.code}/rules/"), (_("決める"), "")],
    }


def _is_stated(request: HttpRequest, form: RulesForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    done = form.performs(actions.set_rules, actor_of(request), given["names_shown"], given["grace_days"])
    if done:
        messages.success(request, _("決まりを改めました。まちの決まりのページと公開の記録に、もう出ています。"))
    return done


def _is_started(request: HttpRequest, form: ActionForm) -> bool:
    done = form.is_valid() and form.performs(actions.finish_setting_up, actor_of(request))
    if done:
        messages.success(request, _("準備を終えました。今日から、公表するものはみな、起案と決裁を通ります。"))
    return done
