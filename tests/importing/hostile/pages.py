"""HTML: script in every place that can carry it, what is not to be seen, and trees too deep or too wide."""

from collections.abc import Iterator

from tests.importing.hostile.case import READ, REFUSED, SCRIPTED, SPOKEN, Bait, Hostile
from tests.importing.hostile.honest import html

_SAID = f"<p>{SPOKEN}</p>"


def _scripts(bait: Bait) -> Iterator[Hostile]:
    evil = f"fetch('{bait.url}');'{SCRIPTED}'"
    places = {
        "script": f"<script>{evil}</script>",
        "script-never-closed": f"<p>Dawn.</p><script>{evil}",
        "script-in-odd-case": f"<ScRiPt\n>{evil}</sCrIpT x>",
        "script-elsewhere": f'<script src="{bait.url}">{evil}</script>',
        "handlers": f'<p onclick="{evil}">Dawn.</p><img src="{bait.url}" onerror="{evil}"><body onload="{evil}">',
        "javascript-links": f'<p><a href="javascript:{evil}">Dawn.</a> <a href="&#106;avascript:{evil}">Noon.</a></p>',
        "svg": f'<svg onload="{evil}"><script>{evil}</script><text>{SCRIPTED}</text><use href="{bait.url}"/></svg>',
        "math": f"<math><mtext><style>{SCRIPTED}</style></mtext><annotation-xml>"
        f"<script>{evil}</script></annotation-xml></math>",
        "style": f"<style>@import '{bait.url}'; p::after {{content: '{SCRIPTED}'}}</style>",
        "style-attribute": f"<p style=\"background:url({bait.url});content:'{SCRIPTED}'\">Dawn.</p>",
        "iframe": f"<iframe srcdoc=\"<p>{SCRIPTED}</p>\" src='{bait.url}'>{SCRIPTED}</iframe>",
        "object": f'<object data="{bait.url}"><param value="{SCRIPTED}"></object><embed src="{bait.url}">',
        "noscript": f"<noscript><p>{SCRIPTED}</p></noscript>",
        "noscript-broken-open": f'<noscript><p title="</noscript><script>{evil}</script>">{SCRIPTED}</p></noscript>',
        "template": f"<template><p>{SCRIPTED}</p><script>{evil}</script></template>",
        "meta-refresh": f'<meta http-equiv="refresh" content="0;url={bait.url}">',
        "base": f'<base href="{bait.url}"><link rel="stylesheet" href="x"><img src="y">',
        "data-addresses": f'<p><a href="data:text/html,<script>{SCRIPTED}</script>">Dawn.</a></p>',
        "comments": f"<!-- {SCRIPTED} --><!--[if IE]><script>{evil}</script><![endif]--><!--> {'<'}!-- x",
        "instructions": f"<!-- x --><?php echo '{SCRIPTED}'; ?><?xml-stylesheet href='{bait.url}' {SCRIPTED}?>",
        "textarea": f"<form><textarea>{SCRIPTED}</textarea><input value='{SCRIPTED}'>"
        f"<select><option>{SCRIPTED}</select></form>",
        "hidden": f"<p hidden>{SCRIPTED}</p><div aria-hidden=true>{SCRIPTED}</div>"
        f"<p style='display: none'>{SCRIPTED}</p>",
        "title-broken-open": f"<title></title><script>{evil}</script>",
        "xml-islands": f"<xml id=x><script>{evil}</script></xml><xss><script>{evil}</script></xss>",
        "frames": f'<frameset onload="{evil}"><frame src="javascript:{evil}"></frameset>',
        "media": f'<video src="{bait.url}"><track src="{bait.url}">{SCRIPTED}</video><audio>{SCRIPTED}</audio>',
    }
    for name, markup in places.items():
        yield Hostile(
            f"script-in-{name}.html",
            READ,
            html(_SAID + markup),
            holds=(SPOKEN,),
            lacks=(SCRIPTED,),
        )
    shown = f"<![CDATA[fetch('{bait.url}')]]><![CDATA[<script>x()</script>]]>"  # words in XHTML: shown, never run
    yield Hostile("script-as-cdata.html", READ, html(_SAID + shown), holds=(SPOKEN, f"fetch('{bait.url}')"))
    spelled = "<p>Dawn &lt;script&gt;x()&lt;/script&gt;.</p>"
    yield Hostile("script-spelled-out.html", READ, html(_SAID + spelled), holds=("<script>x()</script>",))


