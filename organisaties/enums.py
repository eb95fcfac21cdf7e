from django.db.models import TextChoices


class Rol(TextChoices):
    HR = "hr", "HR"
    MENTOR = "mentor", "mentor"
    LEIDINGGEVENDE = "leidinggevende", "leidinggevende"
    DIRECTEUR = "directeur", "algemeen directeur"
    COORDINATOR = "coordinator", "projectcoördinator"
    GLOW = "glow", "GLOW-partner"
    CONTROLEUR = "controleur", "ESF-controleur"
    BEHEERDER = "beheerder", "beheerder"


class Vervangbaar(TextChoices):
    """In wiens plaats iemand kan tekenen: die van de leidinggevende of de algemeen directeur."""

    LEIDINGGEVENDE = Rol.LEIDINGGEVENDE.value, "direct leidinggevende"
    DIRECTEUR = Rol.DIRECTEUR.value, "algemeen directeur"


class Tekenwijze(TextChoices):
    """Hoe iemand een fiche aftekent; een bestuur kiest wat het toelaat. `bewijst`: wat elke manier aantoont."""

    TOEPASSING = "toepassing", "in de toepassing"
    CERTIFICAAT = "certificaat", "met een eigen certificaat"
    PAPIER = "papier", "op papier"
    VOORAF = "vooraf", "papier, vóór ingebruikname"

    @property
    def bewijst(self) -> str:
        return _BEWIJST[self.value]


_BEWIJST = {
    "toepassing": "Dat iemand met een eigen aanmelding, net opnieuw bevestigd, precies deze inhoud aftekende.",
    "certificaat": "Dat de houder van een certificaat precies dit document ondertekende. Wie, zegt de uitgever ervan.",
    "papier": "Dat een tweede persoon de scan van de getekende fiche met deze versie vergeleek en ze bevestigde.",
    "vooraf": "Dat een tweede persoon de scan, de datum en de ondertekenaar bevestigde. De scan is het bewijs.",
}


class Gevoelig(TextChoices):
    """Waarom een daad een tweede factor vraagt."""

    TEKENT = "tekent", "ondertekent"
    BEHEERT = "beheert", "beheert"
    ZIET_NAMEN = "ziet_namen", "ziet namen van deelnemers"


class SoortBestuur(TextChoices):
    GEMEENTE = "gemeente", "gemeente"
    STAD = "stad", "stad"
    OCMW = "ocmw", "OCMW"
    WELZIJNSVERENIGING = "welzijnsvereniging", "welzijnsvereniging"
    INTERGEMEENTELIJK = "intergemeentelijk", "intergemeentelijk samenwerkingsverband"


class SoortOrganisatie(TextChoices):
    LOKAAL_BESTUUR = "lokaal_bestuur", "lokaal bestuur"
    DISTRICT = "district", "district"
    WELZIJNSVERENIGING = "welzijnsvereniging", "welzijnsvereniging"
    VZW = "vzw", "vzw"
    ONDERWIJS = "onderwijs", "onderwijs"
    PUBLIEKE_VERENIGING = "publieke_vereniging", "publieke vereniging"
    INTERGEMEENTELIJK = "intergemeentelijk", "intergemeentelijk samenwerkingsverband"
