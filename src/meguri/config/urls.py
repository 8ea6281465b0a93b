"""Where each path leads. The country at the root, a town below its code."""

from django.urls import include, path

handler400 = "meguri.web.views.bad_request"
handler403 = "meguri.web.views.forbidden"
handler404 = "meguri.web.views.not_found"
handler500 = "meguri.web.views.server_error"

urlpatterns = [
    path("account/", include("meguri.towns.account_urls")),
    path("", include("meguri.towns.urls")),
    path("", include("meguri.indicators.urls")),
    path("", include("meguri.record.urls")),
    path("", include("meguri.governance.urls_drafts")),
    path("", include("meguri.governance.urls_promises")),
    path("", include("meguri.governance.urls_people")),
    path("", include("meguri.governance.urls_desk")),
    path("", include("meguri.projects.urls_bulk")),
    path("", include("meguri.funding.urls")),
    path("", include("meguri.web.urls_sheets")),
    path("", include("meguri.web.urls")),
    path("", include("meguri.thread.urls")),
    path("api/", include("meguri.web.api")),
]
