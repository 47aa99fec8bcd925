"""The words that stand before a name, and those that look like one and are none."""

# The office says nothing about a family: Captain Reyes may be Elena Reyes. Mrs. Reyes need not be.
_OFFICES = """
Dr Doctor Prof Professor Captain Capt Lieutenant Lt Sergeant Sgt Colonel Col General Gen Major Corporal Private
Admiral Commander Inspector Detective Officer Constable Sheriff Agent Judge Justice President Senator Governor Mayor
Coach Chief Reverend Rev Pastor Bishop Rabbi Imam Nurse King Queen Prince Princess Duke Duchess Count Countess Baron
Baroness Saint Comrade Chancellor Minister Ambassador Doctora Doctor Docteur Professeur Profesor Profesora Capitán
Capitaine Hauptmann Kapitän Kommissar Inspektor Maître Maestro Maestra Dra Maj
"""
_KIN = """
Aunt Auntie Uncle Cousin Grandma Grandpa Grandmother Grandfather Granny Nana Mother Father Brother Sister Mama Papa
Tía Tío Abuela Abuelo Tante Onkel Oncle Oma Opa Père Mère Frère Sœur
"""
_STYLES = """
Mr Mrs Ms Miss Mx Mister Missus Sir Lady Lord Dame Master Mistress Madam Madame Monsieur Mademoiselle Mme Mlle M Don
Doña Señor Señora Señorita Sr Sra Srta Herr Hr Frau Fr Fräulein Dña Mgr
"""
KINDS = {
    word.lower(): kind
    for kind, words in (("office", _OFFICES), ("kin", _KIN), ("style", _STYLES))
    for word in words.split()
}
SHORT = {
    "captain": "capt", "doctor": "dr", "professor": "prof", "sergeant": "sgt", "lieutenant": "lt", "colonel": "col",
    "general": "gen", "reverend": "rev", "mister": "mr", "señor": "sr", "señora": "sra", "señorita": "srta",
    "madame": "mme", "doña": "dña", "doctora": "dra", "mademoiselle": "mlle", "monsieur": "m",
}  # fmt: skip

# No names, though a capital begins them, here or anywhere.
NEVER = frozenset(
    """
i a an the this that these those he she it we you they his her its our your their my him them us me who whom whose
which what where when why how here there and or but nor so yet for if then than as at by in into of off on onto out
over to up with from about above across after again against all along already also although always among another any
anybody anyone anything are around away back be because been before behind below beside besides between beyond both
can could did do does down during each either else even ever every everybody everyone everything few finally first had
has have having however instead indeed is just last later least less like many maybe meanwhile might more most
much must near neither never next no nobody none nothing not now often once one only other others perhaps quite rather
really second several shall should since some somebody someone something sometimes soon still such suddenly thus
though through throughout till together too toward towards two three four five six seven eight nine ten twice under
unlike until upon very was were well whatever whenever wherever whether while within without would yes let please
dear dearest hello hi hey love yours sincerely oh ah ha ok okay thanks thank goodbye good great god heaven heavens
christ lord amen hush look listen wait come go stop help today tomorrow yesterday tonight despite according given upon
having being seeing looking back outside inside chapter part act scene book volume section page figure note summary
analysis themes theme symbols characters character introduction conclusion epilogue prologue appendix commentary
discussion overview synopsis plot letter subject technique example effect quotation quote evidence device term
definition meaning metaphor simile january february march july september october november december
monday tuesday wednesday thursday friday saturday sunday christmas easter lent english french german spanish italian
american british irish scottish welsh dutch russian chinese japanese indian african european asian greek roman latin
jewish christian muslim catholic protestant victorian georgian edwardian canadian mexican polish turkish arab arabic
swedish norwegian danish critics critic readers reader scholars audiences audience viewers students teachers
historians people men women children everyone's narrator first-person third-person première premier deuxième troisième
quatrième erster erste erstes zweiter zweite zweites dritter dritte drittes primera primer segunda tercera ya le la el
los las un una unos unas lo los y pero que
cuando donde como si no ni con sin por para de del al en su sus mi tu entonces luego después antes ella ellos ellas yo
nosotros usted ustedes querido querida todo todos nada nadie ese esa este esta un une des du et ou mais donc quand où
comment si ne pas avec sans pour dans sur il elle ils elles je nous vous on ce cet cette ces son sa ses mon ma mes
alors puis cher chère après avant tout tous rien personne qui quoi der die das ein eine einen einem einer und oder
aber als wenn wo wie nicht mit ohne für auf an aus bei nach vor er sie es wir ihr ich du man sein seine ihre mein
meine dann da dort hier liebe lieber alle nichts niemand wer was von vom zu zum zur beim hinter neben unter über gegen
durch um seit wegen zwischen statt außer morgen abend nacht devant derrière chez contre vers entre selon depuis pendant
malgré sauf laut según hacia hasta ante tras desde bajo sobre
dass daß ob obwohl während nachdem bevor sobald solange weil damit indem sodass deshalb trotzdem auch nur noch doch
jedoch denn zwar erst schon immer wieder jetzt später zuerst schließlich endlich plötzlich danach daraufhin dabei
dadurch darum darin darauf damals heute gestern bald oft manchmal vielleicht jeder jede jedes dieser diese dieses jener
jene viele einige manche beide zwei drei vier sogar kaum
lorsque puisque parce ainsi aussi même encore toujours jamais ici là cela ceci chaque quelques aucun aucune plusieurs
deux trois hier pourtant cependant enfin soudain
aunque mientras porque aquí allí así también tampoco solo sólo cada ningún ninguno ninguna algún alguno alguna algunos
algunas aquel aquella estos estas esos esas dos tres hoy ayer siempre nunca ahora todavía
""".split()
)
# Names now and then, far more often something else: only as somebody who speaks.
SELDOM = frozenset("april may june august will mark grace hope faith joy summer autumn art bill rose".split())

# What questions and exercises tell their readers to do: Explain Nora’s anger.
TASKS = frozenset(
    """
    explain describe discuss compare contrast analyse analyze identify write list summarise summarize evaluate examine
    explore consider imagine find give choose decide define show prove justify comment outline assess interpret retell
    rewrite draw create design research read reread review complete match underline highlight label predict suggest
    state support using ask tell name think use make expliquez décrivez comparez analysez discutez identifiez écrivez
    résumez relevez imaginez commentez montrez trouvez justifiez citez donnez explique décris écris résume relève
    erkläre erklären erläutere erläutern beschreibe beschreiben vergleiche vergleichen analysiere analysieren
    untersuche untersuchen nenne nennen verfasse verfassen schreibe schreiben charakterisiere charakterisieren
    diskutiere diskutieren deute deuten beurteile beurteilen begründe begründen explica describa compara analiza
    analice comenta comente escribe escriba resume resuma identifica identifique justifica justifique busca busque
    señala señale
    """.split()
)
# A name that begins or ends so is a place’s or an institution’s, unless it speaks: Lake Orsa, Oxley Street.
PLACES_BEGIN = frozenset(
    """
    lake mount mt fort cape port camp hotel lac mont rue place avenue quai calle plaza lago monte playa puerto
    """.split()
)
PLACES_END = frozenset(
    """
    street road avenue square river island islands county city town valley harbour harbor mountain mountains station
    airport cathedral school academy college university hospital prison library museum theatre theater hotel inn farm
    services service department committee commission council company corporation society institute institution ministry
    office agency association league union press times gazette herald journal studies books straße strasse gasse see
    """.split()
)
