"""What holds one on the wall."""

from catalog.seeding.shapes import Kind, Root

_PROTECTION = (
    Kind(
        shelf="Harnesses",
        noun="climbing harness",
        euros=69,
        grams=330,
        variants=("women's", "men's", "children's"),
        materials=("recycled webbing", "laminated polyester"),
        uses=("the hall and the crag", "long routes with many belays", "the first lead"),
        facts=(
            "The belt is wide where one hangs and narrow where one moves.",
            "Four loops carry the rack.",
            "The buckles are threaded and stay so.",
        ),
        tags=("climbing", "adjustable", "lightweight", "certified"),
    ),
    Kind(
        shelf="Helmets",
        noun="climbing helmet",
        euros=65,
        grams=250,
        variants=("small", "large"),
        materials=("expanded foam", "moulded shell and foam"),
        uses=("loose rock", "ice that falls", "via ferratas with company"),
        facts=(
            "A wheel at the back fits it to the head.",
            "Four clips hold the headlamp.",
            "Air enters in front and leaves at the top.",
        ),
        tags=("climbing", "certified", "ventilated", "lightweight"),
        step=0.05,
    ),
)

_HARDWARE = (
    Kind(
        shelf="Carabiners",
        noun="carabiner",
        euros=12,
        grams=45,
        variants=("wire-gate", "screw-gate", "oval"),
        materials=("forged aluminium", "steel"),
        uses=("belays", "quickdraws and anchors", "everything that must not open"),
        facts=(
            "The nose is smooth and does not snag.",
            "It opens with a gloved hand.",
            "Its strength is stamped on the spine.",
        ),
        tags=("climbing", "certified", "alpine", "hard-wearing"),
        step=0.2,
    ),
    Kind(
        shelf="Belay devices",
        noun="belay device",
        euros=39,
        grams=90,
        variants=("tube", "assisted"),
        materials=("forged aluminium", "aluminium and steel"),
        uses=("ropes of any width", "partners who take their time", "two seconds on one anchor"),
        facts=(
            "The rope runs smoothly and stops when it should.",
            "Arrows show which way it is threaded.",
            "A second eye brings up two followers.",
        ),
        tags=("climbing", "certified", "alpine", "beginner"),
        step=0.6,
    ),
)

_ROPES = (
    Kind(
        shelf="Single ropes",
        noun="single rope",
        euros=129,
        grams=2500,
        variants=("40 m", "60 m", "70 m", "80 m"),
        materials=("dry-treated polyamide", "recycled polyamide"),
        uses=("a season of long routes", "the crag after work", "falls that come in series"),
        facts=(
            "The middle is marked and stays marked.",
            "Sheath and core are bonded and do not slip.",
            "It comes coiled for use: no twist on the first day.",
        ),
        tags=("climbing", "certified", "dry-treated", "hard-wearing"),
        step=0.2,
    ),
    Kind(
        shelf="Slings",
        noun="sling",
        euros=11,
        grams=25,
        variants=("60 cm", "120 cm", "240 cm"),
        materials=("dyneema", "polyamide"),
        uses=("threads and spikes", "belays on three points", "a chest harness in need"),
        facts=(
            "The seam is short and covered.",
            "Each length has a label of its own colour.",
            "It is thin enough for the narrowest thread.",
        ),
        tags=("climbing", "certified", "ultralight", "alpine"),
        step=0.4,
    ),
)

CLIMBING = Root(
    name="Climbing",
    percent=4,
    groups={"Ropes and slings": _ROPES, "Protection": _PROTECTION, "Hardware": _HARDWARE},
    closings=(
        "Look it over before every climb, and retire it after a hard fall.",
        "Its number and year are marked on it; note the day you first used it.",
        "It meets the European norm, and the leaflet says which.",
        "Keep it dry, dark and away from acid.",
    ),
)
