"""Formulieren van uren. Eén dag kan op vier manieren: een knop, een aantal, precieze uren, afwezig."""

from datetime import date

from django import forms

from kern import opmaak
from kern.formulieren import DatumField, Formulier, TijdField, UrenField
from organisaties.isolatie import Geweigerd
from plaatsingen.enums import SoortPrestatie
from plaatsingen.gepland import lees_gepland
from plaatsingen.models import Prestatie
from plaatsingen.regels import Invoer

KNOPPEN = (120, 180, 240, 300, 360, 450)  # minuten
UREN = tuple((str(minuten), opmaak.uren(minuten)) for minuten in KNOPPEN)
AFWEZIG = (
    (SoortPrestatie.AFWEZIG_VERWITTIGD.value, "Verwittigd"),
    (SoortPrestatie.AFWEZIG_NIET_VERWITTIGD.value, "Niet verwittigd"),
    (SoortPrestatie.FEESTDAG.value, "Feestdag of sluitingsdag"),
)


class KeuzeField(forms.ChoiceField):
    """Een knop: een aantal minuten per kwartier, precieze uren uit het patroon, of een reden om niet te werken.

    Welke knoppen er staan hangt af van de dag; wat iemand gisteren zag mag vandaag nog aankomen.
    """

    def valid_value(self, value: str) -> bool:
        minuten = int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else 0
        kan = 0 < minuten <= 600 and minuten % 15 == 0
        return kan or lees_gepland(value) is not None or super().valid_value(value)


class DagForm(Formulier, forms.Form):
    """Wat er op één dag gebeurde. Uren en afwezigheid zijn één groep keuzes, dus nooit allebei."""

    keuze = KeuzeField(label="Hoeveel uur?", choices=UREN + AFWEZIG, required=False, widget=forms.RadioSelect)
    uren = UrenField(label="Ander aantal", required=False, help_text="Bijvoorbeeld 3,25 of 7:36.")
    van = TijdField(label="Van", required=False)
    tot = TijdField(label="Tot", required=False)
    pauze = forms.IntegerField(
        label="Pauze in minuten",
        required=False,
        min_value=0,
        max_value=480,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "3"}),
        error_messages={
            "invalid": "Vul minuten in, bijvoorbeeld 30.",
            "min_value": "Vul 0 of meer minuten in.",
            "max_value": "Een pauze duurt hoogstens 480 minuten.",
        },
    )

    def __init__(self, *args, dagmaximum: int, rest: int | None = None, **kwargs):
        """`rest`: wat er in de maand nog bij kan, in minuten; een knop die er niet meer in past zegt dat."""
        super().__init__(*args, **kwargs)
        self.rest = rest
        self.minuten = sorted({*KNOPPEN, *self._laatste(dagmaximum)})
        self.fields["keuze"].choices = [*((str(m), opmaak.uren(m)) for m in self.minuten), *AFWEZIG]
        for veld in self.fields.values():
            veld.zonder_merk = True
        self.fields["uren"].maximum = dagmaximum
        self.fields["pauze"].kort = True

    def _laatste(self, dagmaximum: int) -> set[int]:
        """Een knop met wat er nog bij kan, als die er niet al is."""
        rest = self.rest or 0
        return {rest} if 0 < rest < min(max(KNOPPEN), dagmaximum) and rest % 15 == 0 else set()

    def past(self, minuten: int) -> bool:
        return self.rest is None or minuten <= self.rest

    @property
    def chips_uren(self) -> list:
        chips = list(self["keuze"])[: len(self.minuten)]
        for chip, minuten in zip(chips, self.minuten, strict=True):
            chip.past = self.past(minuten)
            if not chip.past:
                chip.data["attrs"]["disabled"] = True
        return chips

    @property
    def chips_afwezig(self) -> list:
        return list(self["keuze"])[len(self.minuten) :]

    @property
    def tijden_open(self) -> bool:
        """Het vak met precieze uren staat open als er iets in staat."""
        return any(self[naam].value() not in (None, "") or self[naam].errors for naam in ("van", "tot", "pauze"))

    @property
    def afwezig_open(self) -> bool:
        return self["keuze"].value() in dict(AFWEZIG)

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        if not self.errors:
            self._een_manier(gegevens)
        return gegevens

    def _een_manier(self, gegevens: dict) -> None:
        self._laat_oude_los(gegevens)
        keuze, uren = gegevens["keuze"], gegevens["uren"]
        tijden = bool(gegevens["van"] or gegevens["tot"])
        if keuze and (tijden or (uren is not None and keuze != str(uren))):
            self._laat_knop_los()
            zin = "Je koos ook een knop. Bewaar opnieuw om te houden wat je hier typte."
            self.add_error("van" if tijden else "uren", zin)
        elif uren is not None and tijden:
            self.add_error("uren", "Vul een aantal uren of precieze uren in, niet allebei.")
        elif bool(gegevens["van"]) != bool(gegevens["tot"]) or (gegevens["pauze"] and not (tijden or keuze or uren)):
            leeg = "van" if not gegevens["van"] else "tot"
            self.add_error(leeg, "Vul het begin en het einde in, bijvoorbeeld 8:30.")
        elif not (keuze or uren or tijden):
            self.add_error("keuze", "Kies een aantal uren, of zeg waarom er niet gewerkt is.")

    def _laat_oude_los(self, gegevens: dict) -> None:
        """Bij wijzigen: wat er al stond telt niet meer zodra iemand op een andere manier iets invult."""
        manieren = {"keuze": ("keuze",), "uren": ("uren",), "tijden": ("van", "tot", "pauze")}
        nieuw = [m for m, velden in manieren.items() if any(v in self.changed_data and gegevens[v] for v in velden)]
        for manier, velden in manieren.items():
            if nieuw and manier not in nieuw and any(self.initial.get(veld) for veld in velden):
                for veld in velden:
                    gegevens[veld] = "" if veld == "keuze" else None

    def _laat_knop_los(self) -> None:
        """Een knop laat zich zonder JavaScript niet loslaten; wat getypt is blijft."""
        self.data = self.data.copy()
        self.data.pop(self.add_prefix("keuze"), None)

    def invoer(self, dag: date) -> Invoer:
        """Na `is_valid()`: wat er ingevuld is, voor de stap."""
        gegevens = self.cleaned_data
        keuze = gegevens["keuze"]
        if keuze in dict(AFWEZIG):
            return Invoer(dag, soort=keuze)
        if precies := lees_gepland(keuze):
            return Invoer(dag, van=precies[0], tot=precies[1], pauze_minuten=precies[2])
        if gegevens["van"]:
            return Invoer(dag, van=gegevens["van"], tot=gegevens["tot"], pauze_minuten=gegevens["pauze"] or 0)
        return Invoer(dag, minuten=gegevens["uren"] if gegevens["uren"] is not None else int(keuze))

    def neem_over(self, geweigerd: Geweigerd) -> None:
        """Elke reden bij het veld waarmee iemand invulde; een knop heeft enkel zichzelf."""
        for zin, veld in geweigerd.alle:
            self.add_error(self._veld(veld), zin)

    def _veld(self, veld: str | None) -> str | None:
        if veld is None or veld == "datum":
            return None
        if self.cleaned_data.get("van"):
            return {"pauze_minuten": "pauze", "van": "van"}.get(veld, "tot")
        return "uren" if self.cleaned_data.get("uren") is not None else "keuze"


