"""Claims against the catalogue."""

from __future__ import annotations

import pytest

from summarizer.catalogue import Catalogue, Organisation, Row, Size
from summarizer.stages.verify import verdicts
from summarizer.types import FieldValue, ModelRecord, Post, Span

FIRM = (("date", "source"), ("sizes", "source"))
ROWS = [
    Row(
        "astra-2",
        "Astra 2",
        "Nimbus",
        ("Astra2",),
        (),
        (),
        "astra",
        sizes=(Size("2.7B", 2.7e9),),
        release_date="2023-12-12",
        base_model="borea-7b",
        context_length=4096,
        open_weights=True,
        licence="MIT",
        verified=FIRM,
    ),
    Row(
        "astra-3",
        "Astra 3",
        "Nimbus",
        series="astra",
        sizes=(Size("109B", 1.09e11, 1.7e10),),
        release_date="2024-12-01",
        verified=FIRM,
    ),
    Row(
        "borea-7b",
        "Borea-7B",
        "Cirrus",
        ("Borea 7B",),
        sizes=(Size("7B", 7.2e9),),
        release_date="2023-09-27",
        verified=FIRM,
    ),
    Row("boreal-8x7b", "Boreal 8x7B", "Cirrus", release_date="2023-12-08", verified=FIRM),
    Row(
        "cygnus",
        "Cygnus",
        "Nimbus",
        brand_aliases=("Cygnus",),
        series="cygnus",
        sizes=(Size("13B", 1.3e10),),
        release_date="2023-06-05",
        verified=(("date", "memory"), ("sizes", "memory")),
    ),
    Row(
        "draco",
        "Draco",
        "Nimbus",
        sizes=(Size("7B", 7e9), Size("13B", 1.3e10), Size("70B", 7e10)),
        release_date="2023-07-18",
        open_weights=True,
        verified=FIRM,
        notes="A 34B size was trained but not released.",
    ),
]
MAKERS = [Organisation("Nimbus", "雨云科技", ("雨云",)), Organisation("Cirrus", "卷云"), Organisation("Stratus")]


@pytest.fixture(scope="module")
def known() -> Catalogue:
    """A small catalogue of invented models."""
    return Catalogue(ROWS, MAKERS)


def judge(known: Catalogue, name: str, id: str | None, field: str, value: object, quote: str, **more: object) -> str:
    """The status of one claim."""
    others = more.pop("others", ())
    claim = FieldValue(value, Span(0, len(quote), quote), **more)  # type: ignore[arg-type]
    fields = ((field, (claim, *others)),)  # type: ignore[misc]
    record = ModelRecord(name, id, None, True, (name,), (), fields)  # type: ignore[arg-type]
    post = Post("0" * 64, "post.txt", "text", quote, published="2025-01-01")
    return verdicts(record, post, known)[0].status


@pytest.mark.parametrize(
    ("name", "id", "field", "value", "status"),
    [
        ("Astra 2", "astra-2", "parameters", 2.7e9, "supported"),
        ("Astra 2", "astra-2", "parameters", 2.8e9, "supported"),
        ("Astra 2", "astra-2", "parameters", 1.3e10, "contradicted"),
        ("Draco", "draco", "parameters", 3.4e10, "uncheckable"),
        ("Draco", "draco", "parameters", 4e10, "uncheckable"),
        ("Draco", "draco", "parameters", 7e8, "contradicted"),
        ("Cygnus", "cygnus", "parameters", 1.3e9, "contradicted"),
        ("Cygnus", "cygnus", "parameters", 2e10, "uncheckable"),
        ("Vela", None, "parameters", 1e9, "unlisted"),
        ("Astra 2 Medizin", "astra-2", "parameters", 7e10, "uncheckable"),
        ("Astra 2", "astra-2", "organisation", "Nimbus", "supported"),
        ("Astra 2", "astra-2", "organisation", "雨云实验团队", "supported"),
        ("Astra 2", "astra-2", "organisation", "Cirrus", "contradicted"),
        ("Astra 2", "astra-2", "organisation", "某创新基地", "uncheckable"),
        ("Astra 2", "astra-2", "base_model", "Borea", "supported"),
        ("Astra 2", "astra-2", "base_model", "Boreal-7B", "contradicted"),
        ("Astra 2", "astra-2", "base_model", "Unheard", "uncheckable"),
        ("Astra 2", "astra-2", "context_length", 4000, "supported"),
        ("Astra 2", "astra-2", "context_length", 8192, "uncheckable"),
        ("Astra 2", "astra-2", "context_length", 1_000_000, "contradicted"),
        ("Astra 2", "astra-2", "release_date", "2023-12", "supported"),
        ("Astra 2", "astra-2", "release_date", "2023-11-15", "supported"),
        ("Astra 2", "astra-2", "release_date", "2022", "contradicted"),
        ("Astra 2", "astra-2", "release_date", "12-12", "uncheckable"),
        ("Astra 2", "astra-2", "licence", "MIT", "supported"),
        ("Astra 2", "astra-2", "licence", "Apache-2.0", "contradicted"),
    ],
)
def test_status(known: Catalogue, name: str, id: str | None, field: str, value: object, status: str) -> None:
    """Supported within tolerance; contradicted only where no reading saves the claim; else uncheckable or unlisted."""
    kind = {"kind": "total"} if field == "parameters" else {}
    assert judge(known, name, id, field, value, f"{value}推出的{name}", **kind) == status


