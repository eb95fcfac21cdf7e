"""Invoervelden die verstaan wat mensen intikken. Ze geven zuivere waarden terug: minuten, datums, cijfers, Decimal."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from django import forms

from kern import opmaak

DATUMVORMEN = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%d/%m/%y"]
JAREN = range(1900, 2200)  # al de rest is een tikfout, en met het jaar 9999 valt niet te rekenen
WERKDAG = 7 * 60 + 36  # de gewone Vlaamse werkdag (domein §4)
_UREN = re.compile(r"(?P<u>\d{1,3})(?:[:hu](?P<m>[0-5]\d)(?:m|min)?|[.,](?P<d>\d{1,2}))?u?", re.IGNORECASE | re.ASCII)


def lees_uren(tekst: str) -> int:
    """'7,5' · '7.5' · '7:30' · '7u30' · '7 u 30 min' → 450 minuten. ValueError als het geen uren zijn.

    Een decimaal wordt op de minuut afgerond: 7,6 → 456 (7:36).
    """
    deel = _UREN.fullmatch(re.sub(r"\s", "", tekst))
    if not deel:
        raise ValueError(tekst)
    minuten = int(deel["u"]) * 60
    if deel["m"]:
        return minuten + int(deel["m"])
    return minuten + int(Decimal(f"0.{deel['d'] or 0}") * 60 + Decimal("0.5"))


class Tekstvlak(forms.Textarea):
    """Een browser stuurt regeleinden als CR LF; bewaard, vergeleken en geteld is het enkel LF, zoals in een import."""

    def value_from_datadict(self, data, files, name: str) -> object:
        waarde = super().value_from_datadict(data, files, name)
        return waarde.replace("\r\n", "\n") if isinstance(waarde, str) else waarde


class UrenField(forms.Field):
    """Uren → minuten (int). `minimum` en `maximum` in minuten; stappen van een kwartier, of precies 7:36."""

    widget = forms.TextInput
    eenheid, kort = "u", True

    def __init__(self, *, minimum: int = 15, maximum: int = 600, **kwargs):
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": "12"}

    def prepare_value(self, value: object) -> object:
        return opmaak.uren_invoer(value) if isinstance(value, int) else value

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True

    def to_python(self, value: object) -> int | None:
        if isinstance(value, int):
            return value
        tekst = str(value or "").strip()
        if not tekst:
            return None
        try:
            minuten = lees_uren(tekst)
        except ValueError:
            raise forms.ValidationError(self._zin(), code="geen_uren") from None
        if not self.minimum <= minuten <= self.maximum:
            raise forms.ValidationError(self._zin(), code="buiten_grens")
        if minuten % opmaak.KWARTIER and minuten != WERKDAG:
            raise forms.ValidationError("Rond af op een kwartier, bijvoorbeeld 7,5 of 7:45.", code="geen_kwartier")
        return minuten

    def _zin(self) -> str:
        van, tot = opmaak.uren_invoer(self.minimum), opmaak.uren_invoer(self.maximum)
        voorbeeld = "7,5" if self.minimum <= 450 <= self.maximum else tot
        return f"Vul een getal in tussen {van} en {tot}, bijvoorbeeld {voorbeeld}."


class DatumField(forms.DateField):
    """Een dag; ook '4/3/2025', '04.03.2025' en '2025-03-04'. `vroegst` en `laatst` zijn inbegrepen.

    Een tekstveld: een datumkiezer toont de dag zoals de browser het wil, en dan is 3/4 soms maart en soms april.
    """

    kort = True

    def __init__(self, *, vroegst: date | None = None, laatst: date | None = None, **kwargs):
        self.vroegst, self.laatst = vroegst, laatst
        kwargs.setdefault("input_formats", DATUMVORMEN)
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y"))
        kwargs.setdefault("help_text", "Dag, maand, jaar. Bijvoorbeeld 04/03/2025.")
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Vul een datum in, bijvoorbeeld 04/03/2025."

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {"inputmode": "numeric", "autocomplete": "off", "maxlength": "10"}

    def to_python(self, value: str | datetime | date | None) -> date | None:
        dag = super().to_python(value)
        if dag and dag.year not in JAREN:
            raise forms.ValidationError(f"Kijk het jaar na: {dag.year} kan niet kloppen.", code="jaar")
        return dag

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.vroegst and value < self.vroegst:
            raise forms.ValidationError(f"Kies een datum vanaf {opmaak.datum_woord(self.vroegst)}.", code="te_vroeg")
        if value and self.laatst and value > self.laatst:
            raise forms.ValidationError(f"Kies een datum tot en met {opmaak.datum_woord(self.laatst)}.", code="te_laat")


class TijdField(forms.Field):
    """Een uur van de dag: '8:30', '8u30', '08.30', '8' → time."""

    kort = True

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {"inputmode": "text", "autocomplete": "off", "maxlength": "8"}

    def prepare_value(self, value: object) -> object:
        return opmaak.tijd(value) if isinstance(value, time | datetime) else value

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True

    def to_python(self, value: object) -> time | None:
        if isinstance(value, time):
            return value
        tekst = re.sub(r"\s", "", str(value or "")).lower()
        if not tekst:
            return None
        deel = re.fullmatch(r"([0-9]{1,2})(?:[:.uh]([0-9]{2})?)?", tekst) or re.fullmatch(
            r"([0-9]{2})([0-9]{2})", tekst
        )
        if deel and int(deel[1]) < 24 and int(deel[2] or 0) < 60:
            return time(int(deel[1]), int(deel[2] or 0))
        raise forms.ValidationError("Vul een uur in, bijvoorbeeld 8:30.", code="geen_tijd")


class KboField(forms.CharField):
    """Ondernemingsnummer → tien cijfers; '0123456749', '0123.456.749' en 'BE 0123.456.749' zijn goed (mod 97)."""

    kort = True

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: object) -> object:
        return opmaak.kbo(value) if isinstance(value, str) and opmaak.kbo_controle(value) else value

    def clean(self, value: object) -> str:
        tekst = super().clean(value)
        if tekst and not opmaak.kbo_controle(tekst):
            zin = "Dit ondernemingsnummer klopt niet. Kijk de tien cijfers na, bijvoorbeeld 0123.456.749."
            raise forms.ValidationError(zin, code="kbo")
        return opmaak.kbo_cijfers(tekst)


class EuroField(forms.Field):
    """Een bedrag → Decimal met twee cijfers; '14.793,69', '14793,69', '€ 1.200' en '1200.50' zijn goed."""

    widget = forms.TextInput
    eenheid, kort = "€", True

    def __init__(self, *, minimum: Decimal = Decimal(0), maximum: Decimal = Decimal("99999999.99"), **kwargs):
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": "20"}

    def prepare_value(self, value: object) -> object:
        return opmaak.getal(value, 2) if isinstance(value, Decimal | int | float) else value

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        tekst = re.sub(r"[\s€]", "", str(value or ""))
        if not tekst:
            return None
        try:
            bedrag = Decimal(_punt(tekst))
        except InvalidOperation:
            raise forms.ValidationError("Vul een bedrag in, bijvoorbeeld 1.234,50.", code="geen_bedrag") from None
        if not self.minimum <= bedrag <= self.maximum:
            zin = f"Vul een bedrag in van {opmaak.euro(self.minimum)} tot {opmaak.euro(self.maximum)}."
            raise forms.ValidationError(zin, code="buiten_grens")
        return bedrag.quantize(Decimal("0.01"))


def _punt(tekst: str) -> str:
    """Belgische of Engelse schrijfwijze → punt als decimaalteken; andere tekens blijven staan en falen later."""
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?", tekst) or re.fullmatch(r"-?[0-9]+,[0-9]{1,2}", tekst):
        return tekst.replace(".", "").replace(",", ".")
    return tekst if re.fullmatch(r"-?[0-9]+(\.[0-9]{1,2})?", tekst) else "?"
