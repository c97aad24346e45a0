"""The columns that are read, and the titles under which payroll programs export them."""

from collections.abc import Mapping

# The first title of each is the one that guides and messages use.
TITLES: Mapping[str, tuple[str, ...]] = {
    "number": (
        "Matricola", "Matr.", "N. matricola", "Num. matricola", "Nr. matricola", "N.ro matricola", "No matricola",
        "Numero matricola", "Numero di matricola", "Codice matricola", "Cod. matricola", "Matricola dipendente",
        "Matricola INPS", "Codice dipendente", "Cod. dipendente", "Cod. dip.", "Numero dipendente", "ID dipendente",
        "Codice lavoratore", "Numero socio", "Member number", "Employee number",
    ),
    "family_name": ("Cognome", "Cognome dipendente", "Cognome lavoratore", "Family name", "Last name", "Surname"),
    "given_name": ("Nome", "Nome dipendente", "Nome lavoratore", "Nome proprio", "Given name", "First name"),
    "full_name": (
        "Cognome e nome", "Cognome nome", "Cognome/Nome", "Cognome & nome", "Nominativo", "Dipendente", "Lavoratore",
        "Nominativo dipendente", "Cognome e nome dipendente", "Anagrafica",
    ),
    "tax_code": (
        "Codice fiscale", "Cod. fiscale", "Cod. fisc.", "Codice fisc.", "C.F.", "Cod. fiscale dipendente",
        "Codice fiscale dipendente", "Codice fiscale lavoratore", "CodFisc", "C. fiscale", "Tax code",
    ),
    "birth_date": (
        "Data di nascita", "Data nascita", "Dt. nascita", "D. nascita", "Nascita", "Nato il", "Nata il",
        "Nato/a il", "Data nasc.", "Birth date", "Date of birth",
    ),
    "sex": ("Sesso", "Genere", "M/F", "Sex", "Gender"),
    "email": (
        "E-mail", "Email", "Mail", "Posta elettronica", "Indirizzo e-mail", "Indirizzo mail", "Indirizzo di posta",
        "E-mail personale", "Mail personale", "E-mail dipendente", "E-mail aziendale", "Mail aziendale",
        "Indirizzo di posta elettronica",
    ),
    "hired_on": (
        "Data assunzione", "Data di assunzione", "Assunzione", "Data assunz.", "Dt. assunzione", "Dt. assunz.",
        "Assunto il", "Assunta il", "Assunto/a il", "Data inizio rapporto", "Inizio rapporto", "Data inizio",
        "Data assunz", "Hired on", "Hire date",
    ),
    "left_on": (
        "Data cessazione", "Data di cessazione", "Cessazione", "Data cess.", "Data cessaz.", "Dt. cessazione",
        "Dt. cess.", "Cessato il", "Cessata il", "Cessato/a il", "Data fine rapporto", "Fine rapporto",
        "Data licenziamento", "Data uscita", "Ultimo giorno", "Left on",
    ),
    "site": (
        "Sede", "Sede di lavoro", "Sede lavoro", "Sede lavorativa", "Unità produttiva", "Unità locale", "Filiale",
        "Stabilimento", "Luogo di lavoro", "Descrizione sede", "Desc. sede", "Site",
    ),
    "level": (
        "Livello", "Liv.", "Livello inquadramento", "Livello di inquadramento", "Liv. inquadramento",
        "Livello contrattuale", "Liv. contrattuale", "Level",
    ),
    # Stands for the level where no column is called so.
    "grade": ("Inquadramento", "Inquadr.", "Inquadramento contrattuale", "Qualifica"),
    "contract_hours": (
        "Ore settimanali", "Ore sett.", "Ore settim.", "Ore/settimana", "Ore a settimana", "Ore sett.li",
        "Orario settimanale", "Orario sett.", "Ore contrattuali", "Ore contratto", "Ore contrattuali settimanali",
        "Ore settimanali contrattuali", "H settimanali", "H sett.", "Hours a week", "Weekly hours",
    ),
}  # fmt: skip

# A file that lasts: what `modello` gives, and what the guide shows.
SAMPLE = (
    ("Matricola", "Cognome", "Nome", "Codice fiscale", "Data di nascita", "E-mail", "Assunzione", "Cessazione", "Sede",
     "Livello", "Ore settimanali"),
    ("00123", "Bianchi", "Anna", "BNCNNA85C54F257W", "14/03/1985", "anna.bianchi@example.org", "07/01/2020", "",
     "Modena", "C1", "38,5"),
)  # fmt: skip
