"""Wat `check --deploy` over het zegel zegt: dat het een test is, of dat er geen tijdstempels zijn."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register

from documenten.zegel import instelling


@register(Tags.security, deploy=True)
def zegel(app_configs, **_) -> list[CheckMessage]:
    uit: list[CheckMessage] = []
    if settings.GD_ZEGEL_NIVEAU not in ("", *instelling.NIVEAUS):
        raad = f"Kies {', '.join(instelling.NIVEAUS)}, of laat het leeg."
        uit.append(Error("GD_ZEGEL_NIVEAU is geen niveau dat wij kennen.", hint=raad, id="documenten.E001"))
    if not instelling.een_echt():
        raad = "Zet GD_ZEGEL_PKCS12 of GD_ZEGELS."
        uit.append(Info("Alles wordt met een testzegel verzegeld.", hint=raad, id="documenten.I001"))
    if not instelling.tijdstempelservers():
        raad = "Zet GD_TSA_URLS: zonder tijdstempel is na het einde van het certificaat niets meer te bewijzen."
        uit.append(Info("Zegels krijgen geen tijdstempel (B-B).", hint=raad, id="documenten.I002"))
    elif instelling.TEST in instelling.tijdstempelservers() and instelling.een_echt():
        raad = "Haal “test” uit GD_TSA_URLS."
        uit.append(Warning("Een echt zegel krijgt een tijdstempel van de testdienst.", hint=raad, id="documenten.W001"))
    return uit
