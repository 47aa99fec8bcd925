"""A guide with every structure that the format has, for exports that must carry all of them."""

GUIDE = """+++
title = "Lantern & Weir <2>"
subtitle = "Chapters 1–2"
author = "Nobody in particular"
language = "en-GB"
notice = "A retelling of a tale that somebody else told first."
year = 1931
[voices]
narrator = { name = "en-gb", rate = 240 }
notes = { name = "en-gb+f2", rate = 240 }
[speakers.Ida]
also = ["Ida Holm"]
pronouns = "she"
voice = { name = "en-gb+f3", rate = 240 }
[speakers."Pál"]
voice = { name = "en-gb+m3", rate = 240 }
+++

Words before any heading: who reads this has the book at hand.

{#tale}
# The tale

{#start}
The miller counted **four** sacks at 10:30 & wrote *“IV”* on the door.[^door]
[“Is anybody there?”]{by=Ida} she called. [“Nobody,”]{by="Pál"} said the dark.

## The weir

{#weir}
In 1972 the weir held 8,316 litres a second; [the sluice]{#sluice}[^sluice] was `shut`. Nobody 🌊 came.

::::: letter {#letter by=Ida to="the miller" title="The letter of Ida"}
Dear miller,

{#body}
The weir is broken. I opened it myself, and I would do it again.

::: verse {#song title="The song in the letter"}
The water goes where water goes,
and nobody may call it home.

It asks for nothing. It only knows.
:::

Yours, Ida
:::::

{#after}
He read it at noon. Then he shut the sluice.

- One sack of rye,
- one of barley,
  - and a small one of oats.

1. First the gate.
2. Then the wheel.

> A miller’s rule is to take every tenth sack.

```
wheel   = 4 turns
sluice  = 1 board
```

::: document {#bill title=""}
Received: two sacks.
:::

::: stage {#stage}
Exit the miller, with a lantern.
:::

{#study role=notes}
# The study

{#on-letter about="#body" prompt="Who owns a river?"}
Ida asks for nothing. “I would do it again,” she writes, and means it.

{#on-many about="#after #song #start"}
Shutting is an answer too.

## What stays open

{#free}
The wheel is never seen.

{#end}
# The end

{#last}
The rain stopped. The wheel did not.

[^door]: The number is a joke between the two.

[^sluice]:
    The sluice is named twice.

    Both times somebody is about to leave.
"""
