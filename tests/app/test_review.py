"""The review page in a real browser: each correction's effect on the file, and that nothing else changes in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from companion.guide import markdown
from companion.guide.model import Guide, Voice
from tests.app.reviewed import GUIDE, choose, difference, in_order, open_review, told, turn_to, violations, write
from tests.app.served import Server, free_port
from tests.app.test_pages import WATCH_SOUND


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all of these tests: each has a guide of its own."""
    root = tmp_path_factory.mktemp("reviewed")
    (root / "content").mkdir()
    running = Server(root, free_port()).start()
    yield running
    running.stop()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page in which no script fails and no policy is broken."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda line: failures.append(line.text) if "Content Security" in line.text else None)
    page.add_init_script(WATCH_SOUND)
    yield page
    assert failures == []


def read(path: Path) -> Guide:
    return markdown.read(path.read_text("utf-8"), "guide.md", path.parent.name)


def heard(page: Page) -> None:
    """Wait until a clip is heard that has some sound in it."""
    for _ in range(100):
        if any(page.evaluate("[...heard].map((one) => one.src.includes('/clip/') && one.currentTime > 0.1)")):
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing is heard")


def test_a_section_is_renamed_and_given_its_role(page: Page, server: Server) -> None:
    """Its id stays what it was, so that whatever points at it still does."""
    path = write(server.root, "sections")
    open_review(page, server, "sections")
    page.get_by_role("textbox", name="Section 1").fill("What happens at the gate")
    page.get_by_role("textbox", name="Section 1").press("Enter")
    told(page, "Saved: the section is called What happens at the gate")
    assert difference(GUIDE, path.read_text("utf-8")) == ["- # Summary", "+ # What happens at the gate", "+ {#summary}"]
    choose(page, "What it is section 2", "Text that is studied")
    told(page, "Saved: the section is text that is studied")
    assert [section.role for section in read(path).sections] == ["text", "text"]
    expect(page.get_by_role("heading", level=1, name="The Salt Road")).to_be_visible()


def test_the_guides_own_fields_are_written_beside_its_remarks(page: Page, server: Server) -> None:
    """Whoever commented the front matter finds the comments where they were."""
    path = write(server.root, "fields")
    open_review(page, server, "fields")
    page.get_by_role("textbox", name="Title", exact=True).fill("The *Salt* Road")
    page.get_by_role("textbox", name="Title", exact=True).press("Tab")
    told(page, "Saved: the title is The *Salt* Road")
    assert difference(GUIDE, path.read_text("utf-8")) == ['- title = "The Salt Road"', '+ title = "The *Salt* Road"']
    expect(page.get_by_role("heading", level=1, name="The *Salt* Road")).to_be_visible()


def test_a_letter_is_marked_with_its_writer_and_unmarked_again(page: Page, server: Server) -> None:
    """What was found is a proposal until somebody says yes, and a yes can be taken back."""
    path = write(server.root, "letters")
    open_review(page, server, "letters", "Letters")
    page.get_by_role("textbox", name="Written to letter 1").fill("Nora of the mule")
    page.get_by_role("button", name="Mark it as a letter").click()
    told(page, "Saved: The letter to Nora of the mule")
    (passage,) = read(path).passages
    assert (passage.by, passage.to, len(passage.blocks)) == ("Bram", "Nora of the mule", 3)
    gone = [line for line in difference(GUIDE, path.read_text("utf-8")) if line[0] == "-"]
    assert gone == []
    expect(page.get_by_role("radio", name="Letters", exact=True)).to_be_visible()
    page.get_by_role("button", name="Not a letter").click()
    told(page, "is no letter any more")
    assert read(path).passages == ()
    expect(page.get_by_text("No letter was found.")).to_be_visible()  # nobody is asked again what they have just said
    assert [line for line in difference(GUIDE, path.read_text("utf-8")) if line != "+ "] == ["+ {proposals=none}"]


