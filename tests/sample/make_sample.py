"""Make sample.parquet: the founding survey, synthetic, 5,000 sales managers of whom 412 replied.

The words come from replies.toml, the codebook from survey.toml; everything else is drawn here from one
seed, so that two runs give the same bytes:  python tests/sample/make_sample.py [--output PATH]

The 412 who replied are made first, since the words say things about the people who wrote them: a reply that
names a role, an industry or a ban on LinkedIn goes to a respondent for whom it is true. Then the numbers
follow from policy and impact, and the 4,588 who did not reply fill up the address list.
"""

import argparse
import itertools
import math
import random
import tomllib
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent
OUTPUT = HERE.parents[1] / "sample.parquet"
SEED = 412

INVITED, REPLIED, BOUNCED, YES = 5000, 412, 184, 205

# Share of the address list, and how readily they answer (1 is average).
ROLES = {"Team lead": (0.24, 0.80), "Manager": (0.42, 0.97), "Director": (0.22, 1.17), "VP": (0.12, 1.10)}
REGIONS = {
    "North America": (0.46, 1.08),
    "EMEA": (0.28, 1.00),
    "Latin America": (0.10, 1.02),
    "Asia Pacific": (0.16, 0.80),
}
INDUSTRIES = {
    "Software and IT": 17,
    "Industrial machinery": 14,
    "Medical devices": 9,
    "Logistics and freight": 9,
    "Financial services": 12,
    "Telecommunications": 8,
    "Business services": 12,
    "Chemicals and plastics": 6,
    "Food and drink supply": 7,
    "Building products": 8,
}
# Policy: share among those who said yes, among those who said no, and how much room it leaves (standardised).
POLICIES = {
    "Banned": (6, 27, -1.3),
    "Allowed, no time given": (34, 46, -0.3),
    "Time given, no credit": (32, 20, 0.6),
    "Counted as work": (28, 7, 1.3),
}
POLICY_TILT = {  # industries that are stricter or easier than the rest
    ("Financial services", "Banned"): 2.0,
    ("Medical devices", "Banned"): 1.5,
    ("Software and IT", "Banned"): 0.4,
    ("Software and IT", "Counted as work"): 1.6,
}
YES_BY_ROLE = {"Team lead": -0.3, "Manager": -0.1, "Director": 0.15, "VP": 0.4}  # log odds
TEAM_AND_YEARS = {  # median team size, its spread, median years of managing
    "Team lead": (6, 0.3, 2.5),
    "Manager": (9, 0.4, 6),
    "Director": (26, 0.5, 10),
    "VP": (75, 0.7, 15),
}
RECRUITS = {"Team lead": 0.5, "Manager": 0.9, "Director": 1.3, "VP": 1.7}  # relative odds of a recruiting reply

AGREEMENT = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
# Statement: level, shift if impact is yes, shift by the room that policy leaves.
STATEMENTS = {
    "agree_work": (-0.25, 0.5, 1.1),
    "agree_metrics": (-0.1, 0.7, 0.4),
    "agree_calls": (0.45, -0.7, -0.4),
    "agree_credit": (-0.35, 0.3, 0.9),
    "agree_learn": (0.2, 0.6, 0.15),
}
SKIPPED = {  # how many of those who replied left the question out
    "team_size": 2,
    "years": 3,
    "policy": 3,
    "cold_calls": 2,
    "leads_followed": 5,
    "quota": 5,
    "linkedin_minutes": 2,
    "twitter_minutes": 4,
    "agree_metrics": 2,
    "agree_credit": 4,
    "agree_learn": 3,
    "recommend": 3,
}
UNSURE_OF_POLICY = 7

WAVES = [datetime(2018, 9, day, 9) for day in (4, 6, 11, 13, 18)]
DAY_OF_REPLY = [40, 24, 8, 6, 4, 3, 4, 4, 2, 2, 1, 1, 1, 1]  # days after the e-mail
HOUR_OF_REPLY = dict(enumerate([2, 5, 10, 13, 12, 10, 6, 8, 9, 8, 8, 5, 3, 1, 2, 2, 1], start=6))  # 6:00 to 22:59

