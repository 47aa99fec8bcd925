"""The word lists that texts are compared with: what says little, and the forms that no ending explains."""

SILENT = frozenset(
    """
    a about across after again all along already also although always am among an and another any are around as at
    away back be became because become becomes been before began begin begins behind being between both but by can
    cannot come comes could did do does doing done down during each either else enough even ever every few first for
    from get gets give given gives go goes going had has have having he hence her here hers herself him himself his
    how however i if in indeed instead into is it its itself just know knows last later least less let like made
    make makes many may me merely might mine more most much must my myself neither never next no nor not nothing now
    of off often on once one only onto or other our out over own perhaps put rather same say says see seems seen
    shall she should show shows simply since so some something still such take takes tell tells than that the their
    them themselves then there therefore these they thing this those though through throughout thus to together too
    toward towards two under until up upon us very was way we well were what when where whether which while who whom
    whose why will with within without would yet you your
    """.split()
)
SILENT_ELSEWHERE = {  # the longer ones; a word of three letters or fewer says nothing in these languages
    "de": """
    aber alle allein allem allen aller alles also andere anderen auch ausser beide beiden beim bereits dabei dadurch
    dagegen daher damals damit danach dann daran darauf daraus darin darum darüber dass davon davor dazu dein deine
    dem denen denn deren dessen dich dies diese diesem diesen dieser dieses doch dort durch eben ebenso eher eigene
    eigenen eigentlich eine einem einen einer eines einige einmal erst erste ersten etwa etwas euch fast ganz gegen
    gerade habe haben hatte hatten hier hinter ihnen ihre ihrem ihren ihrer immer indem jede jedem jeden jeder
    jedoch jemand jene jetzt kann kein keine keinem keinen keiner konnte können könnte lange lassen lässt macht
    machen mehr mein meine mich muss müssen nach nachdem neben nicht nichts niemand noch nochmals nun oben oder ohne
    schon sehr sein seine seinem seinen seiner seit seitdem selbst sich sind sogar solche soll sollen sollte sondern
    sonst stehen steht über unter viel viele vielleicht vom vorher wann waren warum weder wegen weil weiter welche
    wenig wenige weniger wenn werden wieder wird wirklich wohl wollen wollte wurde wurden würde während zugleich zum
    zur zurück zwar zwei zwischen
    """,
    "es": """
    además ahora algo algún alguna alguno allí ante antes apenas aquel aquella aquello aquellos aquí así aún aunque
    bajo bien cada casi cierto como con contra cosa cosas cual cuales cuando cuanto cuya cuyo dado debe decir deja
    dejar desde después dice dicho donde dos durante ella ellas ellos embargo entonces entre era eran eres esa esas
    ese eso esos esta está estaba están estar estas este esto estos fue fueron gran había habían hace hacer hacia
    hasta haya hecho hizo incluso junto luego más mejor menos mientras misma mismo mucha mucho muchos nada nadie
    ninguna ninguno nuestra nuestro nunca otra otras otro otros para parece parte pero poco podía poder porque
    primer primera propia propio pudo puede pueden pues quien quienes quiere sabe según sería sido siempre sino
    sobre sola solo sólo somos suyo tal también tampoco tanto tener tenía tiene tienen toda todas todavía todo todos
    tras través tres unas unos usted vez veces
    """,
    "fr": """
    ainsi alors après assez aucun aucune aujourd'hui auprès aussi autant autre autres avaient avait avant avec avoir
    beaucoup bien cela celle celles celui cependant certain ces cet cette ceux chaque chez chose comme comment
    contre dans déjà depuis dernier derrière dès deux devant doit donc dont elle elles encore enfin ensuite entre
    était étaient être faire fait fois font hors ici jamais jusque leur leurs loin lors lorsque mais malgré même
    mêmes mieux moins notre nous parce parmi partout pendant peut peu plus plusieurs plutôt pour pourquoi pourtant
    près presque puis puisque quand quel quelle quelque quelques quoi rien sans selon sera ses seul seule seulement
    sinon soit sont sous souvent sur surtout tandis tant tellement tous tout toute toutes toujours très trop trois
    vers voici voilà votre vous
    """,
}
FORMS = {  # forms that no ending explains: the first of each line stands for all
    form: forms.split()[0]
    for forms in """
    bear bore borne; beat beaten; begin began begun; bind bound; bite bit bitten; bleed bled; blow blew blown;
    break broke broken; bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen;
    creep crept; deal dealt; dig dug; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven;
    eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown;
    forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; grow grew grown; hang hung; hear heard;
    hide hid hidden; hold held; keep kept; kneel knelt; lead led; lean leant; leap leapt; learn learnt; leave left;
    lend lent; light lit; lose lost; mean meant; meet met; pay paid; read reader readers; ride rode ridden;
    ring rang rung; rise rose risen; run ran; seek sought; sell sold; send sent; shake shook shaken; shine shone;
    shoot shot; sing sang sung; sink sank sunk; sit sat; sleep slept asleep; slide slid; speak spoke spoken speech;
    spend spent; spring sprang sprung; stand stood; steal stole stolen; stick stuck; strike struck stricken;
    swear swore sworn; sweep swept; swim swam swum; swing swung; teach taught; tear tore torn; think thought;
    throw threw thrown; wake woke woken awake; wear wore worn; weep wept; win won; write wrote written;
    man men; woman women; child children; foot feet; tooth teeth; mouse mice; wife wives; life lives; knife knives;
    die dead death died dying; marry marriage; laugh laughter; lie lying lied
    """.split(";")
    for form in forms.split()
}

COMMON = """
able act actually add age air allow answer anybody anyone appear arrive ask attempt audience author bad bear
believe big bit body book bring build call carry case cause certain chance change chapter character clear
close come complete consider contain continue course critic deal decide describe detail differ difficult
direct director discover draw early easy effect emotion end enter entire episode event everybody everyone
exact example expect experience explain express face fact fall famous far feel figure film final find fine
follow form free full general good great grow happen hard head hear help hide high hold hope hour idea image
imagine important include inside interest kind large late lead learn leave life line listen literal live lone
long look lose lot main matter mean meet mention merely mind moment move narrative narrator nature near need
new nobody normal notice novel number occur offer old open order page paragraph part particular pass pay
people perhaps person place plain plan play plot poem poet point possible power present pretty prove pull
question quick quiet quite reach read real realise realize reason receive remain remember return reveal rhyme
right role run scene second section see sense sentence serve set short simple single sit slow small somebody
someone sort sound speak speaker stand stanza start state stay step stop story strange strong student suddenly
suggest summary sure symbol text theme thing think third time title tone town true truth try turn understand
use usual verse viewer visit want watch way whole wish work worse write writer year young
"""
