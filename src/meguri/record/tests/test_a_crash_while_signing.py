"""A sequencer that is killed between any two of its steps leaves nothing that the next one does not mend."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.house import House

ACT = """
from meguri.core.actor import operator
from meguri.towns.loading import load_national_list
load_national_list(operator())
"""
KILLED = """
import os, signal
from meguri.record import {module} as module
original = module.{function}
def killed(*args, **kwargs):
    {before}os.kill(os.getpid(), signal.SIGKILL)
module.{function} = killed
from meguri.record.sequencer import sequence_all
sequence_all()
"""
SETTLED = """
from meguri.record.models import Entry, Leaf, SignedHead, Tree, Unsequenced, Log
from meguri.record.sequencer import sequence_all
from meguri.record.signing import doubt
sequence_all()
tree = Tree.objects.get()
heads = list(SignedHead.objects.order_by("size").values_list("size", flat=True))
print(doubt(Log.objects.get()), tree.size == tree.signed == Entry.objects.count() == Leaf.objects.count(),
      Unsequenced.objects.count(), heads[-1] == tree.size)
"""
STEPS = {
    "before the tree grows": ("actions", "grow", ""),
    "after the tree has grown, before it is committed": ("actions", "grow", "original(*args, **kwargs); "),
    "before the checkpoint is kept": ("signing", "keep", ""),
    "after it is kept, before it is published": ("signing", "keep", "original(*args, **kwargs); "),
}


@pytest.mark.parametrize("step", list(STEPS))
def test_the_next_sequencer_goes_on_where_it_was_killed(house: House, step: str) -> None:
    module, function, before = STEPS[step]
    house.act(ACT)
    code = KILLED.format(module=module, function=function, before=before)
    done = killed(house, f"import django; django.setup()\n{code}")
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert house.act(SETTLED) == "None True 0 True"


def killed(house: House, code: str) -> subprocess.CompletedProcess[str]:
    return house.run("-c", code, DJANGO_SETTINGS_MODULE="meguri.config.settings")


def test_the_kept_checkpoint_is_whole_or_the_one_before(house: House) -> None:
    folder = Path(house.var) / "record"
    assert [file.name for file in folder.glob("*.checkpoint")] == ["jp.checkpoint"]
    assert (folder / "jp.checkpoint").read_text().count("\n") == 5
