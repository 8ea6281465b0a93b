"""Whatever bytes arrive, the answer is a table or a sentence; and rows survive every encoding."""

import csv
import io
import random
import zipfile

import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meguri.core.errors import BadInput
from meguri.core.tables import Table, read_table

NAMES = st.sampled_from(["a.csv", "a.tsv", "a.txt", "a.xlsx", "a", ""])
KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのアイウエオカキクケコ"
JAPANESE = KANA + '上士幌町人口総数年度男女世帯市区村県0123456789,\n"abcXYZ .　'
CELLS = st.text(alphabet=JAPANESE, min_size=1, max_size=12).filter(lambda cell: cell.strip() == cell)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jp"]


@st.composite
def even_rows(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    body = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8))
    # A header in kana: without any, Shift_JIS and EUC-JP cannot always be told apart, and the file is rightly refused.
    return [[f"こうもく{column}" for column in range(width)], *body]


def answer(content: bytes, filename: str) -> Table | BadInput:
    try:
        return read_table(content, filename)
    except BadInput as refusal:
        return refusal


def is_sound(given_answer: Table | BadInput) -> bool:
    if isinstance(given_answer, BadInput):
        return str(given_answer).endswith("。")
    widths = {len(row) for row in given_answer.rows}
    return len(widths) <= 1 or not given_answer.report.ok


@settings(max_examples=400)
@given(st.binary(max_size=300), NAMES)
@example(b"\xff\xfe", "a.csv")
@example(b"\xef\xbb\xbf", "a.csv")
@example(b'"', "a.csv")
@example(b"PK\x03\x04", "a.xlsx")
@example(b"\r", "a.csv")
def test_any_bytes_give_a_table_or_a_refusal(content: bytes, filename: str) -> None:
    assert is_sound(answer(content, filename))


@given(st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from(ENCODINGS), NAMES)
def test_any_text_gives_a_table_or_a_refusal(text: str, encoding: str, filename: str) -> None:
    assert is_sound(answer(text.encode(encoding, "ignore"), filename))


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in [["町", "人口"], ["上士幌町", "4768"], ["式", "=1+1"]]:
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WORKBOOK = _workbook()


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=True))
def test_a_workbook_damaged_anywhere_gives_a_table_or_a_refusal(chance: random.Random) -> None:
    assert is_sound(answer(_damaged(WORKBOOK, chance), "a.xlsx"))


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=True))
def test_a_workbook_with_damaged_parts_in_a_sound_archive_gives_a_table_or_a_refusal(chance: random.Random) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as whole, zipfile.ZipFile(buffer, "w") as archive:
        chosen = chance.choice(whole.namelist())
        for name in whole.namelist():
            part = whole.read(name)
            archive.writestr(name, _damaged(part, chance) if name == chosen else part)
    assert is_sound(answer(buffer.getvalue(), "a.xlsx"))


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _damage in range(chance.randint(1, 4)):
        damaged[chance.randrange(4, len(damaged))] = chance.choice(b'0123456789AZaz<>/="& ')
    return bytes(damaged)


@settings(max_examples=200)
@given(even_rows(), st.sampled_from(ENCODINGS), st.sampled_from([",", "\t", ";"]), st.sampled_from(["\r\n", "\n"]))
def test_rows_come_back_from_every_encoding(
    rows: list[list[str]], encoding: str, separator: str, line_end: str
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=line_end).writerows(rows)
    table = read_table(buffer.getvalue().encode(encoding), "a.csv")
    assert table.rows == rows
    assert table.encoding == ("utf-16-le" if encoding == "utf-16" else encoding)
    assert table.report.ok
