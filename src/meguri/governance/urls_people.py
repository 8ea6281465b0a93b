"""Paths of those who answer: organisations, posts and facilities in public, and the work on them."""

from django.urls import path

from meguri.governance.pages import offices, people_forms, people_lists, responsibilities, staffing

TOWN = "<municipality:code>/"
PEOPLE = f"{TOWN}work/people/"
MINE = f"{TOWN}work/responsibilities/"

urlpatterns = [
    path(f"{TOWN}who/", offices.who, name="who"),
    path(f"{TOWN}organisations/<int:organisation>/", offices.organisation, name="organisation"),
    path(f"{TOWN}posts/<int:post>/", offices.post, name="post"),
    path(f"{TOWN}facilities/<int:facility>/", offices.facility, name="facility"),
    path(PEOPLE, people_lists.organisations, name="people"),
    path(f"{PEOPLE}organisations/add/", people_forms.add_organisation, name="add-organisation"),
    path(f"{PEOPLE}organisations/<int:organisation>/", people_forms.change_organisation, name="change-organisation"),
    path(f"{PEOPLE}organisations/<int:organisation>/end/", people_forms.end_organisation, name="end-organisation"),
    path(f"{PEOPLE}posts/", people_lists.posts, name="people-posts"),
    path(f"{PEOPLE}posts/add/", people_forms.add_post, name="add-post"),
    path(f"{PEOPLE}posts/<int:post>/", people_forms.change_post, name="change-post"),
    path(f"{PEOPLE}posts/<int:post>/end/", people_forms.end_post, name="end-post"),
    path(f"{PEOPLE}holders/", people_lists.holders, name="people-holders"),
    path(f"{PEOPLE}holders/add/", staffing.add_holder, name="add-holder"),
    path(f"{PEOPLE}holders/<int:holder>/account/", staffing.tie_account, name="tie-holder"),
    path(f"{PEOPLE}holders/<int:holder>/end/", staffing.end_holder, name="end-holder"),
    path(f"{PEOPLE}deputies/", people_lists.deputies, name="people-deputies"),
    path(f"{PEOPLE}deputies/add/", staffing.add_deputy, name="add-deputy"),
    path(f"{PEOPLE}deputies/<int:deputy>/end/", staffing.end_deputy, name="end-deputy"),
    path(f"{PEOPLE}absences/", people_lists.absences, name="people-absences"),
    path(f"{PEOPLE}absences/add/", staffing.add_absence, name="add-absence"),
    path(f"{PEOPLE}absences/<int:absence>/end/", staffing.end_absence, name="end-absence"),
    path(f"{PEOPLE}facilities/", people_lists.facilities, name="people-facilities"),
    path(f"{PEOPLE}facilities/add/", people_forms.add_facility, name="add-facility"),
    path(f"{PEOPLE}facilities/<int:facility>/", people_forms.change_facility, name="change-facility"),
    path(f"{PEOPLE}facilities/<int:facility>/end/", people_forms.end_facility, name="end-facility"),
    path(MINE, responsibilities.own, name="own-responsibilities"),
    path(f"{MINE}confirm/", responsibilities.confirm_several, name="confirm-several"),
    path(f"{MINE}<int:responsibility>/confirm/", responsibilities.confirm, name="confirm-responsibility"),
    path(f"{MINE}<int:responsibility>/handover/", responsibilities.ask, name="ask-handover"),
    path(f"{MINE}handovers/<int:handover>/", responsibilities.answer_handover, name="answer-handover"),
    path(f"{MINE}unanswered/", responsibilities.gaps, name="unanswered-objects"),
    path(f"{MINE}appoint/<slug:kind>/<str:id>/", responsibilities.appoint, name="appoint"),
]
