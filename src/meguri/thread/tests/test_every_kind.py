"""Every registered kind of public object has a page, a word, and finds its rows again; what is shown leads there."""

from django.urls import resolve

from meguri.core.ports import Reference
from meguri.governance.objects import address_of, all_kinds
from tests.fixtures.cast import Cast

NATIONAL = {"indicator"}


def test_every_registered_kind_has_an_address_that_leads_to_a_page(cast: Cast) -> None:
    for kind in all_kinds():
        id = "births" if kind.kind in NATIONAL else f"{cast.town.code}-1"
        path = address_of(Reference(kind.kind, id), cast.town.code)
        assert path.startswith(f"/{cast.town.code}/"), kind.kind
        assert resolve(path.partition("#")[0].partition("?")[0]), kind.kind


def test_every_registered_kind_has_a_word() -> None:
    assert all(str(kind.word) for kind in all_kinds())
