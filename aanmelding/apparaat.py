"""Een toestel in woorden, uit wat de browser over zichzelf zegt. Genoeg om je eigen toestel te herkennen."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
TOESTELLEN = (
    ("iPhone", "een iPhone"),
    ("iPad", "een iPad"),
    ("Android", "een Android-toestel"),
    ("Windows", "een Windows-computer"),
    ("Macintosh", "een Mac"),
    ("CrOS", "een Chromebook"),
    ("Linux", "een Linux-computer"),
)


def in_woorden(user_agent: str) -> str:
    """ "Firefox op een Windows-computer"; wat we niet herkennen heet "Een onbekend toestel"."""
    browser = next((naam for teken, naam in BROWSERS if teken in user_agent), "")
    toestel = next((naam for teken, naam in TOESTELLEN if teken in user_agent), "")
    if browser and toestel:
        return f"{browser} op {toestel}"
    return browser or toestel[:1].upper() + toestel[1:] or "Een onbekend toestel"