def _entities(bait: Bait) -> Iterator[Hostile]:
    start = b'<?xml version="1.0"?>\n'
    laughs = laughing("html")
    body = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{_SAID}<p>&lol9;</p></body></html>".encode()
    yield Hostile("billion-laughs.xhtml", REFUSED, start + laughs + body, holds=(SPOKEN,))
    reaching = outside("html", f"file://{bait.file}")
    yield Hostile("entity-from-a-file.xhtml", REFUSED, start + reaching + body, holds=(SPOKEN,))
    calling = outside("html", bait.url)
    yield Hostile("entity-from-the-network.html", REFUSED, start + calling + body, holds=(SPOKEN,))
    many = b"<p>&nLtv;&#xD800;&#0;&#x110000;&#99999999999999999999;&notit;</p>" * 2000
    yield Hostile("references-to-no-character.html", READ, html(_SAID) + many, holds=(SPOKEN,))


def laughing(root: str) -> bytes:
    """A document type whose entity `lol9` is a billion words long."""
    steps = "".join(f'<!ENTITY lol{step} "{f"&lol{step - 1};" * 10}">' for step in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY lol0 "ha">{steps}]>\n'.encode()


def squared(root: str) -> bytes:
    """A document type whose entity `lol9` is 100 KB: said 50,000 times it is 5 GB."""
    return f'<!DOCTYPE {root} [<!ENTITY lol9 "{"ha" * 50_000}">]>\n'.encode()


def outside(root: str, address: str) -> bytes:
    """A document type whose entity `lol9` stands elsewhere, itself and by way of a parameter entity."""
    declared = f'<!ENTITY lol9 SYSTEM "{address}"><!ENTITY % all SYSTEM "{address}"> %all;'
    return f"<!DOCTYPE {root} [{declared}]>\n".encode()


def _shapes() -> Iterator[Hostile]:
    deep = {
        "boxes": ("<div>", "</div>"),
        "quotations": ("<blockquote>", "</blockquote>"),
        "lists": ("<ul><li>", "</li></ul>"),
        "tables": ("<table><tr><td>", "</td></tr></table>"),
        "emphasis": ("<b><i>", "</i></b>"),
        "fonts": ("<font size=1><a>", ""),
        "articles": ("<main><article><section>", "</section></article></main>"),
    }
    for name, (opens, closes) in deep.items():
        yield Hostile(
            f"deep-{name}.html",
            REFUSED,
            html(_SAID + opens * 100_000 + "deep" + closes * 100_000),
        )
    adopted = "<a>" * 300 + "<div>" * 300 + "<a>x" * 3000
    yield Hostile("deep-and-wrongly-nested.html", READ, html(_SAID + adopted), holds=(SPOKEN,))
    many = " ".join(f"a{number}=x" for number in range(100_000))
    yield Hostile("hundred-thousand-attributes.html", REFUSED, html(f"{_SAID}<p {many}>Dawn.</p>"), holds=(SPOKEN,))
    long = f"{_SAID}<p class='{'x' * 2_000_000}'>Dawn.</p>"
    yield Hostile("attribute-of-two-megabytes.html", READ, html(long), holds=(SPOKEN,))
    yield Hostile("one-million-headings.html", REFUSED, html("<h1>One</h1>" * 1_000_000))
    yield Hostile("one-million-empty-headings.html", READ, html(_SAID + "<h1></h1>" * 500_000), holds=(SPOKEN,))
    yield Hostile("one-megabyte-in-one-line.html", READ, html(f"<p>{(SPOKEN + ' ') * 40_000}</p>"))
    yield Hostile("only-a-picture.html", REFUSED, html("<img src=x.png alt=''><img src=y.png>", title=""))
    yield Hostile("only-navigation.html", REFUSED, html("<nav><a href=x>Home</a></nav><footer>(c)</footer>", ""))
    yield Hostile("only-a-script.html", REFUSED, html(f"<script>{SCRIPTED}</script>", title=""))
    yield Hostile("never-closed.html", READ, html(f"{_SAID}<p title='")[:-14], holds=(SPOKEN,))
    yield Hostile("cut-in-a-tag.html", READ, html(f"{_SAID}<blockquote")[:-14], holds=(SPOKEN,))
    yield Hostile("zeros-in-tags.html", READ, html(f"{_SAID}<scr\0ipt>x</scr\0ipt><p\0>\0Dawn.</p>"))
    everything = b"<!DOCTYPE html>" + bytes(range(256)) * 200
    yield Hostile("every-byte.html", REFUSED, html() + everything, holds=(SPOKEN,))
    yield Hostile("two-bodies.html", READ, html(f"{_SAID}</body></html><html><body><p>Dawn.</p>"), holds=("Dawn.",))
    yield Hostile("page-without-tags-around.html", READ, SPOKEN.encode(), holds=(SPOKEN,))
    yield Hostile("languages-of-nobody.html", READ, html(language='en"><script>x</script>\n+++'), holds=(SPOKEN,))


def cases(bait: Bait) -> Iterator[Hostile]:
    yield from _scripts(bait)
    yield from _entities(bait)
    yield from _shapes()
