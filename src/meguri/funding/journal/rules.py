"""What the database itself refuses of the journal: an entry that does not balance, and one in a closed year.

An entry is written after its postings and seals them. On SQLite, where one writer follows the other, the entry's own
insert is checked, and a posting for an entry that stands already is refused. On PostgreSQL, where writers do not see
each other, both are checked again when the transaction commits.
"""

from meguri.core import triggers

POSTINGS, ENTRIES, CLOSED = "funding_posting", "funding_journalentry", "funding_closedyear"

UNBALANCED = "an entry needs two postings or more, of one fund, that sum to zero"
SEALED = "an entry takes no posting after it was written"
YEAR_CLOSED = "the books of this year are closed"

_SUMS = (
    f"(SELECT COUNT(*) < 2 OR SUM(p.yen) <> 0 OR MIN(a.fund_id) <> NEW.fund_id OR MAX(a.fund_id) <> NEW.fund_id "
    f"OR MIN(p.town_id) <> NEW.town_id OR MAX(p.town_id) <> NEW.town_id "
    f"FROM {POSTINGS} p JOIN funding_account a ON a.id = p.account_id WHERE p.entry_id = NEW.id)"
)
_YEAR = f"EXISTS (SELECT 1 FROM {CLOSED} c WHERE c.fund_id = NEW.fund_id AND c.fiscal_year = NEW.fiscal_year)"
_WAIT = "PERFORM 1 FROM funding_fund f WHERE f.id = NEW.fund_id FOR KEY SHARE; "
"""Whoever closes a year holds the fund's row: a booking waits for that, and the closing for bookings under way."""
_STANDS = f"EXISTS (SELECT 1 FROM {ENTRIES} e WHERE e.id = NEW.entry_id)"


def declare() -> None:
    """Called once, when the slice is ready."""
    for model in ("JournalEntry", "Posting", "ClosedYear"):
        triggers.immutable(f"funding.{model}")
    _refuse("funding.JournalEntry", f"{ENTRIES}_balances", _SUMS, UNBALANCED, at_commit=True)
    _refuse("funding.JournalEntry", f"{ENTRIES}_open_year", _YEAR, YEAR_CLOSED, at_commit=False, first=_WAIT)
    _refuse("funding.Posting", f"{POSTINGS}_sealed", _STANDS, SEALED, at_commit=False, engine="sqlite")
    balanced = (
        f"(SELECT COALESCE(SUM(p.yen), 0) <> 0 FROM {POSTINGS} p WHERE p.entry_id = NEW.entry_id)"
    )
    _refuse("funding.Posting", f"{POSTINGS}_balances", balanced, UNBALANCED, at_commit=True, engine="postgresql")


def _refuse(
    label: str, name: str, condition: str, message: str, *, at_commit: bool, first: str = "", engine: str = ""
) -> None:
    """Refuse the insert of a row of `label` for which `condition` holds.

    `first`: what PostgreSQL does before it looks. `engine`: the rule is this one's alone.
    """
    table = ENTRIES if label.endswith("JournalEntry") else POSTINGS
    sqlite = [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]
    kind = ("CONSTRAINT TRIGGER", "AFTER", "DEFERRABLE INITIALLY DEFERRED") if at_commit else ("TRIGGER", "BEFORE", "")
    postgresql = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {first}IF {condition} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE {kind[0]} {name} {kind[1]} INSERT ON {table} {kind[2]} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
    triggers.written(
        label,
        name,
        sqlite=sqlite if engine != "postgresql" else [],
        postgresql=postgresql if engine != "sqlite" else [],
    )
