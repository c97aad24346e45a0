"""The regulation of the demo's plans, as their people read it."""

TEXT = """Regolamento del piano welfare

1. Chi ne ha diritto. Tutte le persone in forza, per categorie omogenee. Nessun credito è dato alla singola persona.
2. Da dove viene il credito. Dal contratto nazionale e da una somma che l'azienda aggiunge di sua volontà.
3. Quanto dura. Il credito del contratto si usa entro il 31 maggio dell'anno dopo; quello volontario \
entro il 31 dicembre.
4. Che cosa si può scegliere. I servizi dello scaffale: istruzione, cura, salute, tempo libero, per sé e per la \
famiglia.
5. Che cosa non si può fare. Il credito non si trasforma in denaro e non si integra con denaro proprio.
6. Riservatezza. L'azienda non vede che cosa scegli, né per chi.

Riferimenti: art. 51, commi 2 e 3-bis, e art. 12 del TUIR; DM 25 marzo 2016, art. 6.
"""
