"""HTML: what the page says is read in order; what stands around it, and whatever could run, is left out by name."""

import pytest

from companion.guide.model import Kind
from companion.importing.child import document
from companion.importing.document import Document
from companion.importing.gathering import weight

PROSE = "The lamp was out and nobody on the quay had asked why it was out."


def read(body: str, everything: bool = False) -> Document:
    return document(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "a.html", everything)


def shapes(body: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in read(body).pieces]


def reasons(body: str) -> dict[str, str]:
    return {one.reason: one.text for one in read(f"{body}<p>{PROSE}</p>").left_out}


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<nav>Out</nav>", "navigation"),
        ('<div role="navigation">Out</div>', "navigation"),
        ('<ul class="menu"><li>Out</li></ul>', "navigation"),
        ("<header><p>Out</p></header>", "page header"),
        ("<footer>Out</footer>", "page footer"),
        ("<aside>Out</aside>", "aside"),
        ('<div class="sidebar">Out</div>', "aside"),
        ("<script>Out</script>", "script"),
        ("<noscript>Out</noscript>", "shown without scripts only"),
        ("<style>Out</style>", "style sheet"),
        ("<template>Out</template>", "template"),
        ("<p hidden>Out</p>", "hidden text"),
        ('<p style="color: red; display:none">Out</p>', "hidden text"),
        ('<p aria-hidden="true">Out</p>', "hidden text"),
        ('<p class="sr-only">Out</p>', "hidden text"),
        ("<form><label>Out</label></form>", "form"),
        ("<button>Out</button>", "button"),
        ("<select><option>Out</option></select>", "form"),
        ("<iframe>Out</iframe>", "embedded page"),
        ("<object>Out</object>", "embedded object"),
        ("<svg><text>Out</text></svg>", "drawing"),
        ("<video>Out</video>", "video"),
        ("<p><img alt='Out'>In</p>", "picture"),
        ("<!-- Out -->", "comment"),
        ("<p>In <del>Out</del></p>", "deleted text"),
        ('<span class="pagenum">Out</span>', "page number"),
        ('<div id="toc">Out</div>', "table of contents"),
    ],
)
def test_what_is_not_the_text_is_left_out_by_name(markup: str, reason: str) -> None:
    assert reasons(markup) == {reason: "Out"}
    assert "Out" not in " ".join(text for _, text in shapes(f"{markup}<p>{PROSE}</p>"))