def test_a_proposal_can_be_refused_for_good(page: Page, server: Server) -> None:
    """What is no letter, and what is about none of these, is not proposed again; a link by hand still can be made."""
    path = write(server.root, "refused")
    open_review(page, server, "refused", "Letters")
    page.get_by_role("button", name="Not a letter Dear Nora").click()
    told(page, "is no letter")
    expect(page.get_by_text("No letter was found.")).to_be_visible()
    turn_to(page, "Links")
    first = page.locator(".st-key-row-link-1")
    first.get_by_role("button", name="None of these for paragraph 1").click()
    told(page, "Saved: paragraph 1 of the commentary is linked to nothing")
    expect(first).to_contain_text("Linked to nothing, as decided.")
    assert difference(GUIDE, path.read_text("utf-8")) == ["+ {proposals=none}"] * 2
    page.reload()
    turn_to(page, "Links")
    expect(first).to_contain_text("Linked to nothing, as decided.")
    first.get_by_role("button", name="Choose by hand").click()
    first.get_by_role("combobox").click()
    page.get_by_role("option", name=re.compile("^1: Nora ties")).click()
    told(page, "Saved: paragraph 1 of the commentary is linked to 1 paragraph")
    expect(first).to_contain_text("Linked · 1: Nora ties")


def test_a_letter_that_nobody_found_is_marked_by_hand(page: Page, server: Server) -> None:
    """Not every letter begins with “Dear”; and whoever names the last paragraph first means the same."""
    path = write(server.root, "by-hand")
    open_review(page, server, "by-hand", "Letters")
    page.get_by_role("button", name="Mark a letter by hand").click()
    expect(page.get_by_role("button", name="Mark these paragraphs")).to_be_disabled()
    texts = [block.text for block in read(path).blocks() if block.kind != "heading"]
    choose(page, "First paragraph", f"3: {texts[2][:69].rstrip()}…")
    choose(page, "Last paragraph", f"2: {texts[1][:69].rstrip()}…")
    page.get_by_role("textbox", name="Written by letter by hand").fill("Bram")
    page.get_by_role("textbox", name="Written by letter by hand").press("Tab")
    page.get_by_role("button", name="Mark these paragraphs").click()
    told(page, "Saved: The letter")
    (passage,) = read(path).passages
    by_id = {block.id: block.text for block in read(path).blocks()}
    assert (passage.by, passage.kind) == ("Bram", "letter")
    assert [by_id[name] for name in passage.blocks] == texts[1:3]
    assert [line for line in difference(GUIDE, path.read_text("utf-8")) if line[0] == "-"] == []
    page.get_by_role("button", name="Undo").click()
    told(page, "Undone")
    assert path.read_text("utf-8") == GUIDE


def test_what_was_typed_stays_when_it_could_not_be_saved(page: Page, server: Server) -> None:
    """Whoever comes second need not type it again."""
    path = write(server.root, "typed")
    lexicon = path.with_name("lexicon.toml")
    open_review(page, server, "typed", "Names")
    page.get_by_role("textbox", name="Written").fill("Bram")
    page.get_by_role("textbox", name="Said like").fill("brahm")
    page.get_by_role("textbox", name="Said like").press("Tab")
    expect(page.get_by_role("button", name="Save")).to_be_enabled()
    lexicon.write_text('[words]\nNora = "norra"\n', "utf-8")
    page.get_by_role("button", name="Save").click()
    told(page, "Not saved: lexicon.toml was changed by somebody else meanwhile")
    expect(page.locator(".st-key-row-entry-0")).to_contain_text("Nora is said norra")
    page.get_by_role("button", name="Save").click()
    told(page, "Saved: Bram is said brahm")
    assert lexicon.read_text("utf-8") == '[words]\nNora = "norra"\nBram = "brahm"\n'


def test_quotations_get_their_speakers_and_stay_in_sight(page: Page, server: Server) -> None:
    """A row that jumped away under the pointer would have the next one hit by mistake."""
    path = write(server.root, "quotations")
    open_review(page, server, "quotations", "Quotations")
    expect(page.get_by_role("radio", name="Quotations · 3 to decide")).to_be_visible()
    page.get_by_role("button", name="Accept all that are sure · 1").click()
    told(page, "Saved: 1 quotation accepted")
    page.get_by_role("button", name="It is Bram").click()
    told(page, "Saved: Bram says “I keep it, and I was asleep until now.”")
    choose(page, "3: who says", "Nora")
    told(page, "Saved: Nora says “You may pass")
    expect(page.get_by_role("radio", name="Quotations", exact=True)).to_be_visible()
    expect(page.get_by_role("combobox", name="3: who says")).to_have_value("Nora")
    after = path.read_text("utf-8")
    bram = read(path).speakers["Bram"].voice  # or the narrator would say it all the same
    assert bram is not None
    assert bram.pitch != 50
    front, _, words = after.partition("# Summary")
    before, _, unmarked = GUIDE.partition("# Summary")
    assert words.replace("[“", "“").replace("”]{by=Nora}", "”").replace("”]{by=Bram}", "”") == unmarked
    assert [line for line in difference(before, front) if line[0] == "-"] == []
    assert [one.speaker for block in read(path).blocks() for one in block.quotations] == ["Nora", "Bram", "Nora"]
    choose(page, "3: who says", "The narrator, on purpose")
    told(page, "Saved: narrator says")
    assert "“You may pass when the tide has gone.”]{by=narrator}" in path.read_text("utf-8")


