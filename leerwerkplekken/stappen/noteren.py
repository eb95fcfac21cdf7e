"""HR noteert wat een GLOW-partner langs een andere weg antwoordde: aan de telefoon, per mail, op een overleg."""

from datetime import date

from django.utils import timezone

from berichten.stappen import aan_partner
from leerwerkplekken import brieven, regels
from leerwerkplekken.enums import Antwoord
from leerwerkplekken.models import Aanbod
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from projecten.regels import eis as eis_regels


def noteer(
    door: Actor,
    aanbod: Aanbod,
    *,
    antwoord: str,
    op: date,
    naam: str,
    reden: str = "",
    nota: str = "",
    gezien: str = "",
) -> Aanbod:
    """Het antwoord van de partner, gegeven door `naam` op die dag; telt als elk ander antwoord. De partner hoort het.

    Een eerdere notitie mag verbeterd worden, wat de partner zelf antwoordde niet. `gezien`: het antwoord dat op het
    scherm stond; staat er intussen een ander, dan verandert er niets. Weigeren vraagt een reden uit de lijst.
    """
    eis(door, "aanbod.noteren")
    if door.lidmaatschap is None:
        raise Geweigerd("Enkel een persoon noteert een antwoord.")
    naam, weigert = naam.strip(), antwoord == Antwoord.GEWEIGERD
    velden = {
        "antwoord": antwoord,
        "antwoord_op": op,
        "antwoord_door": None,
        "antwoord_naam": naam,
        "genoteerd_door": door.lidmaatschap,
        "genoteerd_naam": door.naam,
        "weiger_reden": reden if weigert else "",
        "weiger_nota": nota.strip() if weigert else "",
    }
    with grenzen():
        rijen = Aanbod.objects.select_for_update(of=("self",)).select_related("glowpartner", "leerwerkplek__bestuur")
        aanbod = rijen.get(pk=aanbod.pk)
        if bezwaar := regels.te_noteren(aanbod):
            raise Geweigerd(bezwaar)
        if all(getattr(aanbod, veld) == waarde for veld, waarde in velden.items()):
            return aanbod  # twee keer gestuurd
        if aanbod.antwoord != gezien:
            raise Geweigerd("Een collega noteerde intussen een antwoord. Kijk na wat er nu staat.")
        eis_regels(
            *regels.notitie(aanbod, antwoord, op, naam, timezone.localdate()),
            *(regels.weigering(reden, nota) if weigert else []),
        )
        for veld, waarde in velden.items():
            setattr(aanbod, veld, waarde)
        aanbod.save(update_fields=list(velden))
        schrijf(door, "aanbod.genoteerd", aanbod, antwoord=antwoord, op=str(op), keer=aanbod.keer)
        aan_partner(aanbod.bestuur_id, aanbod.glowpartner, brieven.genoteerd(aanbod))
    return aanbod