def test_hedged_claims_raise_no_alarm(known: Catalogue) -> None:
    """A rumour that is wrong is not a contradiction."""
    assert (
        judge(known, "Astra 2", "astra-2", "parameters", 1.3e10, "据传有130亿参数", kind="total", hedged=True)
        == "uncheckable"
    )


def test_opening_weights_later_is_no_late_release(known: Catalogue) -> None:
    """A date of opening or going online may follow the release by far."""
    assert judge(known, "Astra 2", "astra-2", "release_date", "2024-12-01", "12月1日开源") == "uncheckable"
    assert judge(known, "Astra 2", "astra-2", "release_date", "2024-12-01", "Astra 2于12月1日推出") == "contradicted"


def test_a_bare_name_is_true_of_many_things(known: Catalogue) -> None:
    """The name of a series is not held against its first version, but for a slip of powers of ten."""
    assert judge(known, "Cygnus", "cygnus", "parameters", 6e11, "Cygnus有6000亿参数", kind="total") == "uncheckable"
    assert judge(known, "Cygnus", "cygnus", "release_date", "2024-11-02", "Cygnus于11月2日发布") == "uncheckable"
    assert judge(known, "Cygnus", "cygnus", "parameters", 1.3e9, "Cygnus有13亿参数", kind="total") == "contradicted"


def test_a_later_version_may_be_meant() -> None:
    """What holds for the version whose name goes on where this one ends is not held against this one."""
    rows = [
        Row("eos-4", "Eos 4", "Nimbus", sizes=(Size("8B", 8e9),), verified=FIRM),
        Row("eos-4.1", "Eos 4.1", "Nimbus", sizes=(Size("405B", 4.05e11),), verified=FIRM),
    ]
    known = Catalogue(rows, MAKERS)
    assert judge(known, "Eos 4", "eos-4", "parameters", 4.05e11, "4050亿参数", kind="total") == "uncheckable"
    assert judge(known, "Eos 4", "eos-4", "parameters", 6.05e11, "6050亿参数", kind="total") == "contradicted"


def test_openness_needs_the_name_in_the_quote(known: Catalogue) -> None:
    """闭源 alone may be said of something else."""
    assert judge(known, "Astra 2", "astra-2", "open_weights", False, "是闭源的") == "uncheckable"
    assert judge(known, "Astra 2", "astra-2", "open_weights", False, "Astra 2是闭源的") == "contradicted"


def test_verdicts_tell_expected_observed_and_source(known: Catalogue) -> None:
    """An analyst sees both values, where the fact is from and why."""
    claim = FieldValue(1.3e10, Span(0, 6, "130亿参数"), kind="total")
    record = ModelRecord("Astra 2", "astra-2", None, True, ("Astra 2",), (), (("parameters", (claim,)),))
    (one,) = verdicts(record, Post("0" * 64, "p", "text", "130亿参数"), known)
    assert (one.status, one.observed, one.expected, one.source) == (
        "contradicted",
        1.3e10,
        [2.7e9],
        "catalogue:astra-2",
    )
    assert one.reason


VARIANTS = Catalogue(
    [
        Row(
            "eos-4",
            "Eos 4",
            "Nimbus",
            sizes=(
                Size("355B-A32B", 3.55e11, 3.2e10),
                Size("Air", 1.06e11, 1.2e10),
                Size("106B-A12B", 1.06e11, 1.2e10),
            ),
            open_weights=True,
            verified=FIRM,
        ),
        Row(
            "fornax",
            "Fornax",
            "Nimbus",
            ("Fornax-flash",),
            sizes=(Size("1T", 1e12), Size("flash", 1e11, 7e9)),
            verified=FIRM,
        ),
    ],
    MAKERS,
)


@pytest.mark.parametrize(
    ("name", "id", "kind", "value", "status"),
    [
        ("Eos 4", "eos-4", "total", 3.55e11, "supported"),
        ("Eos 4", "eos-4", "total", 2.35e11, "contradicted"),
        ("Eos 4", "eos-4", "total", 1.06e11, "uncheckable"),
        ("Eos 4 Air", "eos-4", "total", 1.06e11, "supported"),
        ("Fornax-1T", "fornax", "active", 6.3e10, "uncheckable"),
        ("Fornax-flash", "fornax", "active", 6.3e10, "contradicted"),
    ],
)
def test_a_size_is_that_of_the_member_named(name: str, id: str, kind: str, value: float, status: str) -> None:
    """The plain name means the main member; what another member has neither supports nor contradicts."""
    assert judge(VARIANTS, name, id, "parameters", value, f"某文说的{value}", kind=kind) == status


def test_a_makers_name_inside_the_models_credits_nobody(known: Catalogue) -> None:
    """谷歌推出的 Mistral 7B says nothing of Mistral AI."""
    rows = [Row("cirrus-7b", "Cirrus 7B", "Cirrus", verified=FIRM)]
    assert judge(
        Catalogue(rows, MAKERS), "Cirrus 7B", "cirrus-7b", "organisation", "Nimbus", "雨云推出的Cirrus 7B"
    ) == ("contradicted")


def test_a_licence_judged_as_not_really_open_is_no_wrong_claim(known: Catalogue) -> None:
    """Whether a licence deserves the word is an opinion."""
    assert judge(known, "Draco", "draco", "open_weights", False, "Draco的许可证并不是严格意义上的开源") == "uncheckable"
