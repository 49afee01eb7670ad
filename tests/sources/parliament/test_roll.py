"""What a record says of a speaker once holds for the rest of the document."""

from __future__ import annotations

from monitor.model import Speaker
from monitor.sources.parliament.roll import Roll


def test_party_and_constituency_are_carried_forward() -> None:
    roll = Roll()
    roll.complete(Speaker("Ms Roe (Long River, NDP)", "1", party="NDP", constituency="Long River"))
    assert roll.complete(Speaker("Ms Roe", "1")) == Speaker("Ms Roe", "1", party="NDP", constituency="Long River")


def test_a_role_is_carried_forward_only_where_the_id_is_of_it() -> None:
    minister = Speaker("Mr Doe", "2", role="Minister of Trade")
    plain, of_roles = Roll(), Roll(has_roles=True)
    for roll in (plain, of_roles):
        roll.complete(minister)
    assert plain.complete(Speaker("Mr Doe", "2")).role is None
    assert of_roles.complete(Speaker("Mr Doe", "2")).role == "Minister of Trade"


def test_nothing_is_carried_to_somebody_else_or_without_an_id() -> None:
    roll = Roll()
    roll.complete(Speaker("Ms Roe", None, party="NDP"))
    roll.complete(Speaker("Ms Roe", "1", party="NDP"))
    assert roll.complete(Speaker("Ms Roe")).party is None
    assert roll.complete(Speaker("Ms Roe", "2")).party is None
