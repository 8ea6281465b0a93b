"""The API of どこに話せばよいか: whom to ask, with the telephone, as the page has it."""

from typing import Annotated, Self

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router, Schema

from meguri.core.api.answer import json_answer
from meguri.governance.desk_answers import Answer, answers_to, general_contact
from meguri.governance.pages.desk import RESULTS
from meguri.governance.queries.contact import Contact
from meguri.governance.queries.desk import find
from meguri.towns.request import opened_town_of

router = Router(tags=[_("どこに話せばよいか")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]


class ContactOut(Schema):
    """How a desk is reached; "" where nothing is known."""

    name: str = Field(description=_("電話がつながるところ"))
    phone: str = Field(description=_("電話番号（ハイフンつき）"))
    extension: str = Field(description=_("内線"))
    hours: str = Field(description=_("受付の時間（書かれているまま）"))
    email: str
    where: str = Field(description=_("場所"))

    @classmethod
    def of(cls, contact: Contact) -> Self:
        return cls(
            name=contact.name, phone=contact.phone, extension=contact.extension, hours=contact.hours,
            email=contact.email, where=contact.where,
        )  # fmt: skip


class AnswerOut(Schema):
    """One thing that was found, and who answers for it."""

    kind: str = Field(description=_("種類。organisation・post・facility・projectなど"), examples=["post"])
    id: str = Field(description=_("公開の番号"))
    title: str
    page: str = Field(description=_("このサイトでのページ。無いときは空"))
    answers: str = Field(description=_("受け持つ役職や組織。決まっていないときは空"))
    contact: ContactOut

    @classmethod
    def of(cls, answer: Answer) -> Self:
        thing = answer.thing
        return cls(
            kind=thing.kind, id=thing.key, title=thing.title, page=answer.url, answers=answer.who,
            contact=ContactOut.of(answer.contact),
        )  # fmt: skip


class Asked(Schema):
    """What was asked, what answers it best first, and the general desk that answers all else."""

    question: str
    items: list[AnswerOut]
    general: ContactOut


class Question(Schema):
    """What is asked."""

    q: str = Field(..., min_length=1, max_length=200, description=_("ふだんのことばでの質問"), examples=["ごみ"])


@router.get(
    "/municipalities/{code}/ask",
    response=Asked,
    operation_id="ask",
    summary=_("どこに話せばよいか"),
    description=_(
        "質問に答えるところを、よく合う順に10件までならべます。見つからないときはitemsが空で、代表の窓口だけを返します。質問は残しません。"
    ),
)
def ask(request: HttpRequest, code: Code, wanted: Query[Question]) -> HttpResponse:
    town = opened_town_of(request)
    hits = [hit for hit in find(wanted.q, RESULTS) if hit.answers]
    found = [AnswerOut.of(answer) for answer in answers_to(wanted.q, hits, town)]
    return json_answer(Asked(question=wanted.q, items=found, general=ContactOut.of(general_contact(town))))
