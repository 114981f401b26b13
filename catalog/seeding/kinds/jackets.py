"""What one wears over all the rest; a part of the clothing."""

from catalog.seeding.shapes import CUTS, Kind

JACKETS = (
    Kind(
        shelf="Rain jackets",
        noun="rain jacket",
        euros=149,
        grams=340,
        variants=CUTS,
        materials=("three-layer nylon", "recycled polyester", "waxed cotton"),
        uses=("days of steady rain", "wet hills and long approaches", "walks that start before the forecast"),
        facts=(
            "Every seam is taped, and the hood turns with the head.",
            "Two zips under the arms let out steam on the climb.",
            "The cuffs close with one hand and a cold glove.",
        ),
        tags=("waterproof", "windproof", "hooded", "packable", "lightweight"),
    ),
    Kind(
        shelf="Down jackets",
        noun="down jacket",
        euros=189,
        grams=380,
        variants=CUTS,
        materials=("ripstop nylon and duck down", "recycled nylon and goose down"),
        uses=("cold mornings at the stove", "winter huts and long belays", "frost without wind"),
        facts=(
            "The baffles are small, so that the down stays where it warms.",
            "It packs into its own pocket and springs back in a minute.",
            "A high collar keeps the draught off the neck.",
        ),
        tags=("warm", "packable", "winter", "lightweight", "down"),
    ),
    Kind(
        shelf="Fleece jackets",
        noun="fleece jacket",
        euros=79,
        grams=360,
        variants=CUTS,
        materials=("recycled fleece", "wool fleece", "grid fleece"),
        uses=("cool evenings", "the layer between shirt and shell", "brisk walks in autumn"),
        facts=(
            "The grid inside traps air and dries overnight.",
            "Flat seams sit well under the straps of a pack.",
            "Chest and hand pockets close with zips.",
        ),
        tags=("warm", "quick-drying", "midlayer", "recycled", "everyday"),
    ),
    Kind(
        shelf="Softshell jackets",
        noun="softshell jacket",
        euros=129,
        grams=460,
        variants=CUTS,
        materials=("stretch polyamide", "double-weave polyester"),
        uses=("ridges in a cold wind", "ski tours in spring", "rock that scratches"),
        facts=(
            "It stops the wind and lets the warmth of work go.",
            "The shoulders are reinforced where a rope runs.",
            "A drizzle beads off; for real rain take a shell.",
        ),
        tags=("windproof", "stretch", "breathable", "climbing"),
    ),
    Kind(
        shelf="Windbreakers",
        noun="windbreaker",
        euros=69,
        grams=110,
        variants=CUTS,
        materials=("calendered nylon", "recycled ripstop"),
        uses=("runs above the tree line", "a gust at the summit", "cool starts on the bike"),
        facts=(
            "It folds to the size of an apple.",
            "A light finish sheds the first ten minutes of rain.",
            "The hem lies flat and does not flutter.",
        ),
        tags=("windproof", "ultralight", "packable", "running"),
    ),
)
