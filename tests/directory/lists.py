"""Lists of homes for tests, and the region's own where it is at hand."""

from collections.abc import Mapping, Sequence
from pathlib import Path

HEADER = (
    "asl;denominazione_struttura;comune;indirizzo;cap;telefono;fax;email;posti_letto_accreditati;"
    "posti_letto_alzheimer_accreditati"
)
PINETA = "VA;PINETA;TRADATE;VIA MONTE NEVOSO, 12;21049;0331/844495;0331/814187;rainbow@ rsa- pineta.it;90;0"
VELINI = "VA;FONDAZIONE VELINI ONLUS;TRADATE;VIA S. STEFANO, 39/A;21049;0331/845776;;velini@virgilio.it;40;0"
BERNACCHI = "VA;CASA DI RIPOSO BERNACCHI;GAVIRATE;VIA FERRARI, 11;21026;0332/743198;;;80;20"
THREE = (PINETA, VELINI, BERNACCHI)


def shared_list() -> Path | None:
    """The region's list beside the checkout, if it is there."""
    here = Path(__file__).resolve()
    places = (up / "shared" / "data" / "rsa-lombardia.csv" for up in here.parents)
    return next((path for path in places if path.is_file()), None)


LIST = shared_list()


def written(folder: Path, rows: Sequence[str] = THREE, header: str = HEADER) -> Path:
    """A list as a file."""
    path = folder / "elenco.csv"
    path.write_text("\r\n".join([header, *rows]) + "\r\n", encoding="utf-8")
    return path


def changed(row: str, changes: Mapping[int, str]) -> str:
    """A row with other values in some columns, counted from 0."""
    return ";".join(changes.get(place, value) for place, value in enumerate(row.split(";")))
