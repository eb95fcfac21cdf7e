"""De kanaries: in welke velden ze passen, en hoe ze erin komen."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from leerwerkplekken.standaard import ROLLEN
from organisaties.schema import tenantmodellen
from tests.isolatie.stad.soorten import Bestuur

KORT = 30  # een veld dat korter is kan geen kanarie dragen
NIET = {  # velden met een vaste vorm
    ("documenten_huisstijl", "kleur"),
    ("documenten_document", "mime"),
    ("beheer_uitnodiging", "nonce"),
    ("leerwerkplekken_aanbodvraag", "antwoord"),  # liggen vast na het antwoord, dat zelf de kanarie draagt
    ("leerwerkplekken_aanbodvraag", "beantwoord_naam"),
    ("leerwerkplekken_aanbod", "antwoord_naam"),  # enkel samen met wie noteerde: de stap zet er zelf een
    ("leerwerkplekken_aanbod", "genoteerd_naam"),
    ("projecten_oproepinstelling", "sleutel"),
    ("plaatsingen_ondertekening", "getekend_naam"),  # zet enkel de partner zelf
    ("plaatsingen_maandstaat", "verbetering_reden"),  # ligt vast, behalve bij het verbeteren zelf
}
# De naam van een deelnemer heeft een eigen kanarie: wie haar ziet, staat in het leesboek; wie de code ziet niet.
APART = {("plaatsingen_deelnemer", "code"): "deelnemercode"}


def tabel(model) -> str:
    return model._meta.model_name


def kanarie(slug: str, rij: models.Model, veld: models.Field | None = None) -> str:
    naam = APART.get((rij._meta.db_table, veld.name), tabel(rij)) if veld else tabel(rij)
    return f"{slug}.{naam}.{rij.pk}"


def tekstvelden(model) -> list[models.Field]:
    """De velden waarin vrije tekst staat, en die lang genoeg zijn."""

    def vrij(veld) -> bool:
        basis = veld.base_field if isinstance(veld, ArrayField) else veld
        if not isinstance(basis, models.CharField | models.TextField) or basis.choices:
            return False
        if isinstance(basis, models.EmailField | models.SlugField) or (model._meta.db_table, veld.name) in NIET:
            return False
        return basis.max_length is None or basis.max_length >= KORT

    return [veld for veld in model._meta.local_concrete_fields if vrij(veld)]


def besmet(b: Bestuur) -> None:
    """Zet in elk tekstveld dat de toepassing mag wijzigen de kanarie van die rij."""
    for model in [*tenantmodellen(), apps.get_model("organisaties.Bestuur")]:
        sleutel = "pk" if tabel(model) == "bestuur" else "bestuur_id"
        wijzigbaar = [veld for veld in tekstvelden(model) if mag_wijzigen(model, veld)]
        for rij in model.objects.filter(**{sleutel: b.pk}).order_by("pk"):
            nieuw = {veld.name: met_kanarie(b.slug, rij, veld) for veld in wijzigbaar}
            if tabel(model) == "planvanaanpak":
                extra = {"onderwerp": f"nog iets {kanarie(b.slug, rij)}", **dict(zip(ROLLEN, "RAII", strict=True))}
                nieuw["matrix"] = [*rij.matrix, extra]
            if nieuw:
                model.objects.filter(pk=rij.pk).update(**nieuw)


def besmet_enkel(b: Bestuur, *labels: str) -> None:
    """Voor rijen die er na `besmet` bijkwamen: de kanarie alleen, in elk tekstveld van die modellen."""
    for model in map(apps.get_model, labels):
        for rij in model.objects.filter(bestuur_id=b.pk).order_by("pk"):
            nieuw = {veld.name: kanarie(b.slug, rij, veld) for veld in tekstvelden(model)}
            if nieuw:
                model.objects.filter(pk=rij.pk).update(**nieuw)


def mag_wijzigen(model, veld) -> bool:
    rechten = model.rechten
    if "UPDATE (" in rechten:
        return veld.column in rechten.partition("UPDATE (")[2].partition(")")[0].replace(",", " ").split()
    return "UPDATE" in rechten


def met_kanarie(slug, rij, veld):
    oud, merk = getattr(rij, veld.name), kanarie(slug, rij, veld)
    if isinstance(veld, ArrayField):
        return [f"{deel[:40]} {merk}" for deel in oud or ["iets"]]
    if veld.name == "code":
        return merk
    ruimte = (veld.max_length or 200) - len(merk) - 1
    return f"{(oud or '')[:ruimte]} {merk}".strip()
