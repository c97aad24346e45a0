"""The tax code: well formed, and the code of this person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.it import codicefiscale

from members.tax_code import MESSAGES, Problem, normalized, problems

MARIO = "RSSMRA80A01H501U"
BIRTH_DATE = date(1980, 1, 1)


def of_mario(
    code: str,
    *,
    family_name: str = "Rossi",
    given_name: str = "Mario",
    birth_date: date | None = BIRTH_DATE,
    sex: str | None = None,
) -> list[Problem]:
    """The problems of a code that should be Mario Rossi's, but for what is named."""
    return problems(code, family_name=family_name, given_name=given_name, birth_date=birth_date, sex=sex)


def closed(first_fifteen: str) -> str:
    """A code with its check character."""
    return first_fifteen + str(codicefiscale.calc_check_digit(first_fifteen))


def test_a_code_that_is_this_persons_has_no_problem() -> None:
    assert of_mario(MARIO, sex="M") == []


def test_spaces_hyphens_and_small_letters_do_not_matter() -> None:
    assert normalized(" rss-mra 80a01 h501u ") == MARIO
    assert of_mario("rss mra 80a01 h501u") == []


@pytest.mark.parametrize(
    "code", ["", "RSSMRA80A01H501", "RSSMRA80A01H501UU", "R5SMRA80A01H501U", "é" * 16, "1234", "\0"]
)
def test_what_is_not_shaped_like_a_code_is_malformed(code: str) -> None:
    assert of_mario(code) == [Problem.MALFORMED]


@pytest.mark.parametrize("first_fifteen", ["RSSMRA80A32H501", "RSSMRA81B29H501", "RSSMRA80A00H501", "RSSMRA80A81H501"])
def test_a_day_that_does_not_exist_is_malformed(first_fifteen: str) -> None:
    assert of_mario(closed(first_fifteen)) == [Problem.MALFORMED]


def test_a_wrong_character_is_caught_by_the_check_character() -> None:
    assert of_mario("RSSMRA80A01H502U") == [Problem.WRONG_CHECK_CHARACTER]


def test_each_disagreement_is_told() -> None:
    assert of_mario(MARIO, family_name="Bianchi") == [Problem.FAMILY_NAME_DIFFERS]
    assert of_mario(MARIO, given_name="Luigi") == [Problem.GIVEN_NAME_DIFFERS]
    assert of_mario(MARIO, birth_date=date(1980, 1, 2)) == [Problem.BIRTH_DATE_DIFFERS]
    assert of_mario(MARIO, birth_date=date(1980, 2, 1)) == [Problem.BIRTH_DATE_DIFFERS]
    assert of_mario(MARIO, birth_date=date(1981, 1, 1)) == [Problem.BIRTH_DATE_DIFFERS]
    assert of_mario(MARIO, sex="F") == [Problem.SEX_DIFFERS]
    assert problems(MARIO, family_name="Neri", given_name="Anna", birth_date=date(2001, 5, 5), sex="F") == [
        Problem.FAMILY_NAME_DIFFERS,
        Problem.GIVEN_NAME_DIFFERS,
        Problem.BIRTH_DATE_DIFFERS,
        Problem.SEX_DIFFERS,
    ]


def test_an_unknown_date_is_not_compared() -> None:
    assert of_mario(MARIO, birth_date=None) == []


def test_a_woman_is_coded_by_forty_days_more() -> None:
    code = closed("RSSMRA80A41H501")
    assert of_mario(code, given_name="Maria", sex="F") == []
    assert of_mario(code, given_name="Maria", sex="M") == [Problem.SEX_DIFFERS]


@pytest.mark.parametrize("first_fifteen", ["RSSMRA80A01H50M", "RSSMRA80A0MHR0M", "RSSMRAULALMHRLM"])
def test_omocodia_is_read_as_the_digits_it_stands_for(first_fifteen: str) -> None:
    assert of_mario(closed(first_fifteen), sex="M") == []
    assert of_mario(closed(first_fifteen), birth_date=date(1980, 1, 3)) == [Problem.BIRTH_DATE_DIFFERS]


def test_a_provisional_code_is_kept_with_a_warning() -> None:
    assert of_mario("00743110157") == [Problem.PROVISIONAL]
    assert of_mario("00743110158") == [Problem.WRONG_CHECK_CHARACTER]
    assert [problem for problem in Problem if problem.is_warning] == [Problem.PROVISIONAL]


@pytest.mark.parametrize(
    ("letters", "family_name"),
    [
        ("RSS", "Rossi"),
        ("FOX", "Fo"),
        ("AIX", "Ai"),
        ("LLA", "Aiello"),
        ("DNG", "D'Angelo"),
        ("DLC", "De Luca"),
        ("NCL", "Nicolò"),
        ("GRS", "Gross"),
        ("WSS", "Weiß"),
        ("MLL", "Müller"),
        ("LRM", "Ålrøm"),
        ("UEA", "Üa"),
        ("UAX", "Üa"),
    ],
)
def test_a_family_name_gives_consonants_then_vowels_then_x(letters: str, family_name: str) -> None:
    assert of_mario(closed(letters + MARIO[3:15]), family_name=family_name) == []


@pytest.mark.parametrize(
    ("letters", "given_name"),
    [
        ("GFR", "Gianfranco"),
        ("MRA", "Mario"),
        ("MHL", "Michela"),
        ("RRT", "Roberta"),
        ("DIA", "Ida"),
        ("NNA", "Anna"),
        ("MLS", "Maria Luisa"),
        ("IOX", "Io"),
    ],
)
def test_of_four_consonants_a_given_name_drops_the_second(letters: str, given_name: str) -> None:
    assert of_mario(closed(MARIO[:3] + letters + MARIO[6:15]), given_name=given_name) == []


def test_the_rule_of_four_consonants_is_not_for_family_names() -> None:
    roberta = closed(MARIO[:3] + "RBR" + MARIO[6:15])
    assert of_mario(roberta, given_name="Roberta") == [Problem.GIVEN_NAME_DIFFERS]
    assert of_mario(closed("RBR" + MARIO[3:15]), family_name="Roberti") == []


def test_a_name_in_another_script_is_not_compared() -> None:
    assert of_mario(MARIO, family_name="王", given_name="") == []


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20), st.dates())
def test_nothing_that_is_typed_breaks_the_check(code: str, family_name: str, given_name: str, birth_date: date) -> None:
    found = problems(code, family_name=family_name, given_name=given_name, birth_date=birth_date)
    assert all(problem in MESSAGES for problem in found)


@given(st.dates(date(1920, 1, 1), date(2019, 12, 31)), st.sampled_from("MF"))
def test_every_birth_date_and_sex_can_be_read_back(birth_date: date, sex: str) -> None:
    day = birth_date.day + (40 if sex == "F" else 0)
    code = closed(f"RSSMRA{birth_date:%y}{'ABCDEHLMPRST'[birth_date.month - 1]}{day:02}H501")
    assert of_mario(code, birth_date=birth_date, sex=sex) == []
    assert of_mario(code, birth_date=birth_date, sex="F" if sex == "M" else "M") == [Problem.SEX_DIFFERS]


def test_each_problem_has_words_that_say_what_to_do() -> None:
    assert set(MESSAGES) == set(Problem)
