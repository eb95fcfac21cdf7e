// Alles hier is een verbetering: zonder JavaScript werkt elk scherm ook. Geen afhankelijkheden, hoogstens 6 kB.
(() => {
  "use strict";
  const doc = document, lijf = doc.body.dataset;
  const alle = (kiezer, van = doc) => [...van.querySelectorAll(kiezer)];
  const bij = (soort, doe) => doc.addEventListener(soort, doe);

  // kleuren: meteen zichtbaar, de server onthoudt de keuze
  bij("submit", (e) => {
    if (!e.target.matches("[data-thema]") || !e.submitter) return;
    e.preventDefault();
    const keuze = e.submitter.value, thema = { licht: "light", donker: "dark" }[keuze];
    if (thema) doc.documentElement.dataset.bsTheme = thema;
    else delete doc.documentElement.dataset.bsTheme;
    alle("[data-thema] button").forEach((k) => k.setAttribute("aria-pressed", k.value === keuze));
    const body = new FormData(e.target);
    body.set("thema", keuze);
    fetch(e.target.action, { method: "POST", body, redirect: "manual" });
  });

  // niet twee keer versturen; na 8 s mag het weer (een download laat de pagina staan)
  const vrij = (f) => {
    delete f.dataset.onderweg;
    alle("[data-onderweg]", f).forEach((k) => {
      k.removeAttribute("aria-disabled");
      delete k.dataset.onderweg;
    });
  };
  bij("submit", (e) => {
    const f = e.target;
    if (e.defaultPrevented || f.method !== "post") return;
    if (f.dataset.onderweg) return e.preventDefault();
    f.dataset.onderweg = "ja";
    if (e.submitter) {
      e.submitter.dataset.onderweg = "ja";
      e.submitter.setAttribute("aria-disabled", "true");
    }
    setTimeout(() => vrij(f), 8000);
  });
  addEventListener("pageshow", () => alle("form[data-onderweg]").forEach(vrij));
  bij("htmx:afterRequest", (e) => {
    const f = e.target.closest?.("form");
    if (f) vrij(f);
  });

  // focus: op de fouten, en na een htmx-wissel op de kop van wat veranderde
  const richt = (doel) => {
    if (!doel) return;
    if (!doel.hasAttribute("tabindex")) doel.tabIndex = -1;
    doel.focus();
  };
  bij("htmx:afterSettle", (e) => {
    const deel = e.detail.elt;
    richt(deel.matches("[data-focus]") ? deel : deel.querySelector("[data-focus]"));
  });
  bij("click", (e) => {
    const link = e.target.closest(".foutensamenvatting a");
    const veld = link && doc.getElementById(link.hash.slice(1));
    if (!veld) return;
    e.preventDefault();
    veld.focus();
    (veld.closest(".veld") || veld).scrollIntoView();
  });

  // htmx: aanmelden is een hele pagina, een fout krijgt een zin
  bij("htmx:beforeSwap", (e) => {
    if (new URL(e.detail.xhr.responseURL || location, location).pathname !== lijf.aanmelden) return;
    e.detail.shouldSwap = false;
    location.reload();
  });
  const meld = (tekst) => {
    const melding = doc.createElement("p");
    melding.className = "melding melding-fout";
    melding.setAttribute("role", "alert");
    melding.textContent = tekst;
    doc.getElementById("meldingen")?.replaceChildren(melding);
  };
  bij("htmx:responseError", () => meld("Dat lukte niet. Laad de pagina opnieuw en probeer nog eens."));
  bij("htmx:sendError", () => meld("Geen verbinding. Kijk je internet na en probeer opnieuw."));

  // uitklapmenu's sluiten met Escape of een klik ernaast
  const menus = () => alle("details.uitklap[open]");
  bij("click", (e) => menus().forEach((d) => (d.open = d.contains(e.target))));
  bij("keydown", (e) => {
    if (e.key !== "Escape") return;
    menus().forEach((d) => {
      d.open = false;
      d.firstElementChild.focus();
    });
  });

  // alles aanvinken: <label data-alles-vak hidden><input type="checkbox" data-alles="naam">
  alle("[data-alles]").forEach((baas) => {
    const groep = alle(`input[type=checkbox][name="${baas.dataset.alles}"]:not(:disabled)`);
    const stand = () => {
      const aan = groep.filter((v) => v.checked).length;
      baas.checked = aan > 0 && aan === groep.length;
      baas.indeterminate = aan > 0 && !baas.checked;
    };
    baas.closest("[data-alles-vak]").hidden = false;
    baas.addEventListener("change", () => groep.forEach((v) => (v.checked = baas.checked)));
    groep.forEach((v) => v.addEventListener("change", stand));
    stand();
  });

  richt(doc.querySelector("[data-focus]"));

  // getypte tekst overleeft een verlopen sessie: alleen in dit tabblad, alleen voor dezelfde persoon
  const wie = lijf.wie || "", pot = sessionStorage;
  const lees = (k) => JSON.parse(pot.getItem(k));
  const bewaar = (k, w) => pot.setItem(k, JSON.stringify(w));
  const sleutels = () => Object.keys(pot).filter((k) => k.startsWith("concept:"));
  const velden = (f) => [...f.elements].filter((v) => v.name && !/password|file|hidden|submit|button/.test(v.type));
  const vink = (v) => /checkbox|radio/.test(v.type);
  const weg = location.pathname === lijf.aanmelden || "behoud" in lijf;
  sleutels().forEach((k) => {
    const w = lees(k);
    if (weg) bewaar(k, { ...w, terug: true });
    else if (w.verzonden && !w.terug) pot.removeItem(k);
  });
  alle("form[data-concept]").forEach((f, nr) => {
    const k = `concept:${location.pathname}#${f.id || nr}`, oud = lees(k);
    if (oud?.terug) {
      pot.removeItem(k);
      if (oud.wie === wie) {
        velden(f).forEach((v, i) => {
          const [naam, waarde] = oud.waarden[i] || [];
          if (naam === v.name) v[vink(v) ? "checked" : "value"] = waarde;
        });
        const uitleg = doc.createElement("p");
        uitleg.className = "melding";
        uitleg.setAttribute("role", "status");
        uitleg.textContent = "Wat je typte staat er weer. Kijk het na en bewaar.";
        f.prepend(uitleg);
      }
    }
    const houd = (verzonden) => () =>
      velden(f).length && bewaar(k, { wie, verzonden, waarden: velden(f).map((v) => [v.name, vink(v) ? v.checked : v.value]) });
    f.addEventListener("input", houd(false));
    f.addEventListener("submit", houd(true));
  });
  bij("submit", (e) => e.target.matches("[data-afmelden]") && sleutels().forEach((k) => pot.removeItem(k)));
})();