LONG = f"<h1>A</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ('<div class="page-toolbar">Out</div>', "navigation"),
        ('<ul class="postNavLinks nav-links"><li>Out</li></ul>', "navigation"),
        ('<div id="p-lang-btn"><label>4 languages</label></div>', "navigation"),
        ('<p><a href="/1">« Previous</a> | <a href="/3">Next chapter »</a></p>', "navigation"),
        ('<div class="footer-newsletter-signup"><h3>Join us</h3><p>Out</p></div>', "aside"),
        ("<section><h3>Never miss a post</h3><p>Out</p></section>", "aside"),
        ("<div><h2>You might also like</h2><ul><li>Out</li></ul></div>", "aside"),
        ('<div class="c-author-bio"><p>Out</p></div>', "aside"),
        ('<p class="article__meta">Out</p>', "about the page"),
        ("<p>Posted on 3 May 2024 by Nora</p>", "about the page"),
        ("<p>12 May 2023 · 8 min read</p>", "about the page"),
        ('<p><a class="shop-btn btn-primary">Out</a></p>', "button"),
        ('<p class="wp-caption-text">Out</p>', "caption of a picture"),
        ("<figure><img src='a'><figcaption>Out</figcaption></figure>", "caption of a picture"),
        ('<blockquote class="twitter-tweet"><p>Out</p></blockquote>', "embedded post"),
        ('<div><span>Related Themes:</span> <a href="/t"><img src="t.png"></a></div>', "label of pictures"),
        ('<p>A.<sup class="reference">[3]</sup></p>', "footnote mark"),
        ('<div id="footer">Out</div>', "page footer"),
        ('<table id="sidebar"><tr><td>Out</td></tr></table>', "aside"),
        ("<p><a>Plot</a> | <a>People</a> | <a>Quiz</a></p>", "navigation"),
        ('<p><a href="#end">Skip to the end</a></p>', "navigation"),
        ('<div class="header"><a href="/">Quayside</a></div>', "page header"),
        ('<div class="pie">Out</div>', "page footer"),
        ('<ol class="commentlist"><li>Out</li></ol>', "comments of readers"),
        ("<p>Publicado el 3 de mayo de 2024</p>", "about the page"),
        ("<p>Terms of use · Privacy policy</p>", "page footer"),
        ("<div><h4>Get the PDF</h4><p>Out</p></div>", "aside"),
        ("<div>On this page</div>", "table of contents"),
        ("<p>Was this guide helpful?</p>", "about the page"),
        ("<p>Advertisement</p>", "advertisement"),
        ("<p>© 2019 Quayside Ltd. All rights reserved.</p>", "copyright notice"),
        ("<p>Related themes: <a>Loss</a> <a>Home</a></p>", "links to other pages"),
        ("<div><h2>Most read</h2><ul><li>Out</li></ul></div>", "aside"),
        ("<h2>See also</h2><ul><li>Out</li></ul>", "links to other pages"),
        ("<h2>Weblinks</h2><p>Out</p>", "links to other pages"),
        ("<h2>Cite this page</h2><p>Out</p>", "links to other pages"),
    ],
)
def test_what_stands_around_the_text_of_a_web_page_is_left_out(markup: str, reason: str) -> None:
    """Nobody wants to hear "Previous, Next" and a newsletter between two chapters."""
    found = read(LONG + markup)
    assert {one.reason for one in found.left_out} == {reason}
    assert [piece.text for piece in found.pieces if piece.text != PROSE] == ["A", "A."][: 1 + (">A.<" in markup)]


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="navy">In</p>',
        '<p class="modal-verbs">In</p>',
        '<div class="comment">In</div>',
        '<div class="themes">In</div>',
        '<div id="header"><h1>In</h1></div>',
        '<div class="header"><h3>In</h3></div>',
        "<p>Terms of an armistice · In</p>",
        "<div><h3>Ask a friend</h3><p>In</p></div>",
        "<p><a>Tove</a>, <a>Nora</a>, <a>In</a></p>",
        "<p>Copyright is what the novel is about. In</p>",
        "<p>Characters: <a>Tove</a> <a>Nora</a> In</p>",
        '<p class="byline">In</p>',
        '<div id="social-class"><h2>In</h2></div>',
        '<h2 class="our-related-posts">In</h2>',
        "<figure><figcaption>In</figcaption></figure>",
        "<figure><img><blockquote>Q</blockquote><figcaption>In</figcaption></figure>",
        "<p>Published in 1961, it sold badly. In</p>",
        "<p>Posted in the north on 3 May, Vik counts lamps. In.</p>",
        "<h2>See also</h2><p>A.</p><p>B.</p><p>In</p>",
        "<p>The characters are: <a>In</a></p>",
        "<p>Next, the lamp goes out. In</p>",
        "<p>E = mc<sup>2</sup> In</p>",
    ],
)
def test_what_only_resembles_the_furniture_of_a_page_is_read(markup: str) -> None:
    assert "In" in " ".join(piece.text for piece in read(LONG + markup).pieces)


def test_what_holds_the_text_is_text_whatever_it_is_called() -> None:
    assert len(shapes(f'<div class="content nav-open has-newsletter"><p>{PROSE}</p><p>{PROSE}</p></div>')) == 2


