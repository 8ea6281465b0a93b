"""Official files come in by one act: all or nothing, each figure once, and a second time changes nothing."""

import csv
import io
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from meguri.cli.sample import mihon
from meguri.core.actor import VISITOR, system
from meguri.core.errors import BadInput, NotAllowed
from meguri.indicators.importing import GivenFile, import_figures
from meguri.indicators.loading import load_catalogue
from meguri.indicators.models import Edition, EditionColumn, Indicator, Observation
from meguri.indicators.queries import figures_of_place
from meguri.indicators.reference import packed_editions
from meguri.indicators.sample import state_sample_figures
from meguri.record.models import Entry
from meguri.towns.loading import load_national_list
from meguri.towns.models import Municipality

KAMISHIHORO, FUTABA, NAKAGAWA = "R01633", "R07546", "R40231"
Cells = list[list[str]]


@pytest.fixture(scope="module")
def published() -> dict[str, Cells]:
    """Every edition's rows, cut to three towns, by file name."""
    kept = {KAMISHIHORO, FUTABA, NAKAGAWA, "R40305"}
    editions = {}
    for name, content in packed_editions():
        rows = list(csv.reader(io.StringIO(content.decode("cp932"))))
        editions[name] = [row for n, row in enumerate(rows) if n < 3 or row[0] in kept]
    return editions


@pytest.fixture
def reference(db: None) -> None:
    load_national_list(system())
    load_catalogue(system())


def as_file(name: str, rows: Cells, change: Callable[[Cells], None] | None = None) -> GivenFile:
    """A file of these rows in Shift_JIS, as published; `change` edits a copy first."""
    copy = [list(row) for row in rows]
    if change is not None:
        change(copy)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(copy)
    return GivenFile(name, text.getvalue().encode("cp932"))


def stored() -> set[tuple[object, ...]]:
    fields = ("indicator__key", "municipality__code", "period", "value", "first_edition__rank", "last_edition__rank")
    return set(Observation.objects.values_list(*fields))


def cell(rows: Cells, place: str, column: str) -> tuple[int, int]:
    return next(n for n, row in enumerate(rows) if row[0] == place), rows[0].index(column)


def put(place: str, column: str, value: str) -> Callable[[Cells], None]:
    def change(rows: Cells) -> None:
        row, position = cell(rows, place, column)
        rows[row][position] = value

    return change


@pytest.mark.django_db
def test_a_recurring_figure_is_stored_once_with_its_first_and_last_edition(
    reference: None, published: dict[str, Cells]
) -> None:
    import_figures(system(), [as_file(name, rows) for name, rows in published.items()])
    ours = Observation.objects.filter(indicator__key="population-census", municipality__code="016331")
    assert list(
        ours.order_by("period").values_list("period", "value", "first_edition__rank", "last_edition__rank")
    ) == [(20151001, 4765.0, 20180000, 20210000), (20201001, 4778.0, 20220000, 20260000)]


@pytest.mark.django_db
def test_running_twice_changes_nothing_and_says_so(reference: None, published: dict[str, Cells]) -> None:
    files = [as_file(name, rows) for name, rows in published.items()]
    assert import_figures(system(), files).added > 0
    before = stored()
    assert import_figures(system(), files).changed_nothing
    assert Entry.objects.filter(action="indicators.import_figures").count() == 1
    again = import_figures(system(), files, read_again=True)
    assert again.changed_nothing
    assert stored() == before


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(itertools.permutations((0, 1, 2))))
def test_the_order_of_the_files_does_not_matter(
    reference: None, published: dict[str, Cells], order: Sequence[int]
) -> None:
    newest = list(published.items())[-3:]
    revised = [as_file(*newest[0]), as_file(*newest[1], put(KAMISHIHORO, "A1101", "4779")), as_file(*newest[2])]
    for number in order:
        import_figures(system(), [revised[number]])
    runs = Observation.objects.filter(indicator__key="population-census", municipality__code="016331")
    assert list(
        runs.order_by("first_edition__rank").values_list("value", "first_edition__rank", "last_edition__rank")
    ) == [(4778.0, 20240000, 20240000), (4779.0, 20250000, 20250000), (4778.0, 20260000, 20260000)]


@pytest.mark.django_db
def test_a_revised_figure_keeps_both_vintages_and_the_newer_is_in_force(
    reference: None, published: dict[str, Cells]
) -> None:
    names = list(published)
    import_figures(system(), [as_file(names[-2], published[names[-2]])])
    import_figures(system(), [as_file(names[-1], published[names[-1]], put(KAMISHIHORO, "A1101", "4780"))])
    town = Municipality.objects.get(code="016331")
    indicator = Indicator.objects.get(key="population-census")
    figures = figures_of_place(town, [indicator])[indicator.pk]
    assert [(f.value, f.last_edition) for f in figures.current] == [(4780.0, "SSDSE-A-2026")]
    assert [(f.value, f.last_edition) for f in figures.earlier] == [(4778.0, "SSDSE-A-2025")]


