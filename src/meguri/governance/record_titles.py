"""What the public acts of this slice are called in the record; each part has its own words."""

from meguri.governance import record_titles_drafts, record_titles_people, record_titles_promises

__all__ = ["record_titles_drafts", "record_titles_people", "record_titles_promises"]
