"""A text cut at its evidence is still that text, and each quote is exactly its runs."""

import re

from components.runs import Mark, Run, runs, spare_lines
from hypothesis import given
from hypothesis import strategies as st

# emoji beyond the first plane, Traditional characters, joiners and line ends: offsets are code points all the same
TEXTS = st.text(st.sampled_from("模型發布體7B 參數😀👩‍💻\n\r<&é"), max_size=60)


@st.composite
def marked(draw):
    text = draw(TEXTS)
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    found = draw(st.lists(places, max_size=8))
    return text, [Mark(f"m{n}", min(a, b), max(a, b)) for n, (a, b) in enumerate(found)]


@given(marked())
def test_runs_join_to_the_text(case):
    """Nothing is lost, doubled or moved."""
    text, marks = case
    assert "".join(run.text for run in runs(text, marks)) == text
    assert all(run.text for run in runs(text, marks))


@given(marked())
def test_each_mark_covers_exactly_its_quote(case):
    """However marks overlap or nest, the runs that carry one's id are its quote."""
    text, marks = case
    cut = runs(text, marks)
    for mark in marks:
        assert "".join(run.text for run in cut if mark.id in run.marks) == text[mark.start : mark.end]


@given(marked(), st.data())
def test_a_part_of_the_text_is_cut_alike(case, data):
    """A range of the text shows that range, with marks clipped to it."""
    text, marks = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cut = runs(text, marks, start, end)
    assert "".join(run.text for run in cut) == text[start:end]
    for mark in marks:
        clipped = text[max(mark.start, start) : max(start, min(mark.end, end))]
        assert "".join(run.text for run in cut if mark.id in run.marks) == clipped


def test_outer_marks_come_before_inner_ones():
    """A mark inside another is named last, so that a click means the innermost."""
    assert runs("甲乙丙", [Mark("inner", 1, 2), Mark("outer", 0, 3)]) == [
        Run("甲", ("outer",)), Run("乙", ("outer", "inner")), Run("丙", ("outer",)),
    ]  # fmt: skip


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_hiding_what_was_left_out_leaves_no_holes(text, places):
    """With the hidden ranges and the spare line ends gone, no two empty lines follow each other; no letter is gone."""
    hidden = [(min(a, b), max(a, b)) for a, b in places]
    spare = spare_lines(text, hidden)
    gone = {offset for a, b in hidden for offset in range(a, b)}
    assert all(text[offset] == "\n" and offset not in gone for offset in spare)
    shown = "".join(c for offset, c in enumerate(text) if offset not in gone and offset not in spare)
    assert "\n\n\n" not in re.sub(r"[^\S\n]", "", shown)
    assert not re.match(r"\s*\n|(.|\n)*\n\s*$", shown)
