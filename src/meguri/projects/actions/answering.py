"""The post that an approved plan names becomes the accountable one, in the same act."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.governance.answering import begin
from meguri.governance.models import Post, PublicObject, Responsibility
from meguri.governance.promise_moves import move_promises
from meguri.governance.terms import end


def let_answer(thing: PublicObject, post: Post | None, *, earlier: Post | None) -> None:
    """From today on `post` answers for `thing`; its open promises go along. None: nobody does, and that is shown.

    A post that answers already is left as it is, with its own confirmation.
    """
    if post == earlier:
        return
    today = timezone.localdate()
    locked = PublicObject.objects.select_for_update().get(pk=thing.pk)
    if post is None:
        standing = Responsibility.objects.filter(
            object=locked, post=earlier, part=Responsibility.Part.ACCOUNTABLE, until__isnull=True
        )
        for term in standing:
            end(term, today)
        return
    begin(locked, post, Responsibility.Part.ACCOUNTABLE, today)
    if earlier is not None:
        move_promises(locked, earlier, post, today, _("事業の計画で、責任者が変わりました。"))
