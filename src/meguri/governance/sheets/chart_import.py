"""The organisation chart among what a town may bring."""

from meguri.governance.sheets.chart import apply, choices, filled, gaps
from meguri.governance.sheets.chart_kind import CHART, prepare
from meguri.governance.sheets.chart_reorganise import reorganise
from meguri.governance.sheets.chart_rows import standing_posts
from meguri.governance.sheets.registry import SheetImport, register

register(
    SheetImport(
        CHART,
        standing=standing_posts,
        apply=apply,
        filled=filled,
        prepare=prepare,
        gaps=gaps,
        choices=choices,
        reorganises=reorganise,
        position=1,
    )
)