def test_a_list_above_the_heading_of_a_page_is_its_menu() -> None:
    """Whatever it is called; sentences are none, and neither is a list in a page without a heading."""
    menu, aims = "<ul><li>Books</li><li>Films</li></ul>", "<ul><li>You can say why the lamp went out.</li></ul>"
    assert [text for _, text in shapes(f"{menu}{aims}<h1>A</h1><p>{PROSE}</p>")] == [
        "You can say why the lamp went out.",
        "A",
        PROSE,
    ]
    assert [text for _, text in shapes(f"{menu}<h2>A</h2><p>{PROSE}</p>")] == ["Books", "Films", "A", PROSE]


def test_a_footnote_of_what_is_left_out_is_left_out() -> None:
    """Wikipedia's box of facts has footnotes: read at the page's end they would belong to nothing."""
    box = '<table class="infobox"><tr><td>12<sup><a href="#n1">1</a></sup></td></tr></table>'
    marks = '<sup><a href="#n2">2</a></sup>'
    notes = '<ol><li id="n1">Of the box.</li><li id="n2">Of the text.</li></ol>'
    found = read(f"{box}<h1>A</h1><p>{PROSE}{marks}</p><h2>References</h2>{notes}")
    assert [piece.text for body in found.footnotes.values() for piece in body] == ["Of the text."]
    assert ("footnote of what is left out", "Of the box.") in {(one.reason, one.text) for one in found.left_out}


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>Out</p><p>Out</p></div>',
        '<a href="#_msocom_1" id="_anchor_1">[NP1]</a></sup></p><div><p><a name="_msocom_1"></a>Out</p></div>',
    ],
    ids=["Google Docs", "Word"],
)
def test_remarks_at_the_margin_are_nobodys_text(markup: str) -> None:
    """What a teacher notes for herself is not for the class."""
    found = read(f"<h1>A</h1><p>{PROSE}</p><p>{PROSE}<sup>{markup}")
    assert [piece.text for piece in found.pieces] == ["A", PROSE, PROSE]
    assert not found.footnotes
    assert {one.reason for one in found.left_out} == {"comment"}


def test_google_docs_says_bold_by_class_and_has_a_head_above_the_text() -> None:
    style = "<style>.c1{color:red;font-weight:700}.c2{font-style:italic}.c3{font-weight:400}</style>"
    page = (
        f'<html><head>{style}</head><body class="c9 doc-content">'
        '<div><p><span class="c3">Ms. Pell, Year 9</span></p></div>'
        '<p class="title"><span class="c1">The Lamp</span></p><p><span class="c1">What happens</span></p>'
        f'<p><span class="c3">{PROSE}</span> <span class="c2">Really.</span></p><p>{PROSE}</p></body></html>'
    )
    found = document(page.encode(), "a.html")
    assert [piece.text for piece in found.pieces][:3] == ["The Lamp", "What happens", f"{PROSE} Really."]
    assert [piece.kind.value for piece in found.pieces] == ["heading", "heading", "paragraph", "paragraph"]
    assert [style.name for style in found.pieces[2].styles] == ["em"]
    assert ("running head", "Ms. Pell, Year 9") in {(one.reason, one.text) for one in found.left_out}


@pytest.mark.parametrize(
    "markup",
    [
        "<nav>Out</nav>",
        "<footer>Out</footer>",
        "<aside>Out</aside>",
        "<p hidden>Out</p>",
        '<span class="pagenum">Out</span>',
    ],
)
def test_everything_keeps_what_a_browser_can_show(markup: str) -> None:
    assert "Out" in " ".join(piece.text for piece in read(f"{markup}<p>{PROSE}</p>", everything=True).pieces)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>evil()</script>",
        "<p onclick='evil()'>In</p>",
        "<a href='javascript:evil()'>In</a>",
        "<img src=x onerror='evil()'>",
        "<svg onload='evil()'/>",
        "<iframe srcdoc='<script>evil()</script>'></iframe>",
        "<math><mtext><table><mglyph><style><img src=x onerror=evil()>",
        "<noscript><p title='</noscript><img src=x onerror=evil()>'>",
        "<style>@import 'evil()';</style>",
        "<template><script>evil()</script></template>",
    ],
)
def test_no_script_becomes_text(markup: str) -> None:
    found = read(f"<p>{PROSE}</p>{markup}")
    assert "evil" not in " ".join(piece.text for piece in found.pieces)


