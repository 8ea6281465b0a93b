"""From an exception to the one sentence that says what to do; what nobody can act on is raised again."""

import errno

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError

from meguri.core.errors import MeguriError

DISK_FULL = (
    "ディスクがいっぱいです。空きを増やして、もう一度お試しください。途中までの変更は取り消され、前のデータは無事です。"
    " / The disk is full: free some space and try again. What was under way was undone; earlier data is safe."
)
NO_DATABASE = (
    "データベースにつながりません（{reason}）。DATABASE_URL と、データベースが動いているかをたしかめてください。"
    " / The database cannot be reached: check DATABASE_URL and that it is running."
)
NOT_MIGRATED = (
    "データベースがまだこの版の形になっていません。先に meguri migrate を実行してください。"
    " / The database is not in the shape of this version: run meguri migrate first."
)
BUSY = (
    "ほかのプログラムがデータベースを使っています。少し待って、もう一度お試しください。"
    " / Another program holds the database: wait a little and try again."
)
NO_FILE = "ファイルを読み書きできません: {path}（{reason}） / This file cannot be read or written."
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def sentence_for(error: Exception) -> str:
    """The sentence for `error`; raises it again if it is a defect of ours."""
    if isinstance(error, MeguriError):
        return str(error)
    if isinstance(error, ImproperlyConfigured):
        return f"設定をたしかめてください: {error}"
    if isinstance(error, OSError):
        return _for_file(error)
    if isinstance(error, DatabaseError):
        return _for_database(error)
    raise error


def _for_file(error: OSError) -> str:
    if error.errno in _FULL:
        return DISK_FULL
    if error.filename is None:
        raise error
    return NO_FILE.format(path=error.filename, reason=error.strerror)


def is_disk_full(error: BaseException) -> bool:
    """True when the database (or the system) says that there is no room left."""
    text = str(error)
    full = "disk is full" in text or "No space left" in text or "disk I/O error" in text
    return full or (isinstance(error, OSError) and error.errno in _FULL)


def _for_database(error: DatabaseError) -> str:
    text = str(error).strip()
    if is_disk_full(error):
        return DISK_FULL
    if "no such table" in text or ("relation" in text and "does not exist" in text):
        return NOT_MIGRATED
    if "database is locked" in text:
        return BUSY
    if isinstance(error, OperationalError):
        return NO_DATABASE.format(reason=text.splitlines()[0])
    raise error
