// De sessie: twee minuten voor het einde een venster. Andere tabbladen verlengen mee; kijken telt niet als bezig zijn.
(() => {
  "use strict";
  const vak = document.getElementById("sessie");
  document.querySelectorAll("[data-druk]").forEach((k) => {
    k.hidden = false;
    k.addEventListener("click", () => print());
  });
  if (!vak?.showModal || !+vak.dataset.rest) return;
  const WAARSCHUW = 120, formulier = vak.querySelector("form"), adres = formulier.getAttribute("action");
  const kanaal = "BroadcastChannel" in window ? new BroadcastChannel("sessie") : null;
  let einde, verlengbaar, wekker, terug;

  const zet = (rest, kan) => {
    einde = Date.now() + rest * 1000;
    verlengbaar = kan;
    plan();
  };
  const over = () => Math.ceil((einde - Date.now()) / 1000);
  const plan = () => {
    clearTimeout(wekker);
    const rest = over();
    if (rest > WAARSCHUW) sluit();
    else toon();
    const tot = [WAARSCHUW, 60, 15, 0].find((grens) => rest > grens);
    if (tot !== undefined) wekker = setTimeout(kijk, (rest - tot) * 1000);
  };
  // eerst vragen: misschien was je in een ander tabblad bezig
  const kijk = async () => {
    try {
      const stand = await (await fetch(adres, { headers: { Accept: "application/json" }, cache: "no-store" })).json();
      zet(stand.rest, stand.verlengbaar);
    } catch {
      plan();
    }
  };
  const toon = () => {
    const rest = over(), stand = rest <= 0 ? "weg" : verlengbaar ? "stil" : "lang";
    vak.querySelectorAll("[data-als]").forEach((e) => (e.hidden = e.dataset.als !== stand));
    const kop = vak.querySelector("#sessie-kop");
    if (stand === "weg") kop.textContent = "Je bent afgemeld";
    else {
      const tekst = rest > 60 ? "2 minuten" : rest > 15 ? "1 minuut" : "enkele seconden";
      const plek = kop.querySelector("[data-over]");
      if (plek.textContent !== tekst) plek.textContent = tekst;
    }
    if (vak.open || (stand === "lang" && vak.dataset.gezien)) return;
    terug = document.activeElement;
    vak.showModal();
  };
  const sluit = () => {
    if (!vak.open) return;
    vak.close();
    terug?.focus?.();
  };
  formulier.addEventListener("submit", async (e) => {
    e.preventDefault();
    e.stopPropagation();
    try {
      const stand = await (await fetch(adres, { method: "POST", body: new FormData(formulier) })).json();
      zet(stand.rest, stand.verlengbaar);
      kanaal?.postMessage("verlengd");
    } catch {
      location.reload(); // het formulier is te oud of er is geen verbinding: de pagina zegt wat er is
    }
  });
  vak.querySelector("[data-sluit]").addEventListener("click", () => {
    vak.dataset.gezien = "ja";
    sluit();
  });
  vak.addEventListener("cancel", (e) => over() <= 0 && e.preventDefault());
  kanaal?.addEventListener("message", kijk);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && kijk());
  zet(+vak.dataset.rest, vak.dataset.verlengbaar === "ja");
  kanaal?.postMessage("bezig");
})();