def test_no_character_is_lost() -> None:
    """Every character of the page is in a piece, in a footnote, or left out for a reason."""
    words = [f"w{number}" for number in range(30)]
    markup = (
        "<nav>{}</nav><h1>{}<br>{}</h1><p>{} <b>{}</b>{}<p>{}<div>{}<ul><li>{}<ul><li>{}</ul>{}</ul>{}</div>{}"
        "<dl><dt>{}<dd>{}</dl><pre>{}\n{}</pre><figure>{}<figcaption>{}</figcaption></figure><table><caption>{}<tr><th>{}<td>{}</table>"
        "<table><tr><td><p>{}<p>{}</table><details><summary>{}</summary>{}</details><blockquote>{}</blockquote><aside>{}</aside>"
        "<script>{}</script>{}"
    ).format(*words)
    found = read(markup)
    text = "".join(piece.text.replace(" — ", "") for piece in found.pieces)
    assert weight(text) + sum(one.characters for one in found.left_out) == weight("".join(words))


def test_headings_paragraphs_and_quotations_are_what_their_tags_say() -> None:
    assert shapes(f"<h1>One</h1><p>{PROSE}</p><h3>Two</h3><blockquote><p>A</p><p>B</p></blockquote>") == [
        ("heading", "One"),
        ("paragraph", PROSE),
        ("heading", "Two"),
        ("quote", "A"),
        ("quote", "B"),
    ]


def test_lists_have_numbers_and_levels() -> None:
    body = '<ol start="3"><li>c<li><p>d</p><p>more</p><ul><li>x</ul></ol><ol type="a"><li>y<li value="4">z</ol>'
    found = read(f"<h1>A</h1><h2>B</h2>{body}").pieces[2:]
    assert [(piece.text, piece.number, piece.level) for piece in found] == [
        ("c", "3.", 1),
        ("d", "4.", 1),
        ("more", "", 1),
        ("x", "", 2),
        ("y", "a.", 1),
        ("z", "d.", 1),
    ]
    assert {piece.kind for piece in found} == {Kind.ITEM}


def test_a_table_of_data_is_read_row_by_row() -> None:
    assert shapes("<h1>A</h1><table><tr><th>Name<th>Age<tr><td>Oona<td><p>20</p></table>") == [
        ("heading", "A"),
        ("paragraph", "Name — Age"),
        ("paragraph", "Oona — 20"),
    ]


NIGHT = "At night the keeper puts the lamp out, and the boats stay in the harbour until the tide has turned."
DARK = "The dark is what the keeper owes to nobody, and that is why the whole town pays for it."


@pytest.mark.parametrize(
    "rows",
    [
        f"<tr><th>Summary<th>Analysis<tr><td>{NIGHT}<td>{DARK}<tr><td>{PROSE}<td>{DARK}",
        f"<tr><td><b>What happens</b><td><b>Commentary</b><tr><td><p>{NIGHT}</p><td><p>{DARK}</p>"
        f"<tr><td>{PROSE}<td>{DARK}",
        f"<tr><th>Analysis<th>Plot summary<tr><td>{DARK}<td>{NIGHT}<tr><td>{DARK}<td>{PROSE}",
    ],
    ids=["heads", "bold cells with paragraphs", "notes first"],
)
def test_a_text_and_its_notes_side_by_side_are_read_one_after_the_other(rows: str) -> None:
    """A commentary told in one breath with the text would be read in the text's voice, and belong to nothing."""
    found = read(f"<h1>A</h1><h2>Chapter 1</h2><table>{rows}</table><p>{PROSE}</p>").pieces[2:]
    names = [piece.text for piece in found if piece.kind is Kind.HEADING]
    assert names == names[:2] * 2
    assert {piece.level for piece in found if piece.kind is Kind.HEADING} == {3}
    texts = [piece.text for piece in found if piece.kind is not Kind.HEADING]
    assert texts == [NIGHT, DARK, PROSE, DARK, PROSE]
    assert found[1].text == NIGHT


