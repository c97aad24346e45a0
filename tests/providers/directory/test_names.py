"""Names, towns and addresses in capitals become as Italian writes them; real examples from the region's list."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.directory.names import read_name, read_place, spaced, without_hanging

NAMES = [
    ("CASA DI RIPOSO S. GIUSEPPE ONLUS", "Casa di Riposo S. Giuseppe ONLUS"),
    ("FONDAZIONE DON\nCARLO ZANONCELLO", "Fondazione Don Carlo Zanoncello"),
    ("FONDAZIONE\nHONNEGER R.S.A. STRUTTURA", "Fondazione Honneger RSA Struttura"),
    ("PENSIONATO CONTESSI-SANGALLI FOND. O.N.L.U.S.", "Pensionato Contessi-Sangalli Fond. ONLUS"),
    ("FONDAZIONE DOMUS E.D.E.R.A.", "Fondazione Domus E.D.E.R.A."),
    ("FONDAZIONE CASA\nSERENA - LEFFE O.N.L.U.S.", "Fondazione Casa Serena - Leffe ONLUS"),
    ('FONDAZIONE "DON\nSTEFANO PALLA" ONLUS', 'Fondazione "Don Stefano Palla" ONLUS'),
    ("PAPA GIOVANNI\nPAOLO I", "Papa Giovanni Paolo I"),
    ("RSA PAPA GIOVANNI XXIII", "RSA Papa Giovanni XXIII"),
    ("CONSORZIO\nINTERCOMUNALE PER IL GERONTOCOMIO", "Consorzio Intercomunale per il Gerontocomio"),
    ("OPERA PIA\nDELBARBA-MASELLI- DANDOLO CENTRO SOCIALE DI", "Opera Pia Delbarba-Maselli-Dandolo Centro Sociale"),
    ("RSA LA RESIDENZA", "RSA La Residenza"),
    ("R.S.A. IL PARCO DELLE CAVE", "RSA Il Parco delle Cave"),
    ("RSA L'ARCA", "RSA L'Arca"),
    ("L'ATTICO AZZURRO", "L'Attico Azzurro"),
    ("CASA PER L'ANZIANO", "Casa per l'Anziano"),
    ("COOPERATIVA CASA DELL'ANZIANO SAN CAMILLO", "Cooperativa Casa dell'Anziano San Camillo"),
    ("ISTITUZIONE SANT'ANDREA", "Istituzione Sant'Andrea"),
    ("RSA ISABELLA D'ESTE", "RSA Isabella d'Este"),
    ("FONDAZIONE \"CA'\nD'INDUSTRIA\" COMO ONLUS", "Fondazione \"Ca' d'Industria\" Como ONLUS"),
    ("FONDAZIONE CÀ D'INDUSTRIA ONLUS", "Fondazione Cà d'Industria ONLUS"),
    ("FONDAZIONE LE RONDINI CITTA' DI LUMEZZANE ONLUS", "Fondazione Le Rondini Città di Lumezzane ONLUS"),
    ("FONDAZIONE CASA DI RIPOSO DI ROE' VOLCIANO ONLUS", "Fondazione Casa di Riposo di Roè Volciano ONLUS"),
    ("FONDAZIONE F.LLI\nGUERINI ONLUS", "Fondazione F.lli Guerini ONLUS"),
    ('FONDAZIONE "VILLA\nS. CUORE C.GI PREYER" ONLUS', 'Fondazione "Villa S. Cuore C.gi Preyer" ONLUS'),
    ("CASA DI RIPOSO\nVILLA S.BENEDETTO", "Casa di Riposo Villa S. Benedetto"),
    ("CASA PER ANZIANI DON G.ALLIEVI", "Casa per Anziani Don G. Allievi"),
    ("FOND.RSA DR. C.\nSCARPARI FORATTINI ONLUS", "Fond. RSA Dr. C. Scarpari Forattini ONLUS"),
    ("FONDAZ.IST.\nGERIATRICO GIULIO CANOSSA", "Fondaz. Ist. Geriatrico Giulio Canossa"),
    ("A.S.FAR.M. AZIENDA\nSPECIALE", "A.S.FAR.M. Azienda Speciale"),
    ("R.S.A. DELL'A.S.L. DI LODI", "RSA dell'ASL di Lodi"),
    ("FONDAZIONE SS. REDENTORE", "Fondazione SS. Redentore"),
    ("VILLA SERENA S.P.A.", "Villa Serena S.p.A."),
    ("RESIDENZA AI PINI (PANGI SRL)", "Residenza ai Pini (Pangi S.r.l.)"),
    ("R.S.A. IL PARCO\nS.C.R.L.", "RSA Il Parco S.c.r.l."),
    ("R.S.A. C/O IL\nCENTRO COMUNALE", "RSA c/o il Centro Comunale"),
    ("R.S.A. CARDUCCI (EX\nVITARESIDENCE", "RSA Carducci (ex Vitaresidence)"),
    ("RSA I CICLAMINI (EX", "RSA I Ciclamini"),
    ('RSA "I GIRASOLI"', 'RSA "I Girasoli"'),
    ('FONDAZIONE CASA\nDI RIPOSO "VILLA', "Fondazione Casa di Riposo Villa"),
    ("RSA  VILLA\nPURICELLI CASA CARD. G. LERCARO -", "RSA Villa Puricelli Casa Card. G. Lercaro"),
    ('CASA DI RIPOSO\n"IDA PARRAVICINI DI PERSIA" -IPAB', 'Casa di Riposo "Ida Parravicini di Persia" - IPAB'),
    ("ISTITUTO NEUROPSICHIATRIC O CREMONESINI", "Istituto Neuropsichiatrico Cremonesini"),
    ("A.S.P. CARLO PEZZANI RSA 1", "ASP Carlo Pezzani RSA 1"),
    ('FONDAZIONE CASA\nDI RIPOSO "C. E V. BELLINI"  ONLUS', 'Fondazione Casa di Riposo "C. e V. Bellini" ONLUS'),
    ("RESIDENZA PER ANZIANI VILLA W.A. MOZART", "Residenza per Anziani Villa W.A. Mozart"),
    ("RESIDENZE\nSACCARDO EDIFICIO A", "Residenze Saccardo Edificio A"),
    ("RSA ANTONIO DELLACA'", "RSA Antonio Dellacà"),
    ('ISTITUTO GERIATRICO "G. & C. FRISIA" MERATE', 'Istituto Geriatrico "G. & C. Frisia" Merate'),
    # Whoever wrote lower case knew better.
    ("Casa di riposo  San Giuseppe", "Casa di riposo San Giuseppe"),
    ("RSA San Giuseppe di", "RSA San Giuseppe di"),
    ("", ""),
    (" - ", ""),
]
PLACES = [
    ("BRIGNANO GERA D'ADDA", "Brignano Gera d'Adda"),
    ("PALAZZOLO SULL'OGLIO", "Palazzolo sull'Oglio"),
    ("SAN MARTINO\nDALL'ARGINE", "San Martino dall'Argine"),
    ("CASALBUTTANO ED UNITI", "Casalbuttano ed Uniti"),
    ("ALBESE CON\nCASSANO", "Albese con Cassano"),
    ("CASSINA DE' PECCHI", "Cassina de' Pecchi"),
    ("LAVENO- MOMBELLO", "Laveno-Mombello"),
    ("CASALPUSTERLEN GO", "Casalpusterlengo"),
    ("SERRAVALLE A PO", "Serravalle a Po"),
    ("CHIGNOLO PO", "Chignolo Po"),
    ("VIGGIÙ", "Viggiù"),
    ("VIA B. CRESPI, 9", "Via B. Crespi, 9"),
    ("VIA A. DUCA D'AOSTA, 1", "Via A. Duca d'Aosta, 1"),
    ("VIA SALVO D'ACQUISTO,\n5", "Via Salvo D'Acquisto, 5"),
    ("VIA G. D'ANNUNZIO, 3", "Via G. D'Annunzio, 3"),
    ("VIA GIOVANNI  XXIII, 4", "Via Giovanni XXIII, 4"),
    ("VIA XX SETTEMBRE,\n19/21", "Via XX Settembre, 19/21"),
    ("VIA ALBERTO LOMBARDI ,\n5", "Via Alberto Lombardi, 5"),
    ("VIA SAN ROCCO, SNC", "Via San Rocco, snc"),
    ("VIA CAGNONI, 9 BIS", "Via Cagnoni, 9 bis"),
    ("VIA CARNOVALI, 93/A", "Via Carnovali, 93/A"),
    ("VIALE MARTIRI LIBERTA',\n6", "Viale Martiri Libertà, 6"),
    ("VIA SAN NICOLO', 4/6/8", "Via San Nicolò, 4/6/8"),
    ("VIA PER ROVATO, 13/D", "Via per Rovato, 13/D"),
    ("VIA C. A. DALLA CHIESA,\n43", "Via C. A. Dalla Chiesa, 43"),
    ("VIA J.BONFADIO, 37", "Via J. Bonfadio, 37"),
    ("VIA S.M. ELISABETTA, 36", "Via S.M. Elisabetta, 36"),
    ("VIA F.LLI  SCALVINI, 60", "Via F.lli Scalvini, 60"),
    ("VIA UMBERTO I°, 41", "Via Umberto I°, 41"),
    ("VIALE CATERINA DA FORLÌ, 19", "Viale Caterina da Forlì, 19"),
    ("VICOLO PORETTI-\nMAGNANI, 4", "Vicolo Poretti-Magnani, 4"),
    ("PIAZZETTA 14 LUGLIO\n1994, SNC", "Piazzetta 14 Luglio 1994, snc"),
]


@pytest.mark.parametrize(("written", "read"), NAMES)
def test_names(written: str, read: str) -> None:
    assert read_name(written) == read


@pytest.mark.parametrize(("written", "read"), PLACES)
def test_towns_and_addresses(written: str, read: str) -> None:
    assert read_place(written) == read


@pytest.mark.parametrize(("written", "read"), NAMES + PLACES)
def test_what_was_read_is_read_the_same_again(written: str, read: str) -> None:
    assert read_name(read) == read
    assert read_place(read) == read


@pytest.mark.parametrize("sign", ["-", "(", ",", " ", "- ", "(EX ", " DI", "DI ", "S.", "A", "'", '"', "[at", "A-"])
def test_a_long_run_of_signs_takes_no_time(sign: str) -> None:
    begin = time.monotonic()
    for text in (sign * 2000, f"CASA DI RIPOSO {sign * 2000} MILANO", f"CASA {sign * 2000}"):
        read_name(text[:2100])
        read_place(text[:2100])
    assert time.monotonic() - begin < 1


@given(st.lists(st.sampled_from(["CASA", "DI", "(EX", "DELL'", "-", "(", ",", " ", "E", ")", "MILANO"]), max_size=300))
def test_nothing_is_left_hanging(words: list[str]) -> None:
    kept = without_hanging(spaced("".join(words)))
    assert kept == kept.rstrip(" ,(-")
    assert without_hanging(kept) == kept
    assert "".join(words).replace(" ", "").startswith(kept.replace(" ", ""))
