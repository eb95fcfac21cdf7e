"""Iemand die in een echte browser door de toepassing gaat, en op elke pagina axe laat kijken, breed en smal."""

import os
import re
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, expect

BREEDTES = (360, 1280)


def themas(kort: str) -> list[str]:
    """Kort loopt een test in één thema, en de tests verdelen de twee; volledig loopt elke test in beide."""
    return ["light", "dark"] if os.environ.get("GD_VOLLEDIG") == "1" else [kort]


def kijk_met_axe(page: Page) -> AxeResults:
    """axe met al zijn regels. Enkel de overtredingen komen terug: alles wat goed is overdragen duurt even lang als een bladzijde laden.

    Kleurcontrast kost drie kwart van de tijd. Kort kijkt axe er één keer naar per combinatie van kleuren, letter en
    achtergronden eronder: wat in dit proces al goed bevonden is, blijft goed. Volledig kijkt het naar elk woord.
    """
    page.evaluate(AXE_SCRIPT)
    if os.environ.get("GD_VOLLEDIG") == "1":
        return AxeResults(
            page.evaluate("axe.run({resultTypes: ['violations']}).then(({violations}) => ({violations}))")
        )
    uitslag = page.evaluate(AXE_KORT, sorted(GOEDE_KLEUREN))
    GOEDE_KLEUREN.update(uitslag.pop("goed"))
    return AxeResults(uitslag)


GOEDE_KLEUREN: set[str] = set()  # sommen, van dit proces
AXE_KORT = """async (gekend) => {
    const ken = new Set(gekend), ketens = new Map(), sommen = new Map(), teller = new Map();
    const nieuw = [];
    const keten = (el) => {  // alles wat door de tekst heen te zien is, tot aan de bladzijde
        if (!el) return getComputedStyle(document.documentElement).colorScheme;
        if (!ketens.has(el)) {
            const s = getComputedStyle(el);
            const eigen = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.mixBlendMode, s.position, s.zIndex];
            ketens.set(el, keten(el.parentElement) + eigen.join());
        }
        return ketens.get(el);
    };
    const som = (tekst) => {
        let h = 0xdeadbeef, k = 0x41c6ce57;
        for (let i = 0; i < tekst.length; i++) {
            h = Math.imul(h ^ tekst.charCodeAt(i), 2654435761);
            k = Math.imul(k ^ tekst.charCodeAt(i), 1597334677);
        }
        return (h >>> 0).toString(36) + (k >>> 0).toString(36);
    };
    for (const el of document.body.querySelectorAll('*')) {
        const tekst = [...el.childNodes].some((deel) => deel.nodeType === 3 && deel.data.trim());
        if (!tekst && !el.matches('input, select, textarea')) continue;
        const s = getComputedStyle(el);
        const naam = som([keten(el), s.color, s.fontSize, s.fontWeight, s.textShadow, s.webkitTextFillColor].join());
        sommen.set(el, naam);
        teller.set(naam, (teller.get(naam) ?? 0) + 1);
        if (!ken.has(naam) && teller.get(naam) <= 3) nieuw.push(el);  // drie: een ervan kan achter iets anders zitten
    }
    const zonder = {resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}};
    const {violations} = await axe.run(zonder), goed = [];
    if (nieuw.length) {
        const enkel = {resultTypes: ['violations', 'passes'], runOnly: ['color-contrast'], elementRef: true, selectors: true};
        const kleur = await axe.run({include: nieuw}, enkel);
        for (const regel of kleur.passes) for (const {element} of regel.nodes) goed.push(sommen.get(element));
        for (const regel of kleur.violations) for (const knoop of regel.nodes) {
            const fout = sommen.get(knoop.element);
            while (goed.includes(fout)) goed.splice(goed.indexOf(fout), 1);
            delete knoop.element;
            for (const proef of [...knoop.any, ...knoop.all, ...knoop.none]) proef.relatedNodes = [];
        }
        violations.push(...kleur.violations);
    }
    return {violations, goed: goed.filter(Boolean)};
}"""


def wacht_tot(page: Page, uitdrukking: str) -> None:
    """Tot de uitdrukking waar is. `page.wait_for_function` rekent in de pagina, en dat verbiedt onze CSP."""
    for _ in range(200):
        if page.evaluate(uitdrukking):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"na tien seconden nog niet: {uitdrukking}")


