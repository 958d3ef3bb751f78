"""Whole reports in every format, held against golden files."""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from followthrough.actions.report import page_of
from followthrough.domain.envelope import Format
from followthrough.formats.report import document_of
from followthrough.rendering.lines import cells
from tests.support.builders import NOW
from tests.support.reports import PROGRAM, REPORTS, written

GOLDEN = ("rich", "full", "poor", "empty", "circle", "members", "combined")
FILES: dict[Format, str] = {"html": "html", "markdown": "md", "text": "txt", "svg": "svg", "json": "json"}
SIGNATURE = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n"


@pytest.mark.parametrize("layout", FILES)
@pytest.mark.parametrize("name", GOLDEN)
def test_a_report_looks_like_this(golden: Callable[[str, str], None], name: str, layout: Format) -> None:
    golden(f"reports/{name}.{FILES[layout]}", written(REPORTS[name], layout))


def test_the_policy_of_a_page_allows_its_own_style_and_nothing_else() -> None:
    for name in REPORTS:
        page = written(REPORTS[name], "html")
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        assert page.count(f'content="{policy}"') == page.count("Content-Security-Policy") == 1


def test_a_signed_page_says_when_it_was_signed_and_carries_the_signature() -> None:
    document = document_of(REPORTS["poor"], PROGRAM, NOW)
    html = page_of(document, "html", SIGNATURE)
    assert "Signed on Monday 23 November 2026, 10:00 by the signer&#39;s clock; ft verify checks it." in html
    assert f'aria-label="The signature">{SIGNATURE.rstrip()}</pre>' in html
    markdown = page_of(document, "markdown", SIGNATURE)
    assert markdown.endswith(f"```text followthrough-signature\n{SIGNATURE}```\n")


@pytest.mark.parametrize("name", REPORTS)
def test_every_chart_has_a_title_and_a_description_that_it_names(name: str) -> None:
    page = written(REPORTS[name], "html")
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    for chart in map(ET.fromstring, charts):
        named = chart.attrib["aria-labelledby"].split()
        assert [each.tag for each in chart][:2] == ["title", "desc"]
        assert [each.attrib["id"] for each in list(chart)[:2]] == named
        assert all(each.text for each in list(chart)[:2])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", REPORTS)
def test_every_page_says_what_it_rests_on_and_what_it_cannot_see(name: str) -> None:
    for layout in ("html", "markdown", "text", "svg"):
        page = written(REPORTS[name], layout)
        plain = re.sub(r"\s+", " ", page.replace("\\", "").replace("&#39;", "'"))
        assert "What it cannot see" in plain or "It cannot see:" in plain
        assert all(each in plain.replace("•", "").replace("  ", " ") for each in REPORTS[name].cannot_see)


@pytest.mark.parametrize("name", REPORTS)
def test_a_text_is_at_most_80_columns_wide(name: str) -> None:
    assert [line for line in written(REPORTS[name], "text").splitlines() if cells(line) > 80] == []


def test_a_text_with_a_long_name_is_at_most_80_columns_wide() -> None:
    report = replace(REPORTS["poor"], name="Tamsin " * 40)
    assert [line for line in written(report, "text").splitlines() if cells(line) > 80] == []


def test_of_too_few_no_page_says_a_rate_or_a_credit() -> None:
    for layout in ("html", "markdown", "text", "svg"):
        page = written(replace(REPORTS["poor"], detail="counts", listing=None), layout)
        shown = re.sub(r"<style>.*?</style>|<pre.*?</pre>|```.*", "", page, flags=re.DOTALL).replace("\\", "")
        assert set(re.findall(r"[\d–]+\s?%", shown)) <= {"95 %"}


def test_a_badge_says_k_of_n_with_rate_and_interval_where_there_are_enough() -> None:
    assert "71 of 97 · 73 % (64–81 %)" in written(REPORTS["rich"], "svg")
    assert ">1 of 1, too few to judge<" in written(REPORTS["poor"], "svg")


def test_a_badge_is_as_wide_as_its_texts() -> None:
    for report in REPORTS.values():
        picture = ET.fromstring(written(report, "svg"))
        width = float(picture.attrib["width"])
        texts = list(picture.iter("{http://www.w3.org/2000/svg}text"))
        ends = [(float(each.attrib["x"]), float(each.attrib["textLength"]) / 2) for each in texts]
        assert all(middle - half >= 0 and middle + half <= width for middle, half in ends)
        assert ends[0][0] + ends[0][1] < ends[1][0] - ends[1][1]
