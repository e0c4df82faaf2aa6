from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortbook.learning.assignment import assign
from cohortbook.learning.errors import TooFewPeers


@st.composite
def deals(draw):
    groups = draw(st.lists(st.text("abcdef", min_size=1), min_size=2, max_size=25, unique=True))
    return groups, draw(st.integers(1, len(groups) - 1)), draw(st.integers(0, 2**31))


@given(deals())
def test_everybody_reviews_and_is_reviewed_as_often_and_nobody_themselves(deal):
    groups, each, seed = deal
    dealt = assign(groups, each, seed)
    assert set(dealt) == set(groups)
    for reviewer, authors in dealt.items():
        assert reviewer not in authors
        assert len(set(authors)) == len(authors) == each
    reviewed = Counter(author for authors in dealt.values() for author in authors)
    assert reviewed == dict.fromkeys(groups, each)


@given(deals(), st.randoms())
def test_a_seed_deals_the_same_way_in_whatever_order_groups_come(deal, chance):
    groups, each, seed = deal
    shuffled = list(groups)
    chance.shuffle(shuffled)
    assert assign(shuffled, each, seed) == assign(groups, each, seed)


def test_seeds_deal_differently():
    assert len({tuple(sorted(assign("abcdefgh", 2, seed).items())) for seed in range(20)}) > 15


@pytest.mark.parametrize(("groups", "each"), [("", 1), ("a", 1), ("ab", 2), ("ab", 0)])
def test_too_few_groups_are_refused(groups, each):
    with pytest.raises(TooFewPeers):
        assign(groups, each, 1)
