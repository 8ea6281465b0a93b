"""お金 is one door: the town's home leads there, and from there to what the town shows of its money."""

from django.test import Client

from tests.fixtures.world import World


def test_the_door_counts_what_stands_behind_it(world: World, client: Client) -> None:
    page = client.get(f"/{world.town.code}/money/").content.decode()
    assert f'href="/{world.town.code}/funds/"' in page
    assert "1件" in page


def test_the_ring_leads_to_the_door(world: World, client: Client) -> None:
    assert f'href="/{world.town.code}/money/"' in client.get(f"/{world.town.code}/").content.decode()
