"""Overeenkomsten en prospecten."""

from tests.isolatie.adressen.soorten import Adres, van

ADRESSEN: dict[str, Adres] = {
    "projecten:overeenkomsten": van("HR COO", hoe="G", vraag=("", "?vorm=xlsx", "?stand=loopt")),
    "projecten:overeenkomst_nieuw": van("HR COO"),
    "projecten:overeenkomst": van("HR COO", ding="overeenkomst"),
    "projecten:verlengen": van("HR COO", ding="overeenkomst"),
    "projecten:overeenkomst_document": van("HR COO", ding="overeenkomst", hoe="G", vraag=("", "?bijlage=1")),
    "projecten:prospecten": van("HR COO", hoe="G", vraag=("", "?vorm=xlsx", "?q=vzw&status=verkend")),
    "projecten:prospect_nieuw": van("HR COO"),
    "projecten:prospect": van("HR COO", ding="prospect", gegevens={"datum": "01/02/2023", "nota": "gebeld"}),
    "projecten:prospect_wijzig": van("HR COO", ding="prospect"),
    "projecten:prospect_status": van("HR COO", ding="prospect", hoe="P", gegevens={"naar": "toegezegd"}),
    "projecten:prospect_plek": van("HR COO", ding="prospect", hoe="P", ok=(302,)),
}
