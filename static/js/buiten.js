// Uren zonder verbinding (beslissing 0016): wat niet vertrekt, wacht hier versleuteld en vertrekt later, één keer.
(() => {
  "use strict";
  const doc = document, ik = doc.currentScript.dataset, subtle = globalThis.crypto?.subtle;
  if (!subtle || !indexedDB || !navigator.serviceWorker || !navigator.locks) return;
  const balk = doc.getElementById("buiten"), schil = doc.querySelector("[data-schil]"), zoek = (k, van = balk) => van.querySelector(k);
  const kanaal = new BroadcastChannel("uren");
  let mij, toestel, aantal = 0, vuil = false;

  // --- de kast: `rij` wacht op verzending, `hier` houdt de sleutel zolang iemand aangemeld is
  const beloof = (v) => new Promise((ja, nee) => {
    v.onsuccess = () => ja(v.result);
    v.onerror = () => nee(v.error);
  });
  const kast = (() => {
    const v = indexedDB.open("uren", 1);
    v.onupgradeneeded = () => {
      v.result.createObjectStore("rij", { keyPath: "sleutel" });
      v.result.createObjectStore("hier");
    };
    return beloof(v);
  })();
  const pak = async (lade, doe, hoe = "readonly") => beloof(doe((await kast).transaction(lade, hoe).objectStore(lade)));
  const leg = (lade, doe) => pak(lade, doe, "readwrite");
  const vergeet = async () => {
    await leg("hier", (l) => l.delete("mij"));
    await leg("hier", (l) => l.delete("ploeg"));
  };
  const wie = () => ik.wie?.split(" ") || mij?.wie || [];
  const mijne = async () => (await pak("rij", (l) => l.getAll())).filter((r) => wie().includes(r.wie)).sort((a, b) => a.op - b.op);

  // --- versleutelen
  const sluit = async (iets) => {
    const iv = crypto.getRandomValues(new Uint8Array(12)), tekst = new TextEncoder().encode(JSON.stringify(iets));
    return { iv, doos: await subtle.encrypt({ name: "AES-GCM", iv }, mij.sleutels[0], tekst) };
  };
  const open = async ({ iv, doos }) => {
    for (const sleutel of mij?.sleutels || []) {
      try {
        return JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv }, sleutel, doos)));
      } catch {} // van een vorig geheim: probeer de volgende
    }
  };

  // de sleutel van deze persoon op dit toestel; null als de server niet antwoordt of niemand aangemeld is
  const haal = async (ploeg) => {
    const vraag = `${ik.toestel}?toestel=${toestel}${ploeg ? "&ploeg=ja" : ""}`;
    const a = await fetch(vraag, { headers: { "X-Peiling": "1" }, redirect: "manual", cache: "no-store" }).catch(() => null);
    if (!a?.ok) {
      if (a?.type === "opaqueredirect") await vergeet();
      return null;
    }
    const s = await a.json(), bytes = (t) => Uint8Array.from(atob(t), (c) => c.charCodeAt());
    const sleutels = await Promise.all(s.sleutels.map((t) => subtle.importKey("raw", bytes(t), "AES-GCM", false, ["encrypt", "decrypt"])));
    mij = { wie: s.wie, voor: s.voor, tot: s.tot, sleutels };
    await leg("hier", (l) => l.put(mij, "mij"));
    if (s.ploeg) {
      const doos = await sluit(s.ploeg);
      await leg("hier", (l) => l.put(doos, "ploeg"));
    }
    return s;
  };

  // --- een formulier in rijen: één per deelnemer
  const rijen = (f) => {
    const per = {};
    for (const [naam, waarde] of new FormData(f)) {
      const [, p, veld] = naam.match(/^p(\d+)-(keuze|uren|van|tot|pauze)$/) || [];
      if (p && waarde.trim()) (per[p] ||= {})[veld] = waarde.trim();
    }
    return per;
  };
  const inWoorden = (f, p, v) => {
    const e = v.keuze && f.querySelector(`[name="p${p}-keuze"]:checked, select[name="p${p}-keuze"]`);
    if (v.keuze) return f.dataset.tekst || (e.labels[0] && e.type === "radio" ? e.labels[0] : e.selectedOptions[0]).textContent;
    return v.uren ? `${v.uren} u` : `${v.van || "?"} – ${v.tot || "?"}`;
  };
  const meld = (tekst, per) => {
    const m = zoek("template").content.firstElementChild.cloneNode(true);
    zoek("[data-zin]", m).textContent = tekst;
    zoek("button", m).addEventListener("click", async () => {
      for (const s of per) await leg("rij", (l) => l.delete(s));
      kanaal.postMessage("rij");
      await toon();
      location.reload();
    });
    return m;
  };
  const houd = async (f) => {
    const per = Object.entries(rijen(f)), gedaan = [], zinnen = [];
    for (const [p, velden] of per) {
      const naam = doc.querySelector(`[data-deelnemer="${p}"]`)?.dataset.naam || "", tekst = inWoorden(f, p, velden);
      const sleutel = f.sleutels?.[p] || crypto.randomUUID();
      const doos = await sluit({ plaatsing: +p, datum: f.dataset.datum, velden, naam, tekst });
      await leg("rij", (l) => l.put({ sleutel, wie: mij.wie[0], voor: mij.voor, op: Date.now(), ...doos }));
      gedaan.push(sleutel);
      zinnen.push(`${naam}: ${tekst}`);
    }
    if (!gedaan.length) return f.querySelector("input:not([type=hidden]), select")?.focus();
    sessionStorage.removeItem(`concept:${location.pathname}#${f.id}`);
    const m = meld(zinnen.join(", "), gedaan), kaart = f.closest(".kaart");
    kaart?.querySelectorAll("[data-buiten]").forEach((ander) => ander !== f && ander.remove());
    f.replaceWith(m);
    m.focus();
    vuil = false;
    kanaal.postMessage("rij");
    await toon();
  };
  let bezig = Promise.resolve();
  const wacht = (f) => {
    if (f.dataset.houdt) return bezig;
    f.dataset.houdt = "ja";
    return (bezig = bezig.then(() => houd(f)).finally(() => delete f.dataset.houdt));
  };

  // --- versturen: één tabblad tegelijk, wat er niet door raakt blijft liggen
  const zend = () => navigator.locks.request("uren", { ifAvailable: true }, async (slot) => {
    if (!slot || !(await mijne()).length) return;
    let verzonden = 0, vreemd = 0;
    const s = await haal();
    while (s) {
      const invoeren = [];
      for (const r of await mijne()) {
        const i = r.voor === s.voor && invoeren.length < 50 && (await open(r));
        if (i) invoeren.push({ sleutel: r.sleutel, plaatsing: i.plaatsing, datum: i.datum, velden: i.velden });
      }
      if (!invoeren.length) break;
      const lijf = new FormData();
      lijf.set("csrfmiddlewaretoken", s.csrf);
      lijf.set("voor_wie", s.voor);
      lijf.set("invoeren", JSON.stringify(invoeren));
      const a = await fetch(ik.inzenden, { method: "POST", body: lijf, redirect: "manual", headers: { "X-Peiling": "1" } }).catch(() => null);
      if (!a?.ok) break;
      const uitkomsten = Object.entries((await a.json()).uitkomsten);
      for (const [sleutel, uitkomst] of uitkomsten) {
        await leg("rij", (l) => l.delete(sleutel));
        vreemd += uitkomst === "onbekend";
      }
      verzonden += uitkomsten.length;
      if (!uitkomsten.length) break;
    }
    kanaal.postMessage("rij");
    await toon(!s);
    if (verzonden && !vuil && (schil || doc.querySelector("[data-buiten], [data-zin]"))) location.reload();
    else if (verzonden) zoek("[data-verzonden]").hidden = false;
    zoek("[data-vreemd]").hidden = !vreemd;
  });

  // --- tonen
  const toon = async (afgemeld) => {
    const alle = await mijne(), lijst = zoek("ul"), ander = alle.some((r) => mij && r.voor !== mij.voor);
    aantal = alle.length;
    zoek("[data-wacht]").hidden = !aantal;
    balk.querySelectorAll("[data-aantal]").forEach((e) => (e.textContent = aantal));
    zoek("[data-afgemeld]").hidden = !(aantal && afgemeld && navigator.onLine);
    zoek("[data-ander]").hidden = !ander;
    const regels = [];
    for (const r of alle) {
      const i = await open(r), li = doc.createElement("li");
      li.textContent = i ? `${i.naam}, ${i.datum.split("-").reverse().join("/")}: ${i.tekst}` : "Versleuteld";
      regels.push(li);
    }
    lijst.replaceChildren(...regels);
  };

  // --- wat er gebeurt
  const bij = (soort, doe) => doc.addEventListener(soort, doe, true);
  const buiten = (e) => mij && e?.matches?.("[data-buiten]");
  bij("input", () => (vuil = true));
  bij("submit", (e) => {
    const f = e.target;
    if (f.matches("[data-afmelden]") && !f.dataset.toch) {
      if (aantal) {
        e.preventDefault();
        e.stopImmediatePropagation();
        zoek("dialog").showModal();
        zoek("dialog").wie = f;
      } else weg();
    } else if (buiten(f) && (schil || !navigator.onLine)) {
      e.preventDefault();
      e.stopImmediatePropagation();
      wacht(f);
    }
  });
  bij("htmx:configRequest", (e) => {
    const f = e.detail.elt;
    if (!buiten(f)) return;
    f.sleutels ||= {};
    for (const p in rijen(f)) e.detail.parameters[`p${p}-sleutel`] = f.sleutels[p] ||= crypto.randomUUID();
  });
  const raakteNietWeg = (e) => {
    if (!buiten(e.detail.elt) || (e.detail.xhr?.status || 500) < 500) return;
    e.stopPropagation();
    wacht(e.detail.elt);
  };
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((soort) => bij(soort, raakteNietWeg));
  bij("htmx:beforeSwap", (e) => {
    const f = e.detail.requestConfig?.elt;
    if (!buiten(f) || new URL(e.detail.xhr.responseURL || location, location).pathname !== doc.body.dataset.aanmelden) return;
    e.stopPropagation(); // de sessie was voorbij: dit wacht op het aanmelden
    e.detail.shouldSwap = false;
    wacht(f).then(() => location.reload());
  });
  const weg = async () => {
    kanaal.postMessage("weg");
    mij = null;
    await vergeet();
    for (const pot of await caches.keys()) if (pot.startsWith("uren")) await caches.delete(pot);
    await (await navigator.serviceWorker.getRegistration())?.unregister();
  };
  zoek("[data-nu]").addEventListener("click", zend);
  zoek("dialog").addEventListener("click", async (e) => {
    const wat = e.target.closest("button")?.value, f = zoek("dialog").wie;
    if (!wat) return;
    zoek("dialog").close();
    if (wat === "zend") return zend();
    if (wat !== "toch") return;
    await weg();
    f.dataset.toch = "ja";
    f.requestSubmit();
  });
  kanaal.addEventListener("message", (e) => {
    if (e.data !== "weg") return toon();
    mij = null;
    location.reload();
  });
  addEventListener("online", zend);
  doc.addEventListener("visibilitychange", () => doc.visibilityState === "visible" && zend());
  setInterval(() => aantal && navigator.onLine && zend(), 30000);

  // --- het lege scherm: wie er vandaag is, uit de versleutelde lijst
  const dag = () => {
    const nu = new Date().toLocaleDateString("sv"), vraag = new URLSearchParams(location.search).get("dag") || "";
    return location.pathname.includes("/uren/") && /^\d{4}-\d\d-\d\d$/.test(vraag) && vraag <= nu ? vraag : nu;
  };
  const teken = async () => {
    const d = dag(), lijst = (await open((await pak("hier", (l) => l.get("ploeg"))) || {})) || [];
    const hier = lijst.filter((p) => p.van <= d && d <= p.tot), wk = new Date(`${d}T12:00`).getDay() || 7;
    zoek("[data-dag]", schil).textContent = new Date(`${d}T12:00`).toLocaleDateString("nl-BE", { weekday: "long", day: "numeric", month: "long" });
    zoek("[data-niemand]", schil).hidden = hier.length > 0;
    for (const p of hier) {
      const mal = doc.createElement("template");
      mal.innerHTML = zoek("template", schil).innerHTML.replaceAll("__p__", +p.p).replaceAll("__d__", d);
      const k = mal.content.firstElementChild, plan = p.plan[wk];
      k.dataset.naam = zoek("h2", k).textContent = p.naam;
      zoek("[data-functie]", k).textContent = p.functie;
      if (plan) {
        const f = zoek("form", k);
        [zoek("[name$=keuze]", f).value, f.dataset.tekst] = plan;
        zoek("[data-plan]", f).textContent = plan[1];
        f.hidden = false;
      }
      zoek("[data-kaarten]", schil).append(k);
    }
  };

  (async () => {
    toestel = await pak("hier", (l) => l.get("toestel"));
    if (!toestel) await leg("hier", (l) => l.put((toestel = crypto.randomUUID()), "toestel"));
    mij = await pak("hier", (l) => l.get("mij"));
    if (mij && (mij.tot < Date.now() || (ik.wie && !wie().includes(mij.wie[0])))) {
      mij = null; // iemand anders, of te lang geleden
      await vergeet();
    }
    navigator.serviceWorker.register(ik.werker, { scope: "/" });
    if (schil) await teken();
    await toon();
    const s = await haal(!!doc.querySelector("[data-buiten]"));
    doc.documentElement.dataset.buiten = "klaar";
    if (!s) await toon(true);
    await zend();
  })();
})();
