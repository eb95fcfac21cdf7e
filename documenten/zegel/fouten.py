"""Wat er mis kan gaan bij verzegelen, in woorden die zeggen wat te doen."""


class ZegelFout(Exception):
    """Basis van alle fouten van het zegel; `str(fout)` is een Nederlandse zin voor de beheerder."""


class SleutelOntbreekt(ZegelFout):
    """Het bestand met de sleutel is er niet, is niet leesbaar of is onvolledig."""


class VerkeerdWachtwoord(ZegelFout):
    """Het ingestelde wachtwoord opent het PKCS#12-bestand niet."""


class CertificaatVerlopen(ZegelFout):
    """Het certificaat is vandaag niet (meer) geldig."""


class SchijfVol(ZegelFout):
    """De map van het zegel kan niet geschreven worden."""


class TijdstempelFout(ZegelFout):
    """Geen tijdstempelserver van GD_TSA_URLS antwoordt zoals het hoort."""


class DienstFout(ZegelFout):
    """De ondertekendienst van elders antwoordt niet, of weigert."""


class BewijsFout(ZegelFout):
    """Of een certificaat ingetrokken is, was niet na te gaan: zonder dat is er geen zegel voor de lange duur."""


class NietLanger(ZegelFout):
    """Een nieuw archieftijdstempel zou niet later eindigen dan het vorige: het helpt niet."""
