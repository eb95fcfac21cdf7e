// Uren zonder verbinding: wat niet vertrekt, wacht hier versleuteld en vertrekt één keer (beslissing 0016).
(async () => {
  "use strict";
  const doc = document, ik = doc.currentScript.dataset, subtle = globalThis.crypto?.subtle;
  if (!subtle || !navigator.serviceWorker || !navigator.locks) return;
  const balk = doc.getElementById("buiten"), schil = doc.querySelector("[data-schil]");
  const zoek = (kiezer, in_ = balk) => in_.querySelector(kiezer), toon = (wat, ja) => (zoek(`[data-${wat}]`).hidden = !ja);
  const vraagt = zoek("dialog"), toestel = (localStorage.toestel ||= crypto.randomUUID());
  let mij, aantal = 0, vuil, afgemeld;

  // de kast: `rij` wacht op verzending, `hier` houdt de sleutel en de lijst zolang iemand aangemeld is
  const beloof = (v) => new Promise((ja, nee) => {
    v.onsuccess = () => ja(v.result);
    v.onerror = nee;
  });
  const vraag = indexedDB.open("uren", 1);
  vraag.onupgradeneeded = () => {
    vraag.result.createObjectStore("rij", { keyPath: "sleutel" });
    vraag.result.createObjectStore("hier");
  };
  const kast = beloof(vraag);
  const pak = async (lade, doe) => beloof(doe((await kast).transaction(lade, "readwrite").objectStore(lade)));
  const hier = (naam) => pak("hier", (l) => l.get(naam)), zet = (naam, wat) => pak("hier", (l) => l.put(wat, naam));
  const weg = async () => {
    await zet("mij");
    await zet("ploeg");
  };
  const mijne = async () => {
    const wie = ik.wie?.split(" ") || mij?.wie || [];
    return (await pak("rij", (l) => l.getAll())).filter((r) => wie.includes(r.wie));
  };

  const sluit = async (iets) => {
    const iv = crypto.getRandomValues(new Uint8Array(12)), tekst = new TextEncoder().encode(JSON.stringify(iets));
    return { iv, doos: await subtle.encrypt({ name: "AES-GCM", iv }, mij.sleutels[0], tekst) };
  };
  const open = (r) =>
    Promise.any(((r && mij?.sleutels) || []).map((k) => subtle.decrypt({ name: "AES-GCM", iv: r.iv }, k, r.doos)))
      .then((bytes) => JSON.parse(new TextDecoder().decode(bytes)), () => 0);

  const haal = (adres, body) =>
    fetch(adres, { method: body ? "POST" : "GET", body, headers: { "X-Peiling": 1 }, redirect: "manual" }).catch(() => 0);
  const sleutel = async (ploeg) => {
    const a = await haal(`${ik.toestel}?toestel=${toestel}${ploeg ? "&ploeg=ja" : ""}`);
    if ((afgemeld = a.type === "opaqueredirect")) await weg();
    if (!a.ok) return;
    const s = await a.json();
    const maak = (bytes) => subtle.importKey("raw", new Uint8Array(bytes), "AES-GCM", false, ["encrypt", "decrypt"]);
    mij = { wie: s.wie, voor: s.voor, tot: s.tot, sleutels: await Promise.all(s.sleutels.map(maak)) };
    await zet("mij", mij);
    if (s.ploeg) await zet("ploeg", await sluit(s.ploeg));
    return s;
  };

  const rijen = (f) => {
    const per = {};
    for (const [naam, waarde] of new FormData(f)) {
      const [, p, veld] = naam.match(/^p(\d+)-(keuze|uren|van|tot|pauze)$/) || [];
      if (p && waarde.trim()) (per[p] ||= {})[veld] = waarde.trim();
    }
    return per;
  };
  const inWoorden = (f, p, v) => {
    if (!v.keuze) return v.uren ? `${v.uren} u` : `${v.van || "?"} – ${v.tot || "?"}`;
    return f.dataset.tekst || zoek(`[name=p${p}-keuze]:checked + label, [name=p${p}-keuze] :checked`, f).textContent;
  };
  const houd = async (f) => {
    const nieuw = [], zinnen = [];
    for (const [p, velden] of Object.entries(rijen(f))) {
      const naam = zoek(`[data-deelnemer="${p}"]`, doc).dataset.naam, tekst = inWoorden(f, p, velden);
      const doos = await sluit({ plaatsing: +p, datum: f.dataset.datum, velden, naam, tekst });
      nieuw.push({ sleutel: f.sleutels?.[p] || crypto.randomUUID(), wie: mij.wie[0], voor: mij.voor, ...doos });
      zinnen.push(`${naam}: ${tekst}`);
    }
    if (!nieuw[0]) return zoek("input:not([type=hidden])", f)?.focus();
    for (const r of nieuw) await pak("rij", (l) => l.put(r));
    sessionStorage.removeItem(`concept:${location.pathname}#${f.id}`);
    const m = zoek("template").content.firstElementChild.cloneNode(true);
    zoek("[data-zin]", m).textContent = zinnen.join(", ");
    zoek("button", m).onclick = async () => {
      for (const r of nieuw) await pak("rij", (l) => l.delete(r.sleutel));
      location.reload();
    };
    f.closest(".kaart")?.querySelectorAll("[data-buiten]").forEach((ander) => ander !== f && ander.remove());
    f.replaceWith(m);
    m.focus();
    vuil = false;
    await stand();
  };
  const wacht = (f) => (f.wacht ||= houd(f).finally(() => (f.wacht = 0)));

  const zend = () => navigator.locks.request("uren", { ifAvailable: true }, async (slot) => {
    if (!slot || !(await mijne())[0]) return;
    const s = await sleutel();
    let meer = s, gedaan;
    while (meer) {
      const invoeren = [];
      for (const r of await mijne()) {
        const i = r.voor === s.voor && !invoeren[49] && (await open(r));
        if (i) invoeren.push({ ...i, naam: "", tekst: "", sleutel: r.sleutel });
      }
      if (!invoeren[0]) break;
      const lijf = new FormData();
      lijf.set("csrfmiddlewaretoken", s.csrf);
      lijf.set("voor_wie", s.voor);
      lijf.set("invoeren", JSON.stringify(invoeren));
      const a = await haal(ik.inzenden, lijf);
      meer = a.ok && Object.keys((await a.json()).uitkomsten);
      for (const nr of meer || []) await pak("rij", (l) => l.delete(nr));
      gedaan ||= meer;
      meer = meer && meer[0];
    }
    await stand();
    if (gedaan && !vuil && zoek("main :is([data-buiten], [data-schil], [data-zin])", doc)) location.reload();
  });

  const stand = async () => {
    const alle = await mijne();
    aantal = alle.length;
    balk.querySelectorAll("[data-aantal]").forEach((e) => (e.textContent = aantal));
    toon("wacht", aantal);
    toon("afgemeld", afgemeld);
    const regels = await Promise.all(alle.map(open));
    zoek("ul").replaceChildren(...regels.map((i) => {
      const li = doc.createElement("li");
      li.textContent = i ? `${i.naam}, ${new Date(i.datum).toLocaleDateString("nl-BE")}: ${i.tekst}` : "Versleuteld";
      return li;
    }));
  };

  // wat er gebeurt; in de eerste ronde, voor htmx en app.js
  const bij = (soort, doe) => doc.addEventListener(soort, doe, true);
  const stop = (e) => (e.preventDefault(), e.stopImmediatePropagation());
  const buiten = (f) => mij && f?.matches?.("[data-buiten]");
  bij("input", () => (vuil = true));
  bij("submit", (e) => {
    const f = e.target;
    if (f.matches("[data-afmelden]") && !f.toch) {
      if (!aantal) return weg();
      stop(e);
      vraagt.f = f;
      vraagt.showModal();
    } else if (buiten(f) && (schil || !navigator.onLine)) {
      stop(e);
      wacht(f);
    }
  });
  vraagt.onclose = async () => {
    if (vraagt.returnValue === "zend") zend();
    if (vraagt.returnValue !== "toch") return;
    await weg();
    vraagt.f.toch = true;
    vraagt.f.requestSubmit();
  };
  bij("htmx:configRequest", ({ detail: { elt, parameters } }) => {
    if (!buiten(elt)) return;
    elt.sleutels ||= {};
    for (const p in rijen(elt)) parameters[`p${p}-sleutel`] = elt.sleutels[p] ||= crypto.randomUUID();
  });
  // geen verbinding, te traag, een fout van de server, of de sessie was voorbij
  for (const soort of ["sendError", "timeout", "beforeSwap"]) {
    bij(`htmx:${soort}`, (e) => {
      const { requestConfig, xhr } = e.detail, f = requestConfig.elt;
      const voorbij = new URL(xhr.responseURL || location, location).pathname === doc.body.dataset.aanmelden;
      if (!buiten(f) || (!voorbij && xhr.status && xhr.status < 500)) return;
      stop(e);
      wacht(f).then(() => voorbij && location.reload());
    });
  }
  zoek("[data-nu]").onclick = zend;
  addEventListener("online", zend);
  bij("visibilitychange", zend);
  setInterval(() => aantal && zend(), 10000);

  const teken = async () => {
    const nu = new Date().toLocaleDateString("sv"), gevraagd = new URLSearchParams(location.search).get("dag");
    const d = /^\d{4}-\d\d-\d\d$/.test(gevraagd) && gevraagd < nu ? gevraagd : nu, dag = new Date(`${d}T12:00`);
    const ploeg = ((await open(await hier("ploeg"))) || []).filter((p) => p.van <= d && d <= p.tot);
    zoek("[data-dag]", schil).textContent = dag.toLocaleDateString("nl-BE", { dateStyle: "full" });
    zoek("[data-niemand]", schil).hidden = ploeg[0];
    for (const { p, naam, plan } of ploeg) {
      const mal = doc.createElement("template"), gepland = plan[dag.getDay() || 7];
      mal.innerHTML = zoek("template", schil).innerHTML.replaceAll("__p__", +p).replaceAll("__d__", d);
      const kaart = mal.content.firstElementChild, f = zoek("form", kaart);
      kaart.dataset.naam = zoek("h2", kaart).textContent = naam;
      if (gepland) {
        [zoek("input", f).value, f.dataset.tekst] = gepland;
        zoek("[data-plan]", f).textContent = gepland[1];
      } else f.remove();
      zoek("[data-kaarten]", schil).append(kaart);
    }
  };

  mij = await hier("mij");
  if (mij && (mij.tot < Date.now() || (ik.wie && !ik.wie.includes(mij.wie[0])))) await weg((mij = 0));
  navigator.serviceWorker.register(ik.werker, { scope: "/" });
  if (schil) await teken();
  await stand();
  await sleutel(zoek("[data-buiten]", doc));
  await stand();
  zend();
})();