LANGUAGE = {
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "ja": "Japanese",
}
NATIVE_REGIONS = {"es": ["Latin America", "EMEA"], "pt": ["Latin America"], "ja": ["Asia Pacific"]}  # else EMEA
CULTURES = {
    "North America": {"English": 76, "Spanish": 12, "Indian": 4, "French": 4, "Chinese": 4},
    "EMEA": {"English": 30, "German": 21, "French": 12, "Dutch": 9, "Italian": 8, "Spanish": 8, "Nordic": 12},
    "Latin America": {"Spanish": 62, "Portuguese": 38},
    "Asia Pacific": {"English": 36, "Indian": 26, "Chinese": 24, "Japanese": 14},
}
FIRST_NAMES = {
    "English": """
        Alan Amy Beth Brian Carla Cheryl Craig Dana Darren Debra Denise Doug Elaine Erin Fiona Gary Gail
        Gavin Glenn Heather Howard Ian Janet Jeff Jill Joanne Karen Keith Kyle Laura Leigh Lorraine Marcus
        Megan Neil Nicole Pam Patrick Rachel Ray Rhonda Roger Russell Sandra Shane Shelley Stuart Tara Todd
        Tracy Trevor Valerie Wade Wendy
    """,
    "German": """
        Anja Bernd Birgit Carsten Dirk Elke Frank Gudrun Heiko Holger Ines Jens Jutta Katrin Lars Manuela
        Markus Nicole Petra Rainer Sabine Sven Tanja Torsten Uwe Volker
    """,
    "French": """
        Agnès Alain Benoît Céline Cyril Delphine Élodie Fabrice Gaëlle Gilles Hélène Hervé Isabelle Laurent
        Luc Maud Mireille Olivier Sylvie Thierry Valérie Yannick
    """,
    "Spanish": """
        Adriana Alejandra Álvaro Beatriz Carmen Claudia Diego Elena Esteban Fernando Gabriela Gonzalo Héctor
        Inés Javier Lorena Lucía Marcela Marta Mónica Óscar Patricia Ramiro Raquel Rodrigo Silvia Tomás
        Verónica Ximena
    """,
    "Portuguese": """
        Aline André Bruna Caio Camila Débora Eduardo Fábio Fernanda Gustavo Helena Juliana Leandro Luana
        Marcelo Márcia Otávio Priscila Rafael Renata Sérgio Thiago Vanessa Vinícius
    """,
    "Italian": """
        Alessia Bruno Chiara Claudia Davide Elisa Fabio Federica Giorgia Luca Marco Michela Paola Riccardo
        Sara Stefano
    """,
    "Dutch": """
        Anouk Bas Daan Esther Femke Gijs Hanneke Jeroen Joost Lotte Maaike Marieke Niels Pieter Ruud Saskia
        Sander Wouter
    """,
    "Nordic": """
        Anders Annika Astrid Bengt Birgitta Eero Freja Gunnar Henrik Inga Jesper Kaisa Kristin Lasse Mikael
        Oddvar Pernille Ragnhild Signe Ulla
    """,
    "Indian": """
        Aarti Ajay Anand Deepa Gautam Harish Kavita Lakshmi Manish Meera Nandini Nikhil Prakash Priya Rajesh
        Rohan Sanjay Shalini Sunita Suresh Varun Vidya
    """,
    "Chinese": """
        Alvin Boon Cheng Daphne Eileen Fang Grace Hui Jia Jun Kelvin Lian Mei Ning Pei Qing Rui Serene Shan
        Wei Xin Yan
    """,
    "Japanese": """
        Akiko Daisuke Emi Haruka Hideo Hiroshi Kaori Kazuya Kenji Mayumi Naoki Noriko Satoru Shinji Takashi
        Tomoko Yoko Yuji
    """,
}
LAST_NAMES = {
    "English": """
        Abernathy Ashdown Bagshaw Barlow Birchall Blakely Boothroyd Brannigan Burdett Caldwell Carmody
        Chilton Cobham Corrigan Croft Dabney Delaney Denholm Dunwoody Eastman Eldridge Fairley Fenwick
        Finnegan Galbraith Garside Goodall Grady Halloran Hartnell Haskins Hatfield Hollister Huxtable
        Ingram Jessup Kendrick Kershaw Killian Lachlan Langford Latimer Lockyer Mabry Maddox McAllen Merrick
        Mulhern Nesbitt Ogden Ormsby Pendleton Pickard Prewitt Quigley Radcliff Ransome Renshaw Rudd
        Sandifer Scanlon Selby Shaughnessy Stanfield Strickland Tackett Thornhill Tolliver Underhill Vickery
        Wainwright Weatherby Whitlock Winslow Yardley
    """,
    "German": """
        Ahrens Bachmeier Brinkmann Drechsler Eberle Feldkamp Gerlach Haberland Hellwig Hinrichs Jansen
        Kaltenbach Kirchhoff Lehnert Lindemann Mertens Niehaus Oberdorf Petersen Rademacher Reuter Sauerwein
        Schilling Steinbach Thielmann Ullrich Vollmer Wiegand
    """,
    "French": """
        Aubertin Barbier Besson Chauvet Colin Darras Delmas Fabre Gaillard Garnier Hamon Jacquet Lacombe
        Lefort Maillard Marchand Noiret Pelletier Poulain Rivoire Saunier Tessier Vasseur
    """,
    "Spanish": """
        Aguilar Arriaga Barrientos Bustos Cáceres Carranza Cisneros Dávila Escalante Figueroa Gallardo
        Ibarra Landa Lozano Maldonado Montes Olivares Orozco Palacios Quiroga Rentería Salcedo Santillán
        Tejada Urrutia Valdivia Villegas Zamora
    """,
    "Portuguese": """
        Almeida Amaral Azevedo Barbosa Bittencourt Camargo Campos Cardoso Duarte Esteves Figueira Guimarães
        Lacerda Leal Macedo Moraes Nogueira Peixoto Queiroz Sampaio Siqueira Teixeira Vasconcelos
    """,
    "Italian": """
        Barbieri Bassi Colombo Conti Fontana Gallo Guidi Longo Marchetti Moretti Pellegrini Piras Rinaldi
        Sartori Testa Villani
    """,
    "Dutch": """
        Bakker Boersma Brouwer Dekker Dijkstra Hendriks Hoekstra Kramer Kuipers Mulder Postma Schouten Smits
        Terpstra Veenstra Visser Wolters
    """,
    "Nordic": """
        Aalto Bergström Dahlgren Ekholm Engström Fossum Haugen Hedlund Holmberg Iversen Kallio Lindahl
        Mortensen Nylund Pedersen Rantala Sandvik Solberg Vestergaard Wikström
    """,
    "Indian": """
        Acharya Bhatt Chaudhary Desai Deshpande Ghosh Iyer Joshi Kulkarni Menon Mishra Nair Pillai Rao
        Saxena Shetty Srinivasan Trivedi Varma
    """,
    "Chinese": """
        Chan Cheung Chua Fong Goh Ho Koh Kwok Lau Leong Lim Loh Ng Ong Seah Tan Teo Toh Yap Yeo
    """,
    "Japanese": """
        Aoki Endo Fujita Hayashi Hirano Ishii Kimura Kojima Matsui Miura Morita Nakano Ogawa Okada Sakai
        Taniguchi Ueda Yoshida
    """,
}
COMPANY_STARTS = """
        alder birch cobalt copper delta ember falcon granite harbor iron juniper keystone lumen meridian north
        orchard pillar quarry ridge summit tern union vale willow
"""
COMPANIES = [
    first + second
    for first in COMPANY_STARTS.split()
    for second in ("line", "works", "gate", "field", "point", "group", "tech")
]