def beginwaarden(prestatie: Prestatie) -> dict:
    """Een prestatie als beginwaarden van DagForm."""
    if prestatie.soort != SoortPrestatie.GEWERKT:
        return {"keuze": prestatie.soort}
    if prestatie.van:
        pauze = {"pauze": prestatie.pauze_minuten} if prestatie.pauze_minuten else {}
        return {"van": prestatie.van, "tot": prestatie.tot} | pauze
    if prestatie.minuten in KNOPPEN:
        return {"keuze": str(prestatie.minuten)}
    return {"uren": prestatie.minuten}


def als_tekst(prestatie: Prestatie) -> dict[str, str]:
    """Dezelfde waarden zoals iemand ze intikt, om een wijziging ongedaan te maken."""
    velden = DagForm.base_fields
    return {naam: str(velden[naam].prepare_value(waarde)) for naam, waarde in beginwaarden(prestatie).items()}


class RijForm(DagForm):
    """Eén rij van een tabel (de hele ploeg, of een maand van HR): een lijst in plaats van knoppen, en leeg mag."""

    wissen = forms.BooleanField(label="Wissen", required=False)

    def __init__(self, *args, gepland: tuple[str, str] | None = None, **kwargs):
        """`gepland`: waarde en tekst van *Zoals gepland*, als er die dag iets gepland is."""
        super().__init__(*args, **kwargs)
        keuze, knoppen = self.fields["keuze"], list(self.fields["keuze"].choices)
        eerst = [(gepland[0], f"Zoals gepland: {gepland[1]}")] if gepland else []
        uren = [(w, t if self.past(int(w)) else f"{t} (past niet)") for w, t in knoppen[: len(self.minuten)]]
        afwezig = [(w, t if w == SoortPrestatie.FEESTDAG else f"Afwezig, {t.lower()}") for w, t in knoppen[len(uren) :]]
        andere = [u for u in uren if not gepland or u[0] != gepland[0]]
        keuze.choices = [("", "Niets invullen"), *eerst, *andere, *afwezig]
        keuze.widget = forms.Select(choices=keuze.choices)
        keuze.label, self.fields["uren"].help_text = "Wat?", ""

    @property
    def leeg(self) -> bool:
        """Niets ingevuld: deze rij blijft zoals ze is."""
        return not any(str(self[naam].value() or "").strip() for naam in ("keuze", "uren", "van", "tot", "pauze"))

    @property
    def wil_wissen(self) -> bool:
        return bool(self["wissen"].value())

    def is_valid_rij(self) -> bool:
        """Enkel wissen is ook geldig, zonder iets in te vullen."""
        return self.is_valid() or (self.leeg and self.wil_wissen)


class DagKeuzeForm(Formulier, forms.Form):
    """Een andere dag kiezen, tot en met vandaag."""

    dag = DatumField(label="Andere dag")

    def __init__(self, *args, vandaag: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dag"].laatst = vandaag


class VergetenDagForm(Formulier, forms.Form):
    """Een dag van deze plaatsing en maand, om er nog iets in te vullen."""

    dag = DatumField(label="Een andere dag invullen", help_text="Ook een weekenddag.")

    def __init__(self, *args, vroegst: date, laatst: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dag"].vroegst, self.fields["dag"].laatst = vroegst, laatst
