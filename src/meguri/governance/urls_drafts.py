"""Paths of drafts and their approval, of the routes, and of the town's own rules."""

from django.urls import path

from meguri.governance.pages import draft_acts, draft_edit, drafts, routes, rules

WORK = "<municipality:code>/work/"
DRAFT = f"{WORK}drafts/<int:draft>/"

urlpatterns = [
    path(f"{WORK}drafts/", drafts.drafts, name="drafts"),
    path(f"{WORK}drafts/new/<str:kind>/", draft_edit.new, name="new_draft"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}edit/", draft_edit.edit, name="edit_draft"),
    path(f"{DRAFT}preview/", drafts.preview, name="preview_draft"),
    path(f"{DRAFT}hand-in/", draft_acts.hand_in, name="hand_in_draft"),
    path(f"{DRAFT}withdraw/", draft_acts.withdraw, name="withdraw_draft"),
    path(f"{DRAFT}decide/", draft_acts.decide, name="decide_draft"),
    path(f"{WORK}routes/", routes.routes, name="routes"),
    path(f"{WORK}routes/new/", routes.new, name="new_route"),
    path(f"{WORK}routes/<int:route>/end/", routes.end, name="end_route"),
    path(f"{WORK}rules/", rules.work, name="work_rules"),
    path("<municipality:code>/rules/", rules.public, name="town_rules"),
]
