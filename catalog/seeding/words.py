"""Names that no shop has taken: makers, models, editions, colours; and the people who review."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BRANDS = _words(
    """
    Fellmark Tarnside Skarholm Birkrigg Ravenghyll Holmgarth Stonewain Kestrelby Moorwick Cragholt Pinefold Torrbeck
    Elterwood Glenmarrow Lochanby Brackenor Heathwick Nordgard Vindhei Fjellbu Isbrekka Lynggard Skogmark Steinrud
    Bergholt Almvik Gratwerk Firnlicht Wolkenkar Karstein Steigholz Zirbenau Rauhkofel Combevert Aiguemont Valserine
    Cimabruna Roccalta Pietrasole Valdoro Serralta Altorio Picoalto Oyarzun Harguin Larrabide Tatranka Goralin
    Bystrava Kamenar Polanin Rysovec Kopadur Sneznik Lumikko Tunturo Kaamosa Revontul Aihkila Suovara Jokulmar
    Hraunfell Blasander Grimsvar
    """
)

MODELS = _words(
    """
    Merlin Kestrel Heron Plover Curlew Dipper Wagtail Siskin Brambling Ouzel Raven Jackdaw Chough Buzzard
    Goshawk Harrier Hobby Owlet Nightjar Swift Martin Pipit Wheatear Redstart Bluethroat Fieldfare Redwing
    Waxwing Crossbill Nutcracker Ptarmigan Capercaillie Grouse Snipe Dunlin Turnstone Tern Petrel Fulmar Gannet
    Eider Pintail Teal Wigeon Goosander Marten Stoat Otter Badger Lynx Ibex Chamois Marmot Hare Vole Shrew
    Reindeer Elk Bison Wolverine Hedgehog Juniper Larch Spruce Rowan Alder Birch Hazel Willow Aspen Yew Linden
    Maple Hornbeam Elder Blackthorn Hawthorn Heather Bilberry Cranberry Cloudberry Lingonberry Crowberry Bramble
    Bracken Fern Moss Lichen Sedge Rush Cottongrass Gentian Edelweiss Arnica Saxifrage Campion Harebell Thrift
    Foxglove Primrose Cowslip Sorrel Yarrow Thyme Sage Granite Gneiss Basalt Gabbro Schist Flint Quartz Feldspar
    Garnet Agate Jasper Obsidian Pumice Chert Marble Dolomite Scree Boulder Cairn Arete Couloir Cirque Corrie
    Tarn Beck Ghyll Force Fell Ridge Spur Col Saddle Pass Summit Glacier Serac Firn Moraine Drumlin Esker Fjord
    Skerry Holm Strand Delta Ford Spring Rapid Meander Oxbow Zephyr Mistral Bora Sirocco Levant Tramontane Foehn
    Chinook Squall Breeze Gale Drizzle Hail Sleet Rime Hoarfrost Cirrus Cumulus Stratus Nimbus Thunder Aurora
    Halo Dawn Dusk Solstice Equinox Ember Kindling Beacon Lamplight Polaris Vega Altair Deneb Arcturus Capella
    Rigel Sirius Castor Pollux Orion Cygnus Lyra Draco Perseus Auriga Sextant Theodolite Almanac Waymark
    Milestone Stile Drover Pilgrim Rambler Wanderer Nomad Ranger Shepherd Ferryman Bothy Shieling Campsite
    Homestead Hearth Shelterstone Campfire Footbridge Causeway Towpath Packhorse Sledge Snowshoe
    """
)

EDITIONS = ("", " Lite", " Pro")

COLOURS = _words(
    """
    moss slate rust ochre charcoal pine sand cobalt ember fog bracken plum glacier teal brick olive heather night amber
    stone berry fir chalk clay
    """
)

FIRST_NAMES = _words(
    """
    Ada Grace Alan Hedy Linus Margaret Dennis Barbara Edsger Radia Donald Frances Guido Katherine Tim Annie Niklaus Joan
    Ken Jean Tony Mary Bjarne Evelyn Brian Sophie John Karen Vint Elizabeth Leslie Adele Robin Anita Claude Shafi Judea
    Manuela Yukihiro Lynn Whitfield Irene Ole Kristen Alonzo Fei Seymour Ruth Peter Betty Andrew Susan Marvin Cynthia
    Herbert Lixia Ivan Monica Raj Amina Kofi Ines Mateo Noor
    """
)
