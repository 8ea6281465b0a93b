"""Paths of the pages that belong to no slice."""

from django.urls import path, re_path

from meguri.record import log_files
from meguri.record import views as record
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>
from meguri.web import views
from meguri.web.pages import about, country, gaps, map, money, prefecture, project, projects, suggest, town
from meguri.web.pages.work import day, executive, first_day

urlpatterns = [
    path("language/", views.choose_language, name="set_language"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("licence/", views.licence, name="licence"),
    path("", country.country, name="country"),
    path("suggest/", suggest.suggest, name="search-suggest"),
    path("search/", suggest.search, name="search"),
    path("map/", map.map_page, name="map"),
    path("map/places.json", map.map_places, name="map-places"),
    path("about/", about.about, name="about"),
    path("sources/", about.sources, name="sources"),
    re_path(r"^prefectures/(?P<code>[0-9]{2})/$", prefecture.prefecture, name="prefecture"),
    path("<municipality:code>/record/", record.record, name="town-record"),
    path("<municipality:code>/record.json", record.record_feed, name="town-record-feed"),
    path("<municipality:code>/log/<logfile:file>", log_files.log_file, name="town-log-file"),
    path("<municipality:code>/money/", money.money, name="money"),
    path("<municipality:code>/gaps/", gaps.gaps, name="gaps"),
    path("<municipality:code>/work/", day.day, name="work"),
    path("<municipality:code>/work/executive/", executive.executive, name="work-executive"),
    path("<municipality:code>/work/first-day/", first_day.first_day, name="work-first-day"),
    path("<municipality:code>/projects/", projects.projects, name="projects"),
    path("<municipality:code>/projects.csv", projects.projects_csv, name="projects-csv"),
    path("<municipality:code>/projects/<int:project>/", project.project, name="project"),
    path("<municipality:code>/projects/<int:project>/reports/<int:report>/", project.report, name="project-report"),
    path("<municipality:code>/reports/<int:report>/", project.report_by_number, name="report"),
    path("<municipality:code>/work/projects/", projects.work, name="work-projects"),
    path("<municipality:code>/", town.town, name="town"),
    re_path(r"^(?P<code>[0-9]{5})/$", town.short_code, name="town-by-short-code"),
]