def test_divisions_may_stand_side_by_side_too() -> None:
    """Wide pages set the analysis beside the summary without a table."""
    rows = "".join(
        f"<div><div><p>{one}</p></div><div><p>{two}</p></div></div>" for one, two in ((NIGHT, DARK), (PROSE, DARK))
    )
    found = read(f"<h1>A</h1><div><div>Summary</div><div>Analysis</div></div>{rows}<p>{PROSE}</p>").pieces[1:]
    assert [piece.text for piece in found] == [
        *("Summary", NIGHT, "Analysis", DARK),
        *("Summary", PROSE, "Analysis", DARK),
        PROSE,
    ]
    assert [piece.text for piece in found if piece.kind is Kind.HEADING] == ["Summary", "Analysis"] * 2


def test_rows_of_text_and_notes_may_have_names() -> None:
    rows = f"<tr><th>Chapter<th>Summary<th>Analysis<tr><td>One: The Quay<td>{NIGHT}<td>{DARK}"
    spanned = f'<tr><th colspan="2">Act I<tr><th>Summary<th>Analysis<tr><td>{NIGHT}<td>{DARK}'
    for body, name in ((rows, "One: The Quay"), (spanned, "Act I")):
        found = read(f"<h1>A</h1><table>{body}</table>").pieces[1:]
        headings = [(piece.text, piece.level) for piece in found if piece.kind is Kind.HEADING]
        assert [one for one in headings if one[0] != "Chapter"] == [(name, 2), ("Summary", 3), ("Analysis", 3)]
        assert [piece.text for piece in found if piece.kind is Kind.PARAGRAPH] == [NIGHT, DARK]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><th>Story<th>Theme<tr><td>The Lamp<td>debt<tr><td>The Bell<td>guilt",
        f"<tr><th>Character<th>Description<tr><td>Oona<td>{DARK}",
        f"<tr><th>Device<th>Effect<tr><td>Metaphor<td>{DARK}",
    ],
)
def test_a_table_of_facts_stays_one_whatever_its_columns_are_called(rows: str) -> None:
    found = [piece.text for piece in read(f"<h1>A</h1><p>{PROSE}</p><table>{rows}</table>").pieces[2:]]
    assert all(" — " in text for text in found)
    assert len(found) == rows.count("<tr>")


def test_short_rows_of_a_table_are_no_headings() -> None:
    """Where nothing is marked as a heading, short lines are; "Oona — the keeper" is not."""
    rows = "<tr><td>Name<td>Part<tr><td>Oona<td>Keeper<tr><td>Tam<td>Boatman"
    body = f"<p>Plot summary</p><p>{PROSE}</p><p>{PROSE}</p><p>Characters</p><table>{rows}</table>"
    assert [text for kind, text in shapes(body) if kind == "heading"] == ["Plot summary", "Characters"]


def test_cells_that_hold_paragraphs_lay_out_the_page() -> None:
    table = f"<table><tr><td><p>{NIGHT}</p><p>{PROSE}</p><td><p>B</p></table>"
    assert [text for _, text in shapes(f"<h1>A</h1>{table}")] == ["A", NIGHT, PROSE, "B"]
    short = "<table><tr><td><p>Oona</p><p>Pell</p><td>20</table>"
    assert [text for _, text in shapes(f"<h1>A</h1>{short}")] == ["A", "Oona Pell — 20"]


def test_a_table_that_lays_out_the_page_is_not_there() -> None:
    """Old pages stand in one."""
    assert shapes(f"<table><tr><td><h1>A</h1><p>{PROSE}</p></td><td><p>B</p></td></tr></table>") == [
        ("heading", "A"),
        ("paragraph", PROSE),
        ("paragraph", "B"),
    ]


