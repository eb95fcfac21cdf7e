from django.db.models import TextChoices


class Soort(TextChoices):
    FICHE_LEESKOPIE = "fiche_leeskopie", "leeskopie van een fiche"
    FICHE = "fiche", "ondertekende fiche"
    FICHE_TE_TEKENEN = "fiche_te_tekenen", "fiche, klaar om met een eigen certificaat te ondertekenen"
    SCAN = "scan", "scan van een op papier getekende fiche"
    CERTIFICAAT = "certificaat", "certificaat van deelname"
    URENSTAAT = "urenstaat", "urenstaat"
    AFSPRAKEN = "afspraken", "afspraken voor de start van een plaatsing"
    RAPPORT = "rapport", "ESF-rapport"
    BEWIJSPAKKET = "bewijspakket", "bewijspakket"
    LOGO = "logo", "logo"
    BANNER = "banner", "logobanner"
    OVEREENKOMST = "overeenkomst", "samenwerkingsovereenkomst"
    ATTEST = "attest", "attest van de deelnemer"


class Bewaarklasse(TextChoices):
    BEWIJS = "bewijs", "bewijs voor ESF: 10 jaar na het einde van het project"
    PERSOON = "persoon", "noemt een deelnemer: gaat mee met die persoon"
    WERK = "werk", "werkdocument: weg zodra het vervangen is"