COLUMNS = {
    "respondent": pl.Int32,
    "sent": pl.Datetime("us"),
    "replied": pl.Datetime("us"),
    "status": pl.Enum(["bounced", "delivered", "replied"]),
    "impact": pl.Enum(["Yes", "No"]),
    "how": pl.String,
    "how_codes": pl.List(pl.String),
    "role": pl.Enum(list(ROLES)),
    "region": pl.Enum(list(REGIONS)),
    "industry": pl.Enum(list(INDUSTRIES)),
    "team_size": pl.Int32,
    "years": pl.Int32,
    "policy": pl.Enum([*POLICIES, "Don't know"]),
    "cold_calls": pl.Float64,
    "leads_followed": pl.Float64,
    "meetings_booked": pl.Float64,
    "social_touches": pl.Float64,
    "quota": pl.Int32,
    "linkedin_minutes": pl.Int32,
    "twitter_minutes": pl.Int32,
    **{statement: pl.Enum(AGREEMENT) for statement in STATEMENTS},
    "recommend": pl.Enum([str(score) for score in range(11)]),
    "name": pl.String,
    "email": pl.String,
    "weight": pl.Float64,
}


def pick(rng, weights):
    """One key of {key: weight}, with a chance in proportion to its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def skewed(rng, median, spread):
    """A log-normal number: most near the median, a few far above it."""
    return median * math.exp(rng.gauss(0, spread))


def share_out(total, wishes):
    """Whole numbers in proportion to {key: wish} that add up to the total (largest remainders)."""
    scale = total / sum(wishes.values())
    counts = {key: int(wish * scale) for key, wish in wishes.items()}
    by_remainder = sorted(wishes, key=lambda key: counts[key] - wishes[key] * scale)
    for key in by_remainder[: total - sum(counts.values())]:
        counts[key] += 1
    return counts


def allowed(reply, column):
    """The values of a column that a reply implies, or None where it says nothing."""
    if column == "region" and column not in reply and "lang" in reply:
        return NATIVE_REGIONS.get(reply["lang"], ["EMEA"])
    implied = reply.get(column)
    return [implied] if implied is not None and not isinstance(implied, list) else implied


def fits(reply, person):
    return all(person[column] in (allowed(reply, column) or [person[column]]) for column in ("role", "region"))


def hand_out(rng, replies, people):
    """Give each reply to a person of a fitting role and region (augmenting paths, most particular replies first)."""

    def freedom(reply):
        return ("role" not in reply) + (allowed(reply, "region") is None) - 3 * ("recruiting" in reply["codes"])

    order = sorted(replies, key=freedom)
    candidates = []
    for reply in order:
        fitting = [index for index, person in enumerate(people) if fits(reply, person)]
        odds = [RECRUITS[people[index]["role"]] if "recruiting" in reply["codes"] else 1.0 for index in fitting]
        draws = {index: rng.random() ** (1 / odd) for index, odd in zip(fitting, odds, strict=True)}
        candidates.append(sorted(fitting, key=draws.get, reverse=True))
    owner = {}  # person -> reply

    def place(reply, seen):
        free = [person for person in candidates[reply] if person not in owner]
        if free:
            owner[free[0]] = reply
            return True
        for person in candidates[reply]:
            if person not in seen:
                seen.add(person)
                if place(owner[person], seen):
                    owner[person] = reply
                    return True
        return False

    for reply in range(len(order)):
        if not place(reply, set()):
            raise ValueError(f"Nobody fits the reply: {order[reply]['text']}")
    for person, reply in owner.items():
        people[person]["reply"] = order[reply]


def make_cells(rng):
    """How many of each role and region were asked, and how many of them replied."""
    cells = list(itertools.product(ROLES, REGIONS))
    shares = {(role, region): ROLES[role][0] * REGIONS[region][0] * rng.uniform(0.9, 1.1) for role, region in cells}
    asked = share_out(INVITED, shares)
    eager = {(role, region): ROLES[role][1] * REGIONS[region][1] * rng.uniform(0.93, 1.07) for role, region in cells}
    replied = share_out(REPLIED, {cell: asked[cell] * eager[cell] for cell in cells})
    return asked, replied


def make_impact(rng, people):
    """Exactly YES of the people say yes, those of higher role a little more often."""
    people.sort(key=lambda person: -(YES_BY_ROLE[person["role"]] - math.log(1 / rng.uniform(0.001, 0.999) - 1)))
    for index, person in enumerate(people):
        person["impact"] = "Yes" if index < YES else "No"


def make_answers(rng, person):
    """Everything a person who replied also answered, in keeping with what the reply says."""
    reply = person.pop("reply", {"codes": None})
    person["how"], person["how_codes"] = reply.get("text"), reply["codes"]
    person["culture"] = LANGUAGE.get(reply.get("lang")) or pick(rng, CULTURES[person["region"]])
    said = person["impact"] == "Yes"

    industries = allowed(reply, "industry") or INDUSTRIES
    person["industry"] = pick(rng, {industry: INDUSTRIES[industry] for industry in industries})
    shares = {
        policy: (yes if said else no) * POLICY_TILT.get((person["industry"], policy), 1)
        for policy, (yes, no, _) in POLICIES.items()
        if policy in (allowed(reply, "policy") or [policy])
    }
    person["policy"] = pick(rng, shares)
    room = POLICIES[person["policy"]][2]

    team_size, spread, years = TEAM_AND_YEARS[person["role"]]
    person["team_size"] = max(2, round(skewed(rng, team_size, spread)))
    person["years"] = min(38, round(skewed(rng, years, 0.5)))

    touches = skewed(rng, 6.0 * math.exp(0.62 * room) * (1.25 if said else 0.85), 0.5)
    if person["policy"] == "Banned" and rng.random() < 0.4:
        touches = 0.0
    calls = max(0.0, skewed(rng, 42, 0.4) - 0.8 * touches)
    leads = skewed(rng, 11 + 0.12 * calls, 0.35)
    meetings = skewed(rng, 2.2 + 0.13 * touches + 0.022 * calls, 0.3)
    person |= {
        "social_touches": round(touches, 1),
        "cold_calls": round(calls, 1),
        "leads_followed": round(leads, 1),
        "meetings_booked": round(meetings, 1),
        "quota": max(18, round(rng.gauss(84, 15) + 0.5 * min(touches, 40) + rng.expovariate(1 / 6))),
        "linkedin_minutes": in_fives(skewed(rng, 16 * math.exp(0.35 * room) * (1.4 if said else 0.7), 0.65)),
        "twitter_minutes": 0 if rng.random() < 0.55 else in_fives(skewed(rng, 8 * (1.3 if said else 0.8), 0.7)),
        "recommend": str(min(10, max(0, round(rng.gauss(4.1 + 2.5 * said + 0.6 * room, 2.0))))),
    }
    if not said and rng.random() < 0.25:
        person["linkedin_minutes"] = 0
    for statement, (level, by_impact, by_room) in STATEMENTS.items():
        leaning = rng.gauss(level + by_impact * (said - 0.5) + by_room * room * 0.8, 0.9)
        person[statement] = AGREEMENT[sum(leaning > cut for cut in (-1.4, -0.4, 0.3, 1.3))]

    person["pinned"] = {column for column in COLUMNS if column in reply and column != "impact"}
    for column in person["pinned"] - {"role", "region", "industry", "policy"}:
        person[column] = str(reply[column]) if column == "recommend" else reply[column]


def in_fives(minutes):
    """Minutes as people report them: 7 is 5 or 10, and above an hour in quarters."""
    step = 5 if minutes < 60 else 15
    return round(minutes / step) * step


def skip_questions(rng, people):
    """A few answers are missing, never one that the person's own words give away."""
    for column, count in SKIPPED.items():
        for person in rng.sample([person for person in people if column not in person["pinned"]], count):
            person[column] = None
    sure = [person for person in people if person["policy"] and "policy" not in person["pinned"]]
    for person in rng.sample(sure, UNSURE_OF_POLICY):
        person["policy"] = "Don't know"


