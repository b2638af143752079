"""How well reports agree with gold annotations: per field, names, segments, furniture, verdicts and summaries.

    evaluation = evaluate(Path("results/reports.jsonl"), Path("corpora/gold"))
    print(table(evaluation))
    problems = shortfalls(evaluation, Path("corpora/gold/floors.toml"))     # eval exits 1 when there are any

A report is paired with the annotation whose `file` (or whose own stem) is the base name of the report's path.
What counts as the same is defined in `agree`; `scores` holds counts, `figures` the one number a reader compares.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.agree import (
    Json,
    Score,
    comparison_score,
    covered,
    field_score,
    fold,
    forms,
    many,
    match_models,
    places,
    segment_score,
    unsupported,
)
from summarizer.errors import InputError
from summarizer.wording import say

SCORED_FIELDS = (
    "organisation", "parameters", "base_model", "context_length", "release_date", "open_weights", "licence",
    "training_tokens", "price", "scores",
)  # fmt: skip
CHECKABLE = {"organisation", "parameters", "base_model", "context_length", "release_date", "open_weights", "licence"}
"""Fields that a catalogue can contradict: wrong claims on others are annotated, but not scored."""

BOILERPLATE_PROBE = 40  # characters of a furniture line that are looked up


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one file of reports against one folder of gold annotations."""

    figures: Mapping[str, float]  # F1, or shares from 0 to 1; counts for contradictions and summaries
    scores: Mapping[str, Score]
    notes: tuple[str, ...]  # what was wrong where, one line each
    unreported: tuple[str, ...]  # files of the gold without a report
    corpus_sha256: str


def evaluate(reports: Path, gold: Path) -> Evaluation:
    """Score a reports.jsonl against a folder of annotations; raises InputError when either cannot be read."""
    annotations = read_gold(gold)
    ledger = _Ledger()
    for report in _read_reports(reports):
        name = Path(report["post"]["path"]).name
        note = annotations.get(name) or annotations.get(Path(name).stem)
        if note:
            ledger.add(report, note)
    files = {Path(a["file"]).name for a in annotations.values()}
    return Evaluation(
        figures=ledger.figures(len(files)),
        scores=dict(ledger.scores),
        notes=tuple(ledger.notes),
        unreported=tuple(sorted(files - ledger.seen)),
        corpus_sha256=corpus_sha256(gold),
    )


def read_gold(folder: Path) -> dict[str, Json]:
    """Annotations by the base name of the file they describe, and by their own stem."""
    found: dict[str, Json] = {}
    for path in sorted(folder.glob("*.json")):
        note = json.loads(path.read_text(encoding="utf-8"))
        note.setdefault("file", path.stem)
        found[Path(note["file"]).name] = note
        found.setdefault(path.stem, note)
    if not found:
        raise InputError(
            say(f"{folder} 里没有标注文件。", f"{folder} holds no annotations."),
            say("请指向装有 *.json 标注的文件夹。", "Point to the folder of *.json annotations."),
        )
    return found


