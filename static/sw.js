// Zonder verbinding: een leeg scherm in plaats van een fout van de browser. Bewaart nooit een pagina van iemand.
"use strict";
const POT = "uren-1", SCHIL = new URL("buiten/", self.location).pathname, AANMELDEN = "/aanmelden/", AFMELDEN = "/afmelden/";

// het lege scherm en wat het nodig heeft, opgehaald als niemand
const vul = async () => {
  const pot = await caches.open(POT), schil = await fetch(SCHIL, { credentials: "omit", cache: "no-store" });
  if (!schil.ok) throw new Error("schil");
  const adressen = (await schil.clone().text()).match(/\/static\/[^"'\s>#]+/g) || [];
  await Promise.all([...new Set(adressen)].map((a) => pot.add(a)));
  await pot.put(SCHIL, schil);
};

// wie afgemeld is of opnieuw moet aanmelden: de sleutel en de lijst van deelnemers gaan weg, wat wacht blijft
const vergeet = () => new Promise((klaar) => {
  const v = indexedDB.open("uren", 1);
  v.onerror = klaar;
  v.onupgradeneeded = () => v.transaction.abort(); // er is nog niets
  v.onsuccess = () => {
    const lade = v.result.transaction("hier", "readwrite").objectStore("hier");
    lade.delete("mij");
    lade.delete("ploeg");
    lade.transaction.oncomplete = lade.transaction.onabort = () => (v.result.close(), klaar());
  };
});

const ga = async (e, pad) => {
  try {
    const antwoord = await fetch(e.request);
    if (pad === AANMELDEN || (pad === AFMELDEN && e.request.method === "POST")) e.waitUntil(vergeet());
    return antwoord;
  } catch (fout) {
    const schil = await caches.match(SCHIL);
    if (schil) return schil;
    throw fout;
  }
};

self.addEventListener("install", (e) => e.waitUntil(vul().then(() => self.skipWaiting())));
self.addEventListener("activate", (e) => e.waitUntil((async () => {
  for (const pot of await caches.keys()) if (pot !== POT) await caches.delete(pot);
  await self.clients.claim();
})()));
self.addEventListener("fetch", (e) => {
  const { pathname, origin } = new URL(e.request.url);
  if (origin !== self.location.origin) return;
  if (e.request.mode === "navigate") e.respondWith(ga(e, pathname));
  else if (e.request.method === "GET" && pathname.startsWith("/static/"))
    e.respondWith(fetch(e.request).catch(async (fout) => (await caches.match(e.request, { ignoreSearch: true })) || Promise.reject(fout)));
});
