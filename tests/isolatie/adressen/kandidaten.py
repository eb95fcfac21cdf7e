"""Kandidaten, voor HR en voor een GLOW-partner."""

from tests.isolatie.adressen.soorten import Adres, van

ADRESSEN: dict[str, Adres] = {
    "kandidaten:lijst": van("HR", hoe="G", vraag=("", "?vorm=xlsx", "?stand=alle")),
    "kandidaten:kandidatuur": van("HR", ding="kandidatuur", hoe="G"),
    "kandidaten:intake": van("HR", ding="kandidatuur"),
    "kandidaten:aanvaard": van("HR", ding="kandidatuur"),
    "kandidaten:weiger": van("HR", ding="kandidatuur"),
    "kandidaten:reserveer": van("HR", ding="kandidatuur"),
    "kandidaten:laat_los": van("HR", ding="kandidatuur"),
    "kandidaten:lege_plekken": van("HR", hoe="G", vraag=("", "?vorm=xlsx", "?hinder=antwoord")),
    "kandidaten:mijn_lege_plekken": van("GLOW", hoe="G", vraag=("", "?vorm=xlsx")),
    "kandidaten:mijn": van("GLOW", vraag=("", "?vorm=xlsx", "?stand=voorgesteld")),
    "kandidaten:voorstellen": van("GLOW", ding="plek"),
    "kandidaten:trek_in": van("GLOW", ding="kandidatuur"),
    "kandidaten:persoon": van("GLOW", ding="deelnemer"),
    "kandidaten:verbeter": van("GLOW", ding="deelnemer"),
}