def corpus_sha256(gold: Path) -> str:
    """One hash over all annotations; each of them holds the hash of the post that it annotates."""
    digest = hashlib.sha256()
    for path in sorted(gold.glob("*.json")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read_reports(path: Path) -> Iterator[Json]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: texts may hold U+2028
        yield from (json.loads(line) for line in lines if line.strip())
    except (OSError, ValueError) as error:
        raise InputError(
            say(f"读不了报告文件 {path}：{error}。", f"Cannot read the reports in {path}: {error}."),
            say("请先运行 summarizer run。", "Run `summarizer run` first."),
        ) from error


# --- floors and tables ------------------------------------------------------------------------------------------


def shortfalls(evaluation: Evaluation, floors: Path) -> list[str]:
    """What keeps an evaluation from passing: figures below their floor, unreported posts, a changed corpus.

    The file is TOML: `corpus_sha256`, and tables `floors` (at least) and `ceilings` (at most) of figures.
    """
    pinned = tomllib.loads(floors.read_text(encoding="utf-8"))
    found = []
    if pinned.get("corpus_sha256") != evaluation.corpus_sha256:
        found.append(
            say(
                f"语料已改变：现为 {evaluation.corpus_sha256}，请重新测量后更新 {floors.name}。",
                f"the corpus changed: it is now {evaluation.corpus_sha256}; measure again and update {floors.name}",
            )
        )
    for name, limit in pinned.get("floors", {}).items():
        if not evaluation.figures.get(name, -1.0) >= limit:
            found.append(f"{name} {evaluation.figures.get(name)} < {limit}")
    for name, limit in pinned.get("ceilings", {}).items():
        if not evaluation.figures.get(name, limit + 1) <= limit:
            found.append(f"{name} {evaluation.figures.get(name)} > {limit}")
    return found + [say(f"{name} 没有报告", f"no report for {name}") for name in evaluation.unreported]


def table(evaluation: Evaluation) -> str:
    """One line a figure, with precision, recall and counts where there are any."""
    lines = []
    for name, value in evaluation.figures.items():
        one = evaluation.scores.get(name)
        detail = f"   P {one.precision:.3f} R {one.recall:.3f} tp {one.tp} fp {one.fp} fn {one.fn}" if one else ""
        lines.append(f"{name:28} {value:g}{detail}")
    lines += [say(f"没有报告：{name}", f"not reported: {name}") for name in evaluation.unreported]
    return "\n".join([*lines, f"{'corpus':28} {evaluation.corpus_sha256[:16]}"])


def compare(runs: Mapping[str, Path], gold: Path) -> str:
    """A Markdown table of several reports files side by side (rules | Qwen | both …), a column each."""
    found = {name: evaluate(path, gold).figures for name, path in runs.items()}
    rows = [["", *found], ["---", *("---:" for _ in found)]]
    for name in next(iter(found.values()), {}):
        rows.append([name, *(f"{figures.get(name, float('nan')):g}" for figures in found.values())])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


# --- one post ---------------------------------------------------------------------------------------------------


class _Ledger:
    """Adds up what the posts score."""

    def __init__(self) -> None:
        self.scores: defaultdict[str, Score] = defaultdict(Score)
        self.counts: Counter[str] = Counter()
        self.names_by_post: list[float] = []
        self.notes: list[str] = []
        self.seen: set[str] = set()

    def add(self, report: Json, gold: Json) -> None:
        """Score one report against its annotation."""
        self.seen.add(Path(gold["file"]).name)
        self.counts["posts"] += 1
        self.counts["kind"] += report["post"].get("kind") == gold.get("kind")
        self.counts["language"] += report["post"].get("language") == gold.get("language")
        self._evidence(report)
        self._models(report, gold)
        self._cleaning(report, gold)
        self.scores["segments"] += segment_score(report, gold)
        self.scores["comparisons"] += comparison_score(report.get("comparisons", []), gold.get("comparisons", []))
        self._verdicts(report, gold)
        self._summaries(report)

    def _evidence(self, report: Json) -> None:
        for span in _evidence({k: v for k, v in report.items() if k != "segments"}):
            self.counts["spans"] += 1
            self.counts["spans_valid"] += report["text"][span["start"] : span["end"]] == span["quote"]

    def _models(self, report: Json, gold: Json) -> None:
        borderline = {fold(name) for name in gold.get("borderline", [])}
        pairs, extra, missed = match_models(report.get("models", []), gold.get("models", []), borderline)
        names = Score(len(pairs), len(extra), len(missed))
        self.scores["names"] += names
        self.scores["central_names"] += Score(
            sum(bool(g.get("central")) for _, g in pairs), 0, sum(bool(g.get("central")) for g in missed)
        )
        if pairs or extra or missed:
            self.names_by_post.append(names.f1)
        for field in SCORED_FIELDS:
            for predicted, wanted in [*pairs, *((None, g) for g in missed)]:
                one = field_score(field, predicted, wanted)
                self.scores[field] += one
                if predicted and (one.fp or one.fn):
                    self._note(gold, f"{field} of {wanted['name']}: wrong {one.fp}, missed {one.fn}")
        if extra or missed:
            self._note(gold, f"names: extra {[m['name'] for m in extra]}, missed {[m['name'] for m in missed]}")

    def _cleaning(self, report: Json, gold: Json) -> None:
        text, dropped = report["text"], [(d["start"], d["end"]) for d in report.get("dropped", [])]
        for line in gold.get("boilerplate", []):
            probe = line[:BOILERPLATE_PROBE]
            at = next((start for start, _ in places(text, probe)), None)
            if at is not None:
                gone = covered(at, at + len(probe), dropped) >= 0.8
                self.counts["boilerplate"] += 1
                self.counts["boilerplate_dropped"] += gone
                if not gone:
                    self._note(gold, f"furniture kept: {probe}")
        for model in gold.get("models", []):
            for value in (v for values in model.get("fields", {}).values() for v in many(values)):
                found = places(text, value.get("quote", ""))
                self.counts["quotes"] += 1
                self.counts["quotes_present"] += bool(found)
                self.counts["quotes_kept"] += any(covered(a, b, dropped) < 0.5 for a, b in found)

    def _verdicts(self, report: Json, gold: Json) -> None:
        wrong = [c for c in gold.get("wrong_claims", []) if c["field"].split(".")[0] in CHECKABLE]
        for model in report.get("models", []):
            for verdict in (v for v in model.get("verdicts", []) if v.get("status") == "contradicted"):
                hit = next(
                    (
                        c for c in wrong
                        if fold(c["model"]) in forms(model) and c["field"].split(".")[0] == verdict.get("field")
                    ),
                    None,
                )  # fmt: skip
                if hit:
                    wrong.remove(hit)
                    self.counts["contradictions_found"] += 1
                else:
                    self.counts["contradictions_other"] += 1
                    claim = f"{verdict.get('field')} {verdict.get('observed')} against {verdict.get('expected')}"
                    self._note(gold, f"false alarm: {model['name']} {claim}")
        self.counts["contradictions_missed"] += len(wrong)
        for claim in wrong:
            self._note(gold, f"wrong claim not found: {claim['model']} {claim['field']}")

    def _summaries(self, report: Json) -> None:
        for summary in [report.get("summary") or {}, *(s.get("summary") or {} for s in report.get("segments", []))]:
            for sentence in summary.get("sentences", []):
                self.counts["sentences"] += 1
                self.counts["sentences_supported"] += bool(sentence.get("supported"))
            if summary.get("text"):
                bad = unsupported(summary["text"], report["text"])
                self.counts["summaries"] += 1
                self.counts["summaries_unsupported"] += bool(bad)
                if bad:
                    self.notes.append(f"{report['post']['path']}: not in the post: {bad}")
        self.counts["problems"] += len(report.get("problems", []))

    def _note(self, gold: Json, message: str) -> None:
        self.notes.append(f"{gold['file']}: {message}")

    def _share(self, part: str, whole: str) -> float:
        return round(self.counts[part] / self.counts[whole], 4) if self.counts[whole] else 0.0

    def figures(self, posts_in_gold: int) -> dict[str, float]:
        """The published figures, in the order of the table."""
        found: dict[str, float] = {"posts_scored": self.counts["posts"], "posts_in_gold": posts_in_gold}
        for name in ("names", "central_names", *SCORED_FIELDS, "segments", "comparisons"):
            one = self.scores[name]
            found[name] = round(one.recall if name == "central_names" else one.f1, 4)
        by_post = self.names_by_post
        found["names_by_post"] = round(sum(by_post) / len(by_post), 4) if by_post else 0.0
        found["evidence_valid"] = self._share("spans_valid", "spans")
        found["kind"] = self._share("kind", "posts")
        found["language"] = self._share("language", "posts")
        found["boilerplate_recall"] = self._share("boilerplate_dropped", "boilerplate")
        found["quotes_in_text"] = self._share("quotes_present", "quotes")
        found["quotes_not_dropped"] = self._share("quotes_kept", "quotes")
        found["sentences_supported"] = self._share("sentences_supported", "sentences")
        counted = (
            "contradictions_found", "contradictions_missed", "contradictions_other", "summaries",
            "summaries_unsupported", "problems",
        )  # fmt: skip
        return found | {name: self.counts[name] for name in counted}


def _evidence(node: Any) -> Iterator[Json]:
    """Everything with start, end and quote, at any depth."""
    if isinstance(node, dict):
        if {"start", "end", "quote"} <= node.keys():
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for value in node:
            yield from _evidence(value)