class Wandelaar:
    """Eén persoon in een eigen browservenster. `kijk()` na elke stap: axe zonder overtreding, niets steekt uit, en geen
    fout in de console."""

    def __init__(self, browser: Browser, adres: str, opties: dict, *, breedte: int = 1280, naam: str = ""):
        self.context = browser.new_context(**opties, viewport={"width": breedte, "height": 900}, accept_downloads=True)
        self.page: Page = self.context.new_page()
        self.adres, self.breedte, self.naam = adres, breedte, naam
        self.gezien: list[str] = []
        self.fouten: list[str] = []
        self.page.on("console", lambda m: self.fouten.append(m.text) if m.type == "error" else None)
        self.page.on("request", self._eigen_adres)

    def _eigen_adres(self, verzoek) -> None:
        if not verzoek.url.startswith((self.adres, "data:", "blob:")):
            self.fouten.append(f"verzoek naar buiten: {verzoek.url}")

    def ga(self, pad: str) -> "Wandelaar":
        self.page.goto(f"{self.adres}{pad}")
        return self

    def kijk(self, *, met_axe: bool = True) -> "Wandelaar":
        """axe op deze pagina, met alle regels (WCAG 2.2 A en AA en goede praktijk), en niets steekt uit.

        Kort kijkt axe om de beurt smal en breed (een scherm komt in meer dan één pad voor); volledig telkens op beide.
        `met_axe=False`: al de rest wel.
        """
        for nummer, breedte in enumerate(BREEDTES):
            self.page.set_viewport_size({"width": breedte, "height": 900})
            if met_axe and (os.environ.get("GD_VOLLEDIG") == "1" or len(self.gezien) % 2 == nummer):
                uitslag = kijk_met_axe(self.page)
                fouten = uitslag.response["violations"]
                assert not fouten, f"{self.page.url} op {breedte} px:\n{uitslag.generate_report()}"
            uitsteekt = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert uitsteekt <= 0, f"{self.page.url} steekt {uitsteekt} px uit op {breedte} px"
            self._beeld(breedte)
        if self.breedte != breedte:
            self.page.set_viewport_size({"width": self.breedte, "height": 900})
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.page.locator("html").get_attribute("lang") == "nl-BE"
        assert self.page.locator("header .banner, header [class*=banner]").first.is_visible()
        assert self.fouten == [], self.fouten
        self.gezien.append(re.sub(r"\d+", "N", self.page.url.removeprefix(self.adres).partition("?")[0]))
        return self

    def _beeld(self, breedte: int) -> None:
        """Met GD_BEELDEN=map bewaart elke pagina een beeld, om te bekijken."""
        if map_ := os.environ.get("GD_BEELDEN"):
            pad = re.sub(r"[^a-z0-9]+", "-", self.page.url.removeprefix(self.adres).lower()).strip("-") or "start"
            doel = Path(map_) / f"{self.naam}-{len(self.gezien):02d}-{pad[:60]}-{breedte}.png"
            self.page.screenshot(path=doel, full_page=True)

    def klik(self, naam: str | re.Pattern, rol: str = "link") -> "Wandelaar":
        doel = self.page.get_by_role(rol, name=naam).first
        if rol == "link" and not doel.is_visible():
            self._open_meer(naam)
        doel.click()
        self.page.wait_for_load_state()
        return self

    def _open_meer(self, naam: str | re.Pattern) -> None:
        """Staat de link in het menu achter *Meer*? Dan eerst dat open."""
        link = self.page.get_by_role("link", name=naam, include_hidden=True)
        meer = self.page.locator(".nav-meer:not([open])").filter(has=link)
        if meer.is_visible():
            meer.locator("summary").click()

    def druk(self, naam: str | re.Pattern) -> "Wandelaar":
        return self.klik(naam, "button")

    def vul(self, label: str | re.Pattern, waarde: str) -> "Wandelaar":
        self.page.get_by_label(label).first.fill(waarde)
        return self

    def ziet(self, tekst: str | re.Pattern) -> "Wandelaar":
        expect(self.page.get_by_text(tekst).first).to_be_visible()
        return self

    def meld_aan(self, email: str, wachtwoord: str) -> "Wandelaar":
        self.ga("/aanmelden/")
        self.vul(re.compile("E-mail"), email).vul(re.compile("wachtwoord", re.I), wachtwoord)
        return self.druk("Aanmelden")

    def status(self, pad: str) -> int:
        """De HTTP-status van een pad, met de sessie van deze persoon."""
        return self.context.request.get(f"{self.adres}{pad}", max_redirects=0).status

    def sluit(self) -> None:
        self.context.close()


@contextmanager
def wandelaar(browser: Browser, adres: str, opties: dict, **meer):
    persoon = Wandelaar(browser, adres, opties, **meer)
    try:
        yield persoon
    finally:
        persoon.sluit()
