"""Wat er mis kan gaan bij verzegelen, in woorden die zeggen wat te doen."""


class ZegelFout(Exception):
    """Basis van alle fouten van het zegel; `str(fout)` is een Nederlandse zin voor de beheerder."""


class SleutelOntbreekt(ZegelFout):
    """Het bestand met de sleutel is er niet, is niet leesbaar of is onvolledig."""


class VerkeerdWachtwoord(ZegelFout):
    """GD_ZEGEL_WACHTWOORD opent het PKCS#12-bestand niet."""


class CertificaatVerlopen(ZegelFout):
    """Het certificaat is vandaag niet (meer) geldig."""


class SchijfVol(ZegelFout):
    """De map van het zegel kan niet geschreven worden."""


class TijdstempelFout(ZegelFout):
    """De tijdstempelserver van GD_TSA_URL antwoordt niet of niet goed."""
