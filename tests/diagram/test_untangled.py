"""Columns in a better order."""

from hypothesis import given
from hypothesis import strategies as st

from kg.diagram.untangled import untangled

COLUMNS = st.lists(st.integers(0, 6), min_size=1, max_size=5).map(
    lambda sizes: [
        [f"{number}-{each}" for each in range(size)] for number, size in enumerate(sizes)
    ]
)


@given(COLUMNS, st.data())
def test_columns_keep_what_they_hold(columns: list[list[str]], data: st.DataObject) -> None:
    """Nothing is lost, nothing moves to another column, and the same gives the same."""
    items = [item for column in columns for item in column] or ["none"]
    ties = data.draw(st.lists(st.tuples(st.sampled_from(items), st.sampled_from(items))))
    found = untangled(columns, ties)

    assert [sorted(column) for column in found] == [sorted(column) for column in columns]
    assert found == untangled(columns, ties)


def test_lines_that_need_not_cross_do_not() -> None:
    """A ladder told upside down is set right."""
    left, right = ["a", "b", "c", "d"], ["4", "3", "2", "1"]
    found = untangled([left, right], [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")])

    assert [*zip(*found, strict=True)] in (
        [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")],
        [("d", "4"), ("c", "3"), ("b", "2"), ("a", "1")],
    )
