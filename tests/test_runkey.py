"""The run key covers whatever can change a report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import summarizer
from summarizer import runkey
from summarizer.settings import Settings

PACKAGE = Path(summarizer.__file__).parent


def test_every_module_that_a_report_goes_through_is_part_of_the_key():
    """Whatever importing the pipeline loads of our package is hashed, and so are the word lists beside it."""
    told = "import sys, summarizer.pipeline; print(*(m.__file__ for n, m in sys.modules.items() if 'summarizer' in n))"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    hashed = set(runkey.code_files())
    # the door's own modules come along with the package; they hold no rule
    doors = {PACKAGE / "library"}
    missing = {path for path in map(Path, loaded) if path not in hashed and not doors & set(path.parents)}
    assert missing == set()
    assert {"naming", "facts", "layout", "writing", "catalogue", "stages"} <= {f.parent.name for f in hashed}
    assert PACKAGE / "catalogue" / "data" / "not_models.tsv" in hashed


def test_what_cannot_change_a_report_is_no_part_of_the_key():
    """Threads and the place of a server leave the key alone; weights and options do not."""
    base = runkey.parts(Settings(), "catalogue", "weights")
    assert runkey.parts(Settings(threads=7), "catalogue", "weights") == base
    assert runkey.changed(base, runkey.parts(Settings(), "catalogue", "others")) == ("weights",)
    assert runkey.changed(base, runkey.parts(Settings(any_language=True), "catalogue", "weights")) == ("settings",)
