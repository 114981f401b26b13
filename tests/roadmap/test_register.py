"""The register holds the roadmap, and refuses to contradict itself."""

import pytest

from roadmap import register
from roadmap.register import TopicNotFound, UnsoundRegister

pytestmark = pytest.mark.integration

TENT = '{ slug = "camp.tent", title = "A tent", after = [] }'
STOVE = '{ slug = "camp.stove", title = "A stove", after = ["camp.tent"] }'


@pytest.fixture
def written(tmp_path):
    """Called with topics, it writes a register of one section and gives its path."""

    def write(*topics):
        path = tmp_path / "topics.toml"
        path.write_text(f'[[sections]]\nslug = "camp"\ntitle = "A camp"\ntopics = [{", ".join(topics)}]\n')
        return path

    return write


def refusal(path):
    with pytest.raises(UnsoundRegister) as refused:
        register.load(path)
    return str(refused.value)


def test_the_roadmap_is_all_there_in_its_order():
    roadmap = register.load()

    sections = [section.slug for section in roadmap.sections]
    assert sections == ["role", "language", "dsa", "web", "api", "data", "linux", "deploy", "tools", "practice"]
    assert [len(section.topics) for section in roadmap.sections] == [4, 16, 8, 4, 8, 9, 4, 9, 11, 3]
    assert list(roadmap.topics)[::75] == ["role.frontend-communication", "practice.bug-reports"]


def test_a_topic_keeps_the_roadmaps_words_and_knows_its_page():
    topic = register.load().topic("data.orm")

    assert (topic.title, topic.after) == ("ORM (map data into a python object)", ("language.oop", "data.sql"))
    assert topic.label == "ORM"
    assert (topic.section, topic.name) == ("data", "orm")
    assert topic.page.as_posix() == "roadmap/topics/data/orm.md"


def test_a_register_is_read_once(written):
    path = written(TENT)

    assert register.load(path) is register.load(path)


def test_what_a_topic_comes_after_is_kept(written):
    assert register.load(written(TENT, STOVE)).topic("camp.stove").after == ("camp.tent",)


def test_a_topic_is_planned_until_it_is_called_done(written):
    roadmap = register.load(written(TENT[:-1] + ", done = true }", STOVE))

    assert [topic.done for topic in roadmap.topics.values()] == [True, False]


def test_a_prerequisite_that_is_no_topic_is_refused_with_the_nearest(written):
    stray = STOVE.replace("camp.tent", "camp.tend")

    message = "topics.toml: camp.stove comes after an unknown topic. No topic is called 'camp.tend': did you mean"
    assert refusal(written(TENT, stray)).startswith(f"{message} camp.tent")


def test_a_topic_that_stands_twice_is_refused(written):
    assert refusal(written(TENT, TENT)) == "topics.toml: camp.tent stands here twice."


@pytest.mark.parametrize("slug", ["shop.tent", "tent", "camp.", "camp.Tent", "camp.tent.peg", "camp/tent"])
def test_a_slug_outside_its_section_is_refused(written, slug):
    assert refusal(written(TENT.replace("camp.tent", slug))).startswith(f"topics.toml: {slug} is in section camp")


def test_a_circle_is_refused_and_named(written):
    circular = TENT.replace("[]", '["camp.stove"]')

    assert refusal(written(circular, STOVE)) in {
        "topics.toml: these come after each other in a circle: camp.tent -> camp.stove -> camp.tent.",
        "topics.toml: these come after each other in a circle: camp.stove -> camp.tent -> camp.stove.",
    }


def test_every_contradiction_is_told_at_once(written):
    assert len(refusal(written(TENT, TENT, TENT.replace("camp.tent", "shop.tent"))).splitlines()) == 2


@pytest.mark.parametrize(
    "topic",
    [
        '{ slug = "camp.tent", after = [] }',
        '{ slug = "camp.tent", title = "A tent" }',
        TENT[:-1] + ", poles = 2 }",
        TENT[:-1] + ', done = "no" }',
    ],
)
def test_a_topic_has_slug_title_and_prerequisites_and_may_be_called_done(written, topic):
    assert refusal(written(topic)).startswith("topics.toml cannot be read: ")


def test_a_topic_without_a_short_label_is_called_by_its_title(written):
    assert register.load(written(TENT)).topic("camp.tent").label == "A tent"


def test_a_label_without_a_topic_is_refused(written):
    path = written(TENT)
    path.write_text(path.read_text() + '[short]\n"camp.tend" = "Tent"\n')

    assert refusal(path).startswith("topics.toml: a label has no topic. No topic is called 'camp.tend': did you mean")


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    (tmp_path / "topics.toml").write_text("sections = [")

    assert refusal(tmp_path / "topics.toml").startswith("topics.toml cannot be read: ")


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("language.generator", "language.generators"),
        ("generators", "language.generators"),
        ("ORM", "data.orm"),
        ("api.jtw", "api.jwt"),
    ],
)
def test_the_nearest_slug_is_found(mistyped, meant):
    assert register.load().nearest(mistyped)[0] == meant


def test_at_most_three_are_near():
    assert len(register.load().nearest("deploy.a")) <= 3
    assert register.load().nearest("xylophone") == []


def test_an_unknown_slug_is_refused_with_advice():
    with pytest.raises(TopicNotFound, match=r"^No topic is called 'orm': did you mean data\.orm\?$"):
        register.load().topic("orm")
    with pytest.raises(TopicNotFound, match=r"`manage\.py roadmap list` shows them all"):
        register.load().topic("xylophone")
