"""Every entry gets one place in its log, without gaps, however many sequencers run."""

import threading

import pytest
from django.db import connections

from meguri.core import guard
from meguri.core.actor import operator
from meguri.record.models import Entry, Leaf, Log, Unsequenced
from meguri.record.queries import entries_from, log_size, newest_entries
from meguri.record.sequencer import sequence_all
from meguri.towns.loading import load_national_list


@pytest.mark.django_db
def test_entries_are_numbered_from_zero_in_the_order_they_came() -> None:
    for _i in range(3):
        load_national_list(operator())
    assert sequence_all() == 3
    log = Log.objects.get(origin="jp")
    assert [entry.index for entry in entries_from(log, 0)] == [0, 1, 2]
    assert [entry.index for entry in newest_entries(log)] == [2, 1, 0]
    assert log_size(log) == 3
    assert not Unsequenced.objects.exists()


@pytest.mark.django_db
def test_running_again_changes_nothing() -> None:
    load_national_list(operator())
    assert sequence_all() == 1
    assert sequence_all() == 0


@pytest.mark.django_db(transaction=True)
def test_sequencers_that_run_at_once_leave_no_gap_and_no_double() -> None:
    start = threading.Barrier(4)

    def act_and_sequence() -> None:
        start.wait()
        for _i in range(3):
            load_national_list(operator())
            sequence_all()
        connections.close_all()

    threads = [threading.Thread(target=act_and_sequence) for _i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sequence_all()
    indices = sorted(Leaf.objects.values_list("index", flat=True))
    assert indices == list(range(12))
    assert Entry.objects.count() == 12


@pytest.mark.django_db
def test_an_act_that_ended_after_a_later_one_gets_its_place_too() -> None:
    for _i in range(3):
        load_national_list(operator())
    first = Unsequenced.objects.order_by("entry_id")[0]
    with guard.door("tests"):
        Unsequenced.objects.filter(pk=first.pk).delete()
        assert sequence_all() == 2
        first.save(force_insert=True)
    assert sequence_all() == 1
    assert [leaf.entry_id for leaf in Leaf.objects.order_by("index")][-1] == first.pk
