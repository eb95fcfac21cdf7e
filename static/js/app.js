// Alles hier is een verbetering: zonder JavaScript werkt elk scherm ook. Geen afhankelijkheden.
(() => {
  "use strict";
  const doc = document;
  const alle = (kiezer, van = doc) => [...van.querySelectorAll(kiezer)];

  // --- kleuren: meteen zichtbaar, de server onthoudt de keuze
  doc.addEventListener("submit", (e) => {
    if (!e.target.matches("[data-thema]") || !e.submitter) return;
    e.preventDefault();
    const keuze = e.submitter.value;
    const waarde = { licht: "light", donker: "dark" }[keuze];
    if (waarde) doc.documentElement.dataset.bsTheme = waarde;
    else delete doc.documentElement.dataset.bsTheme;
    alle("button", e.target).forEach((k) => k.setAttribute("aria-pressed", String(k === e.submitter)));
    const gegevens = new FormData(e.target);
    gegevens.set("thema", keuze);
    fetch(e.target.action, { method: "POST", body: gegevens, redirect: "manual" });
  });

  // --- niet twee keer versturen; na 8 s mag het weer (een download laat de pagina staan)
  const vrij = (formulier) => {
    delete formulier.dataset.onderweg;
    alle("[aria-disabled][data-onderweg]", formulier).forEach((k) => {
      k.removeAttribute("aria-disabled");
      delete k.dataset.onderweg;
    });
  };
  doc.addEventListener("submit", (e) => {
    const formulier = e.target;
    if (e.defaultPrevented || formulier.method !== "post") return;
    if (formulier.dataset.onderweg) return e.preventDefault();
    formulier.dataset.onderweg = "ja";
    if (e.submitter) {
      e.submitter.dataset.onderweg = "ja";
      e.submitter.setAttribute("aria-disabled", "true");
    }
    setTimeout(() => vrij(formulier), 8000);
  });
  addEventListener("pageshow", () => alle("form[data-onderweg]").forEach(vrij));
  doc.addEventListener("htmx:afterRequest", (e) => {
    const formulier = e.target.closest && e.target.closest("form");
    if (formulier) vrij(formulier);
  });

  // --- focus: eerst op de fouten, na een htmx-wissel op de kop van wat veranderde
  const richt = (doel) => {
    if (!doel) return;
    if (!doel.hasAttribute("tabindex")) doel.setAttribute("tabindex", "-1");
    doel.focus();
  };
  doc.addEventListener("htmx:afterSettle", (e) => {
    const deel = e.detail.elt;
    richt(deel.matches("[data-focus]") ? deel : deel.querySelector("[data-focus]"));
  });
  doc.addEventListener("click", (e) => {
    const link = e.target.closest(".foutensamenvatting a");
    const veld = link && doc.getElementById(link.hash.slice(1));
    if (!veld) return;
    e.preventDefault();
    veld.focus();
    (veld.closest(".veld") || veld).scrollIntoView({ block: "start" });
  });

  // --- htmx: aanmelden is een hele pagina, een fout krijgt een zin
  const aanmelden = doc.body.dataset.aanmelden;
  doc.addEventListener("htmx:beforeSwap", (e) => {
    const adres = new URL(e.detail.xhr.responseURL || location.href, location.href);
    if (aanmelden && adres.pathname === aanmelden) {
      e.detail.shouldSwap = false;
      location.reload();
    }
  });
  const meld = (tekst) => {
    const vak = doc.getElementById("meldingen");
    if (!vak) return;
    const melding = doc.createElement("div");
    melding.className = "melding melding-fout";
    melding.setAttribute("role", "alert");
    melding.append(Object.assign(doc.createElement("div"), { textContent: tekst }));
    vak.replaceChildren(melding);
  };
  doc.addEventListener("htmx:responseError", () => meld("Dat lukte niet. Laad de pagina opnieuw en probeer nog eens."));
  doc.addEventListener("htmx:sendError", () => meld("Geen verbinding. Kijk je internet na en probeer opnieuw."));

  // --- uitklapmenu's sluiten met Escape of een klik ernaast
  const dicht = (behalve) => alle("details.uitklap[open]").forEach((d) => d !== behalve && (d.open = false));
  doc.addEventListener("click", (e) => dicht(e.target.closest("details.uitklap")));
  doc.addEventListener("keydown", (e) => {
    const open = e.key === "Escape" && doc.querySelector("details.uitklap[open]");
    if (!open) return;
    dicht();
    open.querySelector("summary").focus();
  });

  // --- alles aanvinken: <input type="checkbox" data-alles="naam" hidden>
  alle("[data-alles]").forEach((baas) => {
    const groep = alle(`input[type=checkbox][name="${baas.dataset.alles}"]:not(:disabled)`);
    const stand = () => {
      const aan = groep.filter((v) => v.checked).length;
      baas.checked = aan > 0 && aan === groep.length;
      baas.indeterminate = aan > 0 && aan < groep.length;
    };
    alle("[data-alles-vak]").forEach((vak) => (vak.hidden = false));
    baas.addEventListener("change", () => groep.forEach((v) => (v.checked = baas.checked)));
    groep.forEach((v) => v.addEventListener("change", stand));
    stand();
  });

  // --- getypte tekst overleeft een verlopen sessie: alleen in dit tabblad, alleen voor dezelfde persoon
  const PRE = "concept:";
  const wie = doc.body.dataset.wie || "";
  const sleutel = (f) => `${PRE}${location.pathname}#${f.id}`;
  const velden = (f) => [...f.elements].filter((v) => v.name && !/^(password|file|hidden|submit|button)$/.test(v.type));
  const lees = (k) => JSON.parse(sessionStorage.getItem(k));
  const bewaar = (k, w) => sessionStorage.setItem(k, JSON.stringify(w));
  const sleutels = () => Object.keys(sessionStorage).filter((k) => k.startsWith(PRE));
  const stand = (f) => velden(f).map((v) => [v.name, v.value, /^(checkbox|radio)$/.test(v.type) ? v.checked : null]);
  const zet = (f, waarden) => {
    velden(f).forEach((v, i) => {
      const [naam, waarde, aan] = waarden[i] || [];
      if (naam !== v.name) return;
      if (aan === null) v.value = waarde;
      else v.checked = aan;
    });
  };
  try {
    if (aanmelden === location.pathname || "behoud" in doc.body.dataset) {
      sleutels().forEach((k) => bewaar(k, { ...lees(k), terug: true }));
    } else {
      sleutels().forEach((k) => {
        const w = lees(k);
        if (w.verzonden && !w.terug) sessionStorage.removeItem(k);
      });
    }
    alle("form[data-concept]").forEach((f) => {
      const k = sleutel(f);
      const oud = lees(k);
      if (oud && oud.terug) {
        sessionStorage.removeItem(k);
        if (oud.wie === wie) {
          zet(f, oud.waarden);
          const uitleg = doc.createElement("p");
          uitleg.className = "melding";
          uitleg.setAttribute("role", "status");
          uitleg.textContent = "Wat je typte staat er weer. Kijk het na en bewaar.";
          f.prepend(uitleg);
        }
      }
      f.addEventListener("input", () => bewaar(k, { wie, waarden: stand(f) }));
      f.addEventListener("submit", () => bewaar(k, { wie, waarden: stand(f), verzonden: true }));
    });
    doc.addEventListener("submit", (e) => e.target.matches("[data-afmelden]") && sleutels().forEach((k) => sessionStorage.removeItem(k)));
  } catch {
    // sessionStorage kan uitstaan; dan blijft alleen dit gemak weg
  }

  richt(doc.querySelector("[data-focus]"));
})();
