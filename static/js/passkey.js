// Passkeys: een formulier met data-passkey="nieuw", "bewijs" of "aanmelden" krijgt een knop die het toestel aanspreekt.
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;
  const bytes = (t) => Uint8Array.from(atob(t.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const tekst = (b) =>
    b && btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const lijst = (sleutels) => (sleutels || []).map((s) => ({ ...s, id: bytes(s.id) }));
  const antwoord = (c, ...delen) => ({
    id: c.id,
    rawId: tekst(c.rawId),
    type: c.type,
    authenticatorAttachment: c.authenticatorAttachment ?? null,
    clientExtensionResults: c.getClientExtensionResults(),
    response: Object.fromEntries(delen.map((d) => [d, tekst(c.response[d])])),
  });
  const maak = async ({ creation_options: { publicKey: p } }) => {
    const publicKey = {
      ...p,
      challenge: bytes(p.challenge),
      user: { ...p.user, id: bytes(p.user.id) },
      excludeCredentials: lijst(p.excludeCredentials),
    };
    const c = await navigator.credentials.create({ publicKey });
    const uit = antwoord(c, "clientDataJSON", "attestationObject");
    uit.response.transports = c.response.getTransports?.() ?? [];
    return uit;
  };
  const toon = async ({ request_options: { publicKey: p } }) => {
    const publicKey = { ...p, challenge: bytes(p.challenge), allowCredentials: lijst(p.allowCredentials) };
    const c = await navigator.credentials.get({ publicKey });
    return antwoord(c, "clientDataJSON", "authenticatorData", "signature", "userHandle");
  };
  const opties = async (f) => {
    if (f.dataset.passkey !== "aanmelden") return JSON.parse(document.getElementById("passkey-opties").textContent);
    const a = await fetch(f.action, { headers: { Accept: "application/json" }, cache: "no-store" });
    return a.json();
  };
  const ZINNEN = {
    InvalidStateError: "Dit toestel heeft al een passkey voor jou.",
    NotAllowedError: "Dat lukte niet, of je brak het af. Probeer het opnieuw.",
  };
  document.querySelectorAll("form[data-passkey]").forEach((f) => {
    const fout = f.querySelector("[data-passkey-fout]");
    f.hidden = false;
    f.querySelector("[data-passkey-knop]").addEventListener("click", async (e) => {
      const knop = e.currentTarget;
      if (knop.getAttribute("aria-disabled") === "true") return;
      knop.setAttribute("aria-disabled", "true");
      fout.hidden = true;
      try {
        const doe = f.dataset.passkey === "nieuw" ? maak : toon;
        f.elements.credential.value = JSON.stringify(await doe(await opties(f)));
        f.requestSubmit();
      } catch (mis) {
        fout.textContent = ZINNEN[mis.name] || "Je toestel kon dit niet. Probeer opnieuw of kies een andere manier.";
        fout.hidden = false;
        knop.removeAttribute("aria-disabled");
      }
    });
  });
})();