def test_lines_of_verse_stay_lines() -> None:
    assert shapes("<h1>A</h1><p>The tide<br>\n is in,<br/>the lamp</p>")[1] == (
        "paragraph",
        "The tide\nis in,\nthe lamp",
    )
    assert shapes("<h1>A</h1><pre>one\n  two</pre>")[1] == ("code", "one\ntwo")


@pytest.mark.parametrize("between", ["<br><br>", "<br>\n<br>", "</div><div>", "<hr>", "<p>"])
def test_a_page_without_paragraphs_has_them_all_the_same(between: str) -> None:
    assert shapes(f"<h1>A</h1><div>{PROSE}{between}{PROSE}</div>")[1:] == [("paragraph", PROSE)] * 2


def test_long_lines_that_end_in_a_break_are_paragraphs() -> None:
    long = f"{PROSE} {PROSE}"
    assert shapes(f"<h1>A</h1>{long}<br>{long}<br>")[1:] == [("paragraph", long)] * 2


def test_styles_keep_their_place() -> None:
    (piece,) = read("<p> The  <em>small\n lamp</em> of <strong>Oona <i>Pell</i></strong>.</p>").pieces
    assert piece.text == "The small lamp of Oona Pell."
    assert [(style.name, style.span.of(piece.text)) for style in piece.styles] == [
        ("em", "small lamp"),
        ("strong", "Oona Pell"),
        ("em", "Pell"),
    ]


def test_words_split_by_markup_stay_whole() -> None:
    assert shapes("<p>a<b>b</b>c <span>d</span>e 10<sup>th</sup></p>") == [("paragraph", "abc de 10th")]


