"""The operator takes in official files: SSDSE, the resident register, an answer of e-Stat."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.policy import answer
from meguri.core.tables import Report
from meguri.indicators.importing import GivenFile, ImportReport, import_figures
from meguri.indicators.sources.findings import RefusedFile
from meguri.towns.request import actor_of
from meguri.towns.view_door import ActionForm, through_the_door

SHOWN_FINDINGS = 100


class OfficialFileForm(ActionForm):
    """One official file."""

    file = forms.FileField(
        label=gettext_lazy("ファイル"),
        help_text=gettext_lazy(
            "SSDSE-AのCSV、住民基本台帳の表（CSV）、e-Stat APIの答え（JSON）を読めます。種類は中身から見分けます。"
        ),
        error_messages={"required": gettext_lazy("ファイルを選んでください。")},
    )


@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def import_official(request: HttpRequest) -> HttpResponse:
    """One file a time, all or nothing; every finding is shown by row and column."""
    actor = actor_of(request)
    if (no := answer("indicators.import_figures", actor)) is not None:
        raise no
    form = OfficialFileForm.of(request)
    done, found = None, Report()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        done, found = _take(form, actor, GivenFile(sent.name, sent.read()))
    findings, more = found.listed(SHOWN_FINDINGS)
    context = {
        "form": form,
        "done": done,
        "findings": findings,
        "more_findings": more,
        "crumbs": [(_("運用"), reverse("operator")), (_("統計の取り込み"), "")],
    }
    return render(request, "indicators/import_official.html", context, status=form.status)


def _take(form: OfficialFileForm, actor: Actor, file: GivenFile) -> tuple[ImportReport | None, Report]:
    """What came in, and what was found in the file; nothing came in when it was refused.

    A second press finds the same bytes taken in already, so no key is needed for it.
    """
    try:
        done = import_figures(actor, [file])
    except RefusedFile as refused:
        form.add_error("file", str(refused.sentence))
        return None, refused.report
    except (BadInput, Conflict) as error:
        form.add_error("file", str(error.sentence))
        return None, Report()
    return done, done.files[0].found
