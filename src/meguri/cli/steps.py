"""The steps that fill a database with what ships with this version, and with the demo.

A step is an act performed with a key made from the files it reads: the same files again do nothing, newer ones
are taken. To add one, write it into `reference_steps` or `demo_steps`.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from meguri import __version__
from meguri.cli.sample import (
    kamishihoro,
    mihon,
    mihon_bank,
    mihon_flow,
    mihon_funds,
    mihon_giving,
    mihon_hall,
    mihon_sources,
    mihon_story,
)
from meguri.cli.terminal import say, step
from meguri.core.actor import system
from meguri.core.models import PerformedAction
from meguri.governance.desk_upkeep import desks_are_current, renew_desks
from meguri.indicators.importing import GivenFile, import_figures
from meguri.indicators.loading import load_catalogue
from meguri.indicators.models import Edition
from meguri.indicators.reference import packed_editions, packed_registers
from meguri.towns.loading import load_national_list


@dataclass(frozen=True)
class Step:
    """A label in Japanese, what is to be done, and whether it has been."""

    label: str
    run: Callable[[], object]
    is_done: Callable[[], bool]


def reference_steps() -> list[Step]:
    """The national list, the official figures and the desk's synonyms that ship with this version."""
    return [
        act("全国の市区町村", "towns.load_national_list", load_national_list, "meguri.towns.reference"),
        act("指標の定義", "indicators.load_catalogue", load_catalogue, "meguri.indicators.reference"),
        Step("全国の数字（SSDSE 2018〜2026年版、住民基本台帳 2016〜2020年）", import_packs, packs_are_in),
        Step("「どこに話せばよいか」のことば", renew_desks, desks_are_current),
    ]


def import_packs() -> None:
    """The figures that ship, all editions in one act."""
    packed = [*packed_editions(), *packed_registers()]
    import_figures(system(), [GivenFile(name, content) for name, content in packed])


def packs_are_in() -> bool:
    """Whether every packed edition was taken in, as its file name tells; newer issues of them may be in instead."""
    names = {name for name, _content in [*packed_editions(), *packed_registers()]}
    return names <= set(Edition.objects.values_list("file_name", flat=True))


def demo_steps() -> list[Step]:
    """What the demo has besides."""
    return [
        Step("上士幌町について公表されていること", kamishihoro.state, kamishihoro.is_stated),
        Step("見本町（架空の町）を開く", mihon.open_it, lambda: mihon.town() is not None),
        Step("見本町の人たち", mihon.seat_people, mihon.people_are_seated),
        Step("見本町の架空の数字", mihon.state_figures, mihon.figures_are_stated),
        Step("見本町の組織・事業・予算（三つの表から）", mihon_hall.set_up, mihon_hall.is_set_up),
        Step("見本町の役場の人たちと決裁", mihon_hall.staff, mihon_hall.is_staffed),
        Step("見本町のこれまで（確認・報告・約束）", mihon_story.tell_story, mihon_story.is_told),
        Step("見本町の資金", mihon_funds.tell_funds, mihon_funds.is_told),
        Step("見本町の寄附", mihon_giving.tell_giving, mihon_giving.is_told),
        Step("見本町の口座の明細", mihon_bank.tell_bank, mihon_bank.is_told),
        Step("見本町の契約と、公式の合計", mihon_flow.tell_flow, mihon_flow.is_told),
        Step("見本町の補助金・融資・成果への支払い", mihon_sources.tell_sources, mihon_sources.is_told),
    ]


def act(label: str, name: str, perform: Callable[..., object], package: str) -> Step:
    """The step that performs the action `name` once for each content of the files in `package`."""
    key = digest_of(files(package))
    return Step(
        label,
        lambda: perform(system(), idempotency_key=key),
        lambda: PerformedAction.objects.filter(action=name, key=key).exists(),
    )


def digest_of(folder: Traversable) -> str:
    """SHA-256 over this version and the files of a folder, in the order of their names; 64 characters."""
    found = hashlib.sha256(__version__.encode())
    for file in sorted(_files(folder), key=lambda one: one.name):
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _files(folder: Traversable) -> Iterable[Traversable]:
    return (file for file in folder.iterdir() if file.is_file() and not file.name.endswith((".pyc", ".py")))


def run_all(steps: list[Step]) -> None:
    """Run what has not been done yet, with a line for each."""
    todo = [one for one in steps if not one.is_done()]
    for number, one in enumerate(todo, start=1):
        step(number, len(todo), one.label, one.run)
    if not todo:
        say("データはそろっています。")
