"""How many projects are in each state, as one bar: decoration beside the words and numbers that say the same."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from meguri.projects.queries.listing import StateCount

WIDTH, HEIGHT, GAP = 1000, 20, 4


def state_bar(counts: Sequence[StateCount]) -> SafeString:
    """One `<svg>` as wide as its place; "" where there is nothing to count. Colours come from project.css."""
    total = sum(one.count for one in counts)
    shown = [one for one in counts if one.count]
    if not total:
        return mark_safe("")
    room = WIDTH - GAP * (len(shown) - 1)
    parts, left = [], 0.0
    for one in shown:
        width = room * one.count / total
        parts.append(
            f'<rect class="state-bar__part state-bar__part--{one.state.value}" x="{left:.1f}" y="0" '
            f'width="{width:.1f}" height="{HEIGHT}"/>'
        )
        left += width + GAP
    drawn = (
        f'<svg class="state-bar" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )
    return mark_safe(drawn)  # noqa: S308  # made of numbers and names of ours
