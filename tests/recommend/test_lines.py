"""Paragraphs in lines: those that need no library are broken as the library breaks them."""

from textwrap import fill

from hypothesis import given
from hypothesis import strategies as st

from kg.recommend.outline import Item
from kg.recommend.writers import WIDTH, as_text

WORDS = st.text("aå-.', \t\u00a0", max_size=30) | st.text("a-", min_size=60, max_size=90)


@given(told=st.lists(WORDS, max_size=20).map(" ".join), mark=st.sampled_from(["•", "+4", "±0"]))
def test_a_paragraph_is_broken_as_textwrap_breaks_it(told: str, mark: str) -> None:
    """Hyphens, long words and spaces of every kind included."""
    lead = f"   {mark:<4}" if len(mark) > 1 else f"   {mark} "
    text = told.strip() or "a"
    expected = fill(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))

    assert as_text([Item(mark, text)]) == expected