@pytest.mark.django_db
def test_a_town_that_became_a_city_keeps_its_figures_under_one_code(
    reference: None, published: dict[str, Cells]
) -> None:
    import_figures(system(), [as_file(name, rows) for name, rows in published.items()])
    codes = set(Observation.objects.values_list("municipality__code", flat=True).distinct())
    assert codes == {"016331", "075469", "402311"}


@pytest.mark.django_db
def test_a_true_zero_is_shown_and_one_that_stands_for_nothing_is_not(
    reference: None, published: dict[str, Cells]
) -> None:
    import_figures(system(), [as_file(name, rows) for name, rows in published.items()])
    futaba = Municipality.objects.get(code="075469")
    by_key = {i.key: i for i in Indicator.objects.filter(key__in=["population-census", "establishments-all"])}
    figures = figures_of_place(futaba, list(by_key.values()))
    assert figures[by_key["population-census"].pk].current[-1].value == 0.0
    unsurveyed = figures[by_key["establishments-all"].pk].current[0]
    assert unsurveyed.value is None
    assert unsurveyed.state == "not_published"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "column", "value", "told"),
    [
        (KAMISHIHORO, "A1101", "たくさん", "たくさん"),
        (KAMISHIHORO, "A1101", "=cmd|'/c calc'!A1", "=cmd"),
        (KAMISHIHORO, "SSDSE-A-2026", "R99999", "R99999"),
        ("地域コード", "A1101", "知らない名前", "知らない名前"),
    ],
)
def test_one_bad_cell_stops_the_whole_file_and_is_named(
    reference: None, published: dict[str, Cells], place: str, column: str, value: str, told: str
) -> None:
    name, rows = list(published.items())[-1]
    with pytest.raises(BadInput) as refused:
        import_figures(system(), [as_file(name, rows, put(place, column, value))])
    findings, _more = refused.value.report.listed()  # type: ignore[attr-defined]  # RefusedFile carries it
    assert any(told in finding.found for finding in findings)
    assert not Observation.objects.exists()
    assert not Edition.objects.exists()
    assert not EditionColumn.objects.exists()


@pytest.mark.django_db
def test_one_bad_file_among_good_ones_leaves_all_of_them_out(reference: None, published: dict[str, Cells]) -> None:
    files = [as_file(name, rows) for name, rows in published.items()]
    files[4] = GivenFile("broken.csv", b"\xff\xfe\x00")
    with pytest.raises(BadInput):
        import_figures(system(), files)
    assert not Observation.objects.exists()


@pytest.mark.django_db
def test_one_entry_stands_in_the_record_for_the_whole_import(reference: None, published: dict[str, Cells]) -> None:
    files = [as_file(name, rows) for name, rows in published.items()]
    import_figures(system(), files)
    entry = Entry.objects.get(action="indicators.import_figures")
    assert files[0].digest.encode() in bytes(entry.body)


@pytest.mark.django_db
def test_a_visitor_may_not_import(reference: None, published: dict[str, Cells]) -> None:
    name, rows = next(iter(published.items()))
    with pytest.raises(NotAllowed):
        import_figures(VISITOR, [as_file(name, rows)])
    import_figures(system(), [as_file(name, rows)])
    with pytest.raises(NotAllowed):
        import_figures(VISITOR, [as_file(name, rows)])


@pytest.mark.django_db
def test_the_shipped_pack_gives_the_figures_of_its_files_to_the_last_one(reference: None) -> None:
    """All nine editions: 1,932,510 cells; 91 of 947,195 cells of the files lie under 那珂川町's former code as well."""
    report = import_figures(system(), [GivenFile(name, content) for name, content in packed_editions()])
    assert sum(file.figures for file in report.files) == 1_932_510
    assert report.added == 947_195 - 91


def estat_answer() -> GivenFile:
    path = Path(__file__).parent / "files" / "estat_answer.json"
    return GivenFile(path.name, path.read_bytes())


@pytest.mark.django_db
def test_an_answer_of_the_estat_api_comes_in_by_the_same_act(reference: None) -> None:
    report = import_figures(system(), [estat_answer()])
    assert report.added > 0
    assert {edition.source.key for edition in Edition.objects.select_related("source")} == {"e-stat"}
    assert import_figures(system(), [estat_answer()], read_again=True).changed_nothing


@pytest.mark.django_db
def test_a_figure_that_ssdse_and_estat_both_carry_is_stored_once(
    reference: None, published: dict[str, Cells]
) -> None:
    import_figures(system(), [estat_answer(), *(as_file(name, rows) for name, rows in published.items())])
    places = Observation.objects.values_list("indicator", "municipality", "period", "value")
    assert len(places) == len(set(places))


@pytest.mark.django_db
def test_made_up_figures_are_left_alone_by_an_import(reference: None, published: dict[str, Cells]) -> None:
    mihon.open_it()
    mihon.state_figures()
    before = Observation.objects.filter(municipality__code=mihon.CODE).count()
    import_figures(system(), [as_file(name, rows) for name, rows in published.items()])
    assert Observation.objects.filter(municipality__code=mihon.CODE).count() == before > 0


@pytest.mark.django_db
def test_made_up_figures_are_refused_for_a_real_town(reference: None) -> None:
    with pytest.raises(BadInput):
        state_sample_figures(system(), Municipality.objects.get(code="016331"), list(mihon.figures()))