MARKS = {
    "doc-noteref": '<a role="doc-noteref" href="#n">1</a>',
    "epub:type": '<a epub:type="noteref" href="#n">*</a>',
    "sup around": '<sup><a href="#n">1</a></sup>',
    "sup inside": '<a href="#n"><sup>[1]</sup></a>',
    "wikipedia": '<sup id="cite_ref-1" class="reference"><a href="#n">[1]</a></sup>',
    "word": '<a href="#n" name="r"><span>[1]</span></a>',
    "bare, with a way back": '<a id="r" href="#n">1</a>',
}
BODIES = {
    "item": '<ol><li id="n">A note. <a href="#r">↩</a></li></ol>',
    "paragraph": '<p><a name="n" href="#r">[1]</a> A note.</p>',
    "aside": '<aside id="n" role="doc-footnote"><p>A note. <a href="#r">back</a></p></aside>',
    "division": '<div id="n"><p><sup>1</sup> A note. <a href="#r">^</a></p></div>',
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_footnotes_are_found_however_they_are_written(mark: str, body: str) -> None:
    found = read(f"<h1>A</h1><p>{PROSE}{mark} More.</p><h2>Notes</h2>{body}")
    assert [(piece.text, len(piece.marks)) for piece in found.pieces] == [("A", 0), (f"{PROSE} More.", 1)]
    ((at, key),) = found.pieces[1].marks
    assert at == len(PROSE)
    assert [piece.text for piece in found.footnotes[key]] == ["A note."]


def test_a_link_into_the_page_is_no_footnote() -> None:
    """A table of contents is full of them, and chapters may be numbered."""
    body = (
        f'<p><a href="#c1">1</a> <a href="#c2">The end</a></p><div id="c1"><p>{PROSE}</p></div><h2 id="c2">The end</h2>'
    )
    assert not read(body).footnotes
    assert ("paragraph", PROSE) in shapes(body)


def test_a_mark_without_its_footnote_is_left_out() -> None:
    found = read(f'<p>{PROSE}<sup><a href="#gone">7</a></sup></p>')
    assert [piece.text for piece in found.pieces] == [PROSE]
    assert [(one.reason, one.text) for one in found.left_out] == [("footnote mark", "7")]


def test_what_stands_beside_the_article_is_left_out() -> None:
    body = f"<h1>Title</h1><p>Log in</p><main><p>{PROSE}</p><h2>More</h2><p>{PROSE}</p></main><p>Buy</p>"
    found = read(body)
    assert [piece.text for piece in found.pieces] == ["Title", PROSE, "More", PROSE]
    assert {one.text for one in found.left_out} == {"Log in", "Buy"}


def test_an_articles_own_header_keeps_its_title() -> None:
    body = f"<header><h1>Site</h1></header><article><header><h1>Title</h1></header><p>{PROSE}</p></article>"
    assert shapes(body)[0] == ("heading", "Title")


def test_the_head_says_title_author_and_language() -> None:
    page = (
        '<html lang="de-AT"><head><title>Die\n Glocke</title><meta name="author" content="Ines Marek"></head><p>Text.'
    )
    found = document(page.encode(), "a")
    assert (found.title, found.author, found.language) == ("Die Glocke", "Ines Marek", "de-AT")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ('<title>The Lamp | Quayside</title><meta property="og:site_name" content="Quayside">', "", "The Lamp"),
        ("<title>The Lamp – Quay Notes</title>", '<header><a href="/">Quay Notes</a></header>', "The Lamp"),
        ('<title>Quay Notes: a life | quaynotes</title><link rel="canonical" href="https://quaynotes.org/x">', "",
         "Quay Notes: a life"),
        ('<title>LampLit | The Lamp</title><meta property="og:site_name" content="Lamp Lit">', "", "The Lamp"),
        ("<title>The Lamp Summary - Chapter 1</title>", "<h1>The Lamp: Chapter 1 Summary</h1>",
         "The Lamp: Chapter 1 Summary"),
        ("<title>The Lamp | A Study Guide</title>", '<a href="/about">A Study Guide</a>', "The Lamp | A Study Guide"),
        ("<title>The Lamp Out - The Free Pages of Everything</title>", "<h1>The Lamp Out</h1>", "The Lamp Out"),
        ("<title>The Lamp – Or the Dark</title>", "<h1>Chapter 1</h1>", "The Lamp – Or the Dark"),
    ],
)  # fmt: skip
def test_the_title_is_without_the_name_of_its_site(head: str, body: str, title: str) -> None:
    assert document(f"<html><head>{head}</head><body>{body}<p>{PROSE}</p>".encode(), "a").title == title


def test_an_author_is_somebody() -> None:
    """A login is nobody's name, and "admin" wrote nothing."""
    for name, author in (("Nora Quill", "Nora Quill"), ("bell hooks", "bell hooks"), ("admin", ""), ("quilln2", "")):
        page = f'<html><head><meta name="author" content="{name}"></head><body><p>{PROSE}'
        assert document(page.encode(), "a").author == author


def test_xhtml_may_close_what_html_leaves_open() -> None:
    """`<title/>` would swallow the whole page."""
    head = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a"/></head>'
    page = f"{head}<body><p>{PROSE}</p><div/></body></html>"
    assert [piece.text for piece in document(page.encode(), "a").pieces] == [PROSE]


def test_bold_lines_are_headings_where_nothing_else_is() -> None:
    assert shapes(f"<p>{PROSE}</p><p><b>What it means</b></p><p>{PROSE}</p><p>{PROSE}</p>")[1] == (
        "heading",
        "What it means",
    )


def test_depth_costs_nothing() -> None:
    """Four thousand divisions within each other are a page like any other."""
    assert shapes("<div>" * 4_000 + PROSE) == [("paragraph", PROSE)]
    assert shapes("<b>" * 3_000 + PROSE)[0] == ("paragraph", PROSE)


def test_hidden_controls_written_as_entities_are_taken_out() -> None:
    found = read(f"<p>a&#x202e;b&#8203;c {PROSE}</p>")
    assert found.pieces[0].text == f"abc {PROSE}"
    assert {one.reason for one in found.left_out} == {"bidirectional control", "invisible character"}