def make_reply_time(rng, sent):
    """Within 14 days of the e-mail, most at once, in business hours, seldom at the weekend."""
    while True:
        day = sent + timedelta(days=pick(rng, dict(enumerate(DAY_OF_REPLY))))
        time = day.replace(hour=pick(rng, HOUR_OF_REPLY), minute=rng.randrange(60), second=rng.randrange(60))
        weekend = time.weekday() >= 5
        if sent + timedelta(minutes=3) < time < sent + timedelta(days=14) and (not weekend or rng.random() < 0.2):
            return time


def make_address(rng, person, taken):
    """A name of the person's culture and an address on a reserved domain that nobody else has."""
    culture = person.pop("culture")
    first, last = rng.choice(FIRST_NAMES[culture].split()), rng.choice(LAST_NAMES[culture].split())
    plain = unicodedata.normalize("NFKD", f"{first}.{last}".lower()).encode("ascii", "ignore").decode()
    company = rng.choice(COMPANIES)
    for number in itertools.chain([""], itertools.count(2)):
        email = f"{plain}{number}@{company}.example.org"
        if email not in taken:
            taken.add(email)
            person["name"], person["email"] = f"{first} {last}", email
            return


def make_people(rng, replies):
    """All 5,000, as dictionaries of column to answer, in the order in which they were asked."""
    asked, replied = make_cells(rng)
    repliers = [
        {"role": role, "region": region, "status": "replied"} for (role, region), n in replied.items() for _ in range(n)
    ]
    make_impact(rng, repliers)
    for impact in ("Yes", "No"):
        said = [reply for reply in replies if reply.get("impact", "Yes") == impact]
        hand_out(rng, said, [person for person in repliers if person["impact"] == impact])
    for person in repliers:
        make_answers(rng, person)
        cell = person["role"], person["region"]
        person["weight"] = round(asked[cell] / INVITED / (replied[cell] / REPLIED), 6)
    skip_questions(rng, repliers)

    silent = [
        {
            "role": role,
            "region": region,
            "status": "delivered",
            "industry": pick(rng, INDUSTRIES),
            "culture": pick(rng, CULTURES[region]),
        }
        for (role, region), n in asked.items()
        for _ in range(n - replied[role, region])
    ]
    for person in rng.sample(silent, BOUNCED):
        person["status"] = "bounced"

    people = repliers + silent
    rng.shuffle(people)
    taken = set()
    for index, person in enumerate(people):
        wave, place = divmod(index, INVITED // len(WAVES))
        person["respondent"] = index + 1
        person["sent"] = WAVES[wave] + timedelta(seconds=2 * place + rng.randrange(2))
        if person["status"] == "replied":
            person["replied"] = make_reply_time(rng, person["sent"])
        make_address(rng, person, taken)
    return people


def make_sample(output):
    """Write the survey to a parquet file, its codebook in the file's metadata."""
    replies = tomllib.loads((HERE / "replies.toml").read_text(encoding="utf-8"))["reply"]
    people = make_people(random.Random(SEED), replies)
    frame = pl.DataFrame({column: [person.get(column) for person in people] for column in COLUMNS}, schema=COLUMNS)
    survey = (HERE / "survey.toml").read_text(encoding="utf-8")
    frame.write_parquet(output, compression="zstd", compression_level=9, metadata={"topline": survey})


def main():
    parser = argparse.ArgumentParser(description="Make the founding survey, sample.parquet.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where to write it (default: the project root)")
    make_sample(parser.parse_args().output)


if __name__ == "__main__":
    main()