def test_one_quotation_that_cannot_be_marked_leaves_the_others_accepted(page: Page, server: Server) -> None:
    """The page says which line is left, and why; that one is mended in the file."""
    text = "# Gate\n\n“Who is it?” Nora asks. It rains.\n\n“It is *late,” says Nora* to him.\n\n“Come,” says Nora.\n"
    path = write(server.root, "crossing", text)
    open_review(page, server, "crossing", "Quotations")
    page.get_by_role("button", name="Accept all that are sure · 3").click()
    told(page, "Saved: 2 of 3 accepted; line 5 is left: '“It is late,”' crosses an emphasis; let one end where")
    speakers = [one.speaker for block in read(path).blocks() for one in block.quotations]
    assert speakers == ["Nora", None, "Nora"]
    page.get_by_role("button", name="Accept all that are sure · 1").click()
    told(page, "Not saved: crossing: line 10: '“It is late,”' crosses an emphasis")  # Nora's voice stands above it now


def test_nobody_takes_the_name_of_the_commentarys_reader(page: Page, server: Server) -> None:
    """A guide that has such a speaker is shown, the two apart; the page gives nobody that name."""
    path = write(server.root, "reader", GUIDE.replace("“Who keeps this road?”", "[“Who keeps this road?”]{by=notes}"))
    open_review(page, server, "reader", "People")
    for name in ("The reader of the commentary", "Notes"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    before = path.read_text("utf-8")
    turn_to(page, "Quotations")
    said = page.get_by_role("combobox", name="2: who says")
    said.fill("notes")
    said.press("Enter")
    told(page, "Not saved: reader: line 14: 'notes' is who reads the commentary; choose another name")
    assert path.read_text("utf-8") == before


def test_a_person_gets_pronouns_and_a_voice_that_is_heard(page: Page, server: Server) -> None:
    """A voice is chosen by ear."""
    path = write(server.root, "people")
    open_review(page, server, "people", "People")
    choose(page, "Pronouns of Bram", "he")
    told(page, "Saved: the pronouns of Bram are he")
    choose(page, "Kind of the voice of Nora", "f3")
    told(page, "Saved: the voice of Nora is English (Great Britain), f3")
    page.get_by_role("spinbutton", name="Pitch of Nora").fill("61")
    page.get_by_role("spinbutton", name="Pitch of Nora").press("Enter")
    told(page, "f3, 170 words a minute, pitch 61")
    guide = read(path)
    assert (guide.speakers["Bram"].pronouns, guide.speakers["Bram"].voice) == ("he", Voice("en-gb+m3", 165, 50))
    voice = guide.speakers["Nora"].voice
    assert voice is not None
    assert (voice.name.partition("+")[2], voice.pitch) == ("f3", 61)
    assert [line for line in difference(GUIDE, path.read_text("utf-8")) if line[0] == "-"] == []
    page.get_by_role("button", name="Hear Nora").click()
    told(page, "English (Great Britain), f3: ")
    heard(page)
    choose(page, "Pronouns of Nora", "they")
    told(page, "Saved: the pronouns of Nora are they")
    assert read(path).speakers["Nora"].voice == voice  # somebody has chosen it


def test_links_are_proposals_until_accepted_and_can_be_chosen_by_hand(page: Page, server: Server) -> None:
    """No machine decides what a commentary is about."""
    path = write(server.root, "links")
    open_review(page, server, "links", "Links")
    first = page.locator(".st-key-row-link-1")
    expect(first).to_contain_text("Proposed")
    assert all(not note.targets for note in read(path).notes)
    first.get_by_role("button", name="Accept").first.click()
    told(page, "Saved: paragraph 1 of the commentary is linked to 1 paragraph")
    expect(first).to_contain_text("Linked")
    texts = {block.id: block.text for block in read(path).blocks()}
    assert [texts[one.block][:15] for note in read(path).notes for one in note.targets] == ["Bram comes out "]
    first.get_by_role("button", name="Choose by hand").click()
    first.get_by_role("combobox").click()
    page.get_by_role("option", name=re.compile("^1: Nora ties")).click()
    told(page, "Saved: paragraph 1 of the commentary is linked to 2 paragraphs")
    page.keyboard.press("Escape")
    first.get_by_role("button", name="Remove link of paragraph 1 to 2: Bram comes out").click()
    told(page, "Saved: paragraph 1 of the commentary is linked to 1 paragraph")
    texts = {block.id: block.text for block in read(path).blocks()}
    assert [texts[one.block][:15] for note in read(path).notes for one in note.targets] == ["Nora ties the m"]
    changed = difference(GUIDE, path.read_text("utf-8"))
    assert all(re.fullmatch(r"\+ \{(#[\w-]+|about=.*)\}", line) for line in changed), changed


def test_what_is_open_in_one_guide_is_not_open_in_the_next(page: Page, server: Server) -> None:
    """The third paragraph of another commentary is another paragraph."""
    quotations = " ".join(f"“Is this gate {number}?” she asks." for number in range(20))
    for guide in ("open-a", "open-b"):
        write(server.root, guide, GUIDE.replace("Nobody answers her from the hut.", quotations))
    open_review(page, server, "open-a", "Links")
    page.locator(".st-key-row-link-1").get_by_role("button", name="Choose by hand").click()
    expect(page.locator(".st-key-row-link-1").get_by_role("combobox")).to_be_visible()
    guides = page.get_by_role("radiogroup", name="Guides")
    guides.get_by_text("open-b").click()
    expect(page.locator(".st-key-row-link-1").get_by_role("button", name="Choose by hand")).to_be_visible()
    turn_to(page, "Quotations")
    page.get_by_role("button", name="Later").click()
    expect(page.get_by_text(re.compile("^16–"))).to_be_visible()
    guides.get_by_text("open-a").click()
    expect(page.get_by_text(re.compile("^1–15 of"))).to_be_visible()
    turn_to(page, "Links")
    expect(page.locator(".st-key-row-link-1").get_by_role("combobox")).to_be_visible()


def test_a_name_is_heard_and_counted_before_it_is_saved(page: Page, server: Server) -> None:
    """Whoever saves knows how much will be spoken anew."""
    path = write(server.root, "names")
    lexicon = path.with_name("lexicon.toml")
    open_review(page, server, "names", "Names")
    page.get_by_role("textbox", name="Written").fill("Bram")
    page.get_by_role("textbox", name="Said like").fill("brahm")
    page.get_by_role("textbox", name="Said like").press("Tab")
    expect(
        page.get_by_text("“Bram” stands in 3 sentences of this guide; 3 sentences will be spoken anew.")
    ).to_be_visible()
    page.get_by_role("button", name="Hear it").click()
    heard(page)
    assert not lexicon.exists()
    page.get_by_role("button", name="Save").click()
    told(page, "Saved: Bram is said brahm")
    assert lexicon.read_text("utf-8") == '[words]\nBram = "brahm"\n'
    expect(page.locator(".st-key-row-entry-0")).to_contain_text("Bram is said brahm · here")
    page.get_by_role("button", name="Undo").click()
    told(page, "Undone: Bram is said brahm")
    assert not lexicon.exists()


def test_a_spelling_that_nobody_can_say_is_refused(page: Page, server: Server) -> None:
    """One line, and nothing is written."""
    path = write(server.root, "unsaid")
    open_review(page, server, "unsaid", "Names")
    page.get_by_role("textbox", name="Written").fill("Bram")
    page.get_by_role("textbox", name="Said like").fill("[[")
    page.get_by_role("textbox", name="Said like").press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("cannot be used")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    assert not path.with_name("lexicon.toml").exists()


def test_undo_gives_the_file_back_byte_for_byte(page: Page, server: Server) -> None:
    """Line ends of another system and a byte order mark are the author's business."""
    text = "\ufeff" + GUIDE.replace("\n", "\r\n")
    path = write(server.root, "undo", text)
    open_review(page, server, "undo", "Quotations")
    page.get_by_role("button", name="It is Bram").click()
    told(page, "Saved: Bram says")
    wanted = text.replace(
        "“I keep it, and I was asleep until now.”", "[“I keep it, and I was asleep until now.”]{by=Bram}"
    )
    written = path.read_bytes()  # with a voice for Bram in the front matter
    assert written.startswith(b"\xef\xbb\xbf+++\r\n")
    assert written.count(b"\n") == written.count(b"\r\n")
    assert written.partition(b"# Summary")[2] == wanted.encode().partition(b"# Summary")[2]
    page.get_by_role("button", name="Undo").click()
    told(page, "Undone: Bram says")
    assert path.read_bytes() == text.encode()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_somebody_elses_edit_is_never_overwritten(page: Page, server: Server) -> None:
    """An editor is open beside the page: what is saved there stays, and the page shows it."""
    path = write(server.root, "meanwhile")
    open_review(page, server, "meanwhile", "Quotations")
    edited = GUIDE.replace("smells of fish", "smells of tar")
    path.write_text(edited, "utf-8")
    page.get_by_role("button", name="It is Nora").click()
    told(page, "Not saved: guide.md was changed by somebody else meanwhile")
    assert path.read_text("utf-8") == edited
    expect(page.get_by_text("a lantern that smells of tar")).to_be_visible()
    page.get_by_role("button", name="It is Nora").click()
    told(page, "Saved: Nora says")
    path.write_text(edited + "\nA new line.\n", "utf-8")
    page.get_by_role("button", name="Undo").click()
    told(page, "Not undone: guide.md was changed by somebody else meanwhile")
    assert path.read_text("utf-8") == edited + "\nA new line.\n"


def test_a_damaged_guide_lists_its_lines_and_is_mended_there(page: Page, server: Server) -> None:
    """A slip of the pen in an editor must not need an editor to be found."""
    path = write(
        server.root, "damaged", GUIDE.replace('title = "The Salt Road"', "title = 3") + "\n::: nonsense\nHm.\n:::\n"
    )
    page.goto(f"{server.url}/review?guide=damaged")
    expect(page.get_by_text(re.compile("Line 3 · .title. is not text"))).to_be_visible(timeout=30_000)
    expect(page.get_by_text("unknown passage")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("textbox", name="Problem 1: line 3").fill('title = "Mended"')
    page.get_by_role("textbox", name="Problem 1: line 3").press("Enter")
    told(page, "Saved: line 3")
    page.get_by_role("textbox", name=re.compile("Problem 1: line")).fill("::: document")
    page.get_by_role("textbox", name=re.compile("Problem 1: line")).press("Enter")
    expect(page.get_by_role("heading", level=1, name="Mended")).to_be_visible()
    assert read(path).passages[0].kind == "document"


def test_a_correction_is_made_with_the_keyboard_alone(page: Page, server: Server) -> None:
    """The button that was pressed is gone; the focus stays in its row."""
    path = write(server.root, "keyboard")
    open_review(page, server, "keyboard", "Quotations")
    page.get_by_role("button", name="It is Bram").focus()
    page.keyboard.press("Enter")
    told(page, "Saved: Bram says")
    expect(page.get_by_role("combobox", name="2: who says")).to_be_focused()
    following = page.get_by_role("combobox", name="3: who says")
    for _ in range(4):  # over what clears the choice and opens the list
        page.keyboard.press("Tab")
        if following.evaluate("one => one === document.activeElement"):
            break
    expect(following).to_be_focused()
    page.keyboard.type("Nora")
    page.keyboard.press("Enter")
    told(page, "Saved: Nora says")
    assert "tide has gone.”]{by=Nora}" in path.read_text("utf-8")


COVERED = """() => {
    const [bar, here] = [document.querySelector(".st-key-review-bar"), document.activeElement];
    if (bar.contains(here) || !here.closest(".st-key-review")) return "";
    return here.getBoundingClientRect().bottom > bar.getBoundingClientRect().top ? here.outerHTML : "";
}"""


def test_on_a_phone_the_bar_covers_nothing_that_has_the_focus(page: Page, server: Server) -> None:
    """WCAG 2.2, 2.4.11."""
    write(server.root, "covered")
    page.set_viewport_size({"width": 390, "height": 640})
    open_review(page, server, "covered", "People")
    page.get_by_role("radio", name=re.compile("^People")).focus()
    passed = []
    for _ in range(25):
        page.keyboard.press("Tab")
        page.wait_for_timeout(50)
        assert page.evaluate(COVERED) == ""
        passed.append(page.evaluate("document.activeElement.closest('[class*=st-key-row-person]') !== null"))
    assert passed.count(True) > 8


@pytest.mark.parametrize("guide", ["../meanwhile", "<img src=x onerror=harmed=1>", "nobody"])
def test_a_guide_that_is_not_here_cannot_be_reviewed(page: Page, server: Server, guide: str) -> None:
    """An address names a guide of the shelf, or nothing."""
    write(server.root, "present")
    page.goto(server.url + "/review?guide=" + guide.replace("<", "%3C").replace(" ", "%20"))
    expect(page.get_by_role("heading", name="No such guide")).to_be_visible(timeout=30_000)
    assert page.evaluate("window.harmed") is None


def test_words_that_look_like_code_are_words(page: Page, server: Server) -> None:
    """A guide may be anybody's: what stands in it is shown, never run."""
    harm = "<img src=x onerror='window.harmed=1'> [a](javascript:window.harmed=1) :material/home: $x$"
    write(server.root, "harm", f"# Gate {harm}\n\nNora says, “{harm} is what I say.”\n\n“{harm} and why?” It rains.\n")
    open_review(page, server, "harm")
    for topic in ("Letters", "Quotations", "People", "Links", "Names"):
        turn_to(page, topic)
        page.wait_for_timeout(200)
    turn_to(page, "Quotations")
    expect(page.locator(".review-words").first).to_contain_text("<img src=x onerror='window.harmed=1'>")
    assert page.evaluate("window.harmed") is None
    assert page.locator(".st-key-review img, .st-key-review a[href^=javascript]").count() == 0


ARRIVE = """labels => {
    const whole = document.createElement("div");
    whole.innerHTML = '<div class="st-key-review"><button></button></div><button></button>';
    whole.querySelectorAll("button").forEach((one, index) => one.setAttribute("aria-label", labels[index]));
    document.body.append(whole);
    return new Promise((done) => setTimeout(() => {
        done([...whole.querySelectorAll("button")].map((one) => one.getAttribute("aria-label")));
        whole.remove();
    }));
}"""


def test_labels_are_said_without_markup_however_they_arrive(page: Page, server: Server) -> None:
    """The page may come whole, around what is labelled; other pages are left as they are."""
    write(server.root, "labels")
    open_review(page, server, "labels")
    told(page, "Every change is written")  # its script is there
    arrived = page.evaluate(ARRIVE, [r"Title \*here\* :gray[section 1]", ":gray[elsewhere]"])
    assert arrived == ["Title *here* section 1", ":gray[elsewhere]"]
    expect(page.locator(".st-key-review").get_by_role("combobox", name="What it is section 1")).to_be_visible()
    expect(page.locator('[aria-label*=":gray"]')).to_have_count(0)


def test_a_long_guide_answers_within_a_second(page: Page, server: Server) -> None:
    """A thousand quotations in five hundred paragraphs: no more is shown at once than can be looked at."""
    paragraphs = "\n\n".join(
        f"Nora counts gate {number}. “Is this gate {number}?” she asks the mule. “It was gate {number} last year.”"
        for number in range(500)
    )
    path = write(
        server.root, "long", f'+++\ntitle = "Long"\n[speakers.Nora]\npronouns = "she"\n+++\n\n# Gates\n\n{paragraphs}\n'
    )
    open_review(page, server, "long", "Quotations")
    expect(page.get_by_text(re.compile("^1–15 of 1,000$"))).to_be_visible(timeout=30_000)
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0, timeout=60_000)
    before, spent = path.read_text("utf-8"), server.processor_seconds()
    page.get_by_role("button", name="Later").click()
    expect(page.get_by_text(re.compile("^16–30 of"))).to_be_visible()
    page.wait_for_timeout(500)
    assert server.processor_seconds() - spent < 1
    choose(page, "16: who says", "Nora")
    told(page, "Saved: Nora says")
    page.wait_for_timeout(1500)  # how the narration stands is told after the rest
    assert server.processor_seconds() - spent < 4
    assert len(difference(before, path.read_text("utf-8"))) == 2


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing_on_any_topic_and_nothing_scrolls_sideways(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    """On a small phone too, in both themes; the headings stand in their order."""
    write(server.root, "axe")
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    open_review(page, server, "axe")
    for topic in ("Outline", "Letters", "Quotations", "People", "Links", "Names"):
        turn_to(page, topic)
        page.wait_for_timeout(700)
        assert violations(page) == [], topic
        assert page.evaluate("document.querySelector('.st-key-review').scrollWidth") <= width, topic
        assert in_order(page), topic
    page.close()
