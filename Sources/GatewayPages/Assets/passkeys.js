// Passkeys: a form asks the authenticator, takes its reply in, and is sent.
// What it asks stands in the page, or is fetched when it is about to ask: then who runs no script makes no challenge.

const forms = document.querySelectorAll("[data-passkey]");
const isKnown = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;
// What ends the request that is under way, in the field for the mail address or by a button: there may be one at a time.
let waiting;
// Until an offer that found no challenge is tried again, in milliseconds.
const pause = 30_000;

async function question(form, signal) {
  if (form.dataset.question === undefined) return { options: JSON.parse(form.dataset.options) };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(form.dataset.question, { method: "POST", headers, body: "{}", signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const { transaction, public_key: options } = await answer.json();
  return { transaction, options };
}

async function ask(form, { transaction, options }, signal, mediation) {
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), signal, mediation });
  // Together, and not before: another question may have been asked meanwhile, whose reply this is not.
  if (transaction !== undefined) form.elements.namedItem("transaction").value = transaction;
  form.elements.namedItem("credential").value = JSON.stringify(credential.toJSON());
  form.submit();
}

function next() {
  waiting?.abort();
  waiting = new AbortController();
  return waiting.signal;
}

async function offer(form) {
  const signal = next();
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.() || signal.aborted) return;
  let asked;
  try {
    asked = await question(form, signal);
  } finally {
    setTimeout(() => renew(form, signal), asked === undefined ? pause : asked.options.timeout * 0.9);
  }
  await ask(form, asked, signal, "conditional");
}

// Before a challenge is over another takes its place, once somebody looks at the page.
function renew(form, signal) {
  if (signal.aborted) return;
  if (document.visibilityState === "visible") return offer(form).catch(() => {});
  document.addEventListener("visibilitychange", () => offer(form).catch(() => {}), { once: true, signal });
}

if (isKnown) {
  for (const form of forms) {
    form.hidden = false;
    const note = form.querySelector("[data-failure]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      note.textContent = "";
      const signal = next();
      try {
        await ask(form, await question(form, signal), signal);
      } catch {
        // Cancelled, timed out, no passkey, or nothing to ask was to be had; not where the button was pressed once more.
        if (!signal.aborted) note.textContent = note.dataset.failure;
      }
    });
    if (form.dataset.autofilled !== undefined) offer(form).catch(() => {});
  }
  // The browser forgets passkeys that are gone, so that it offers none of them.
  for (const place of document.querySelectorAll("[data-accepted-passkeys]")) {
    const accepted = JSON.parse(place.dataset.acceptedPasskeys);
    PublicKeyCredential.signalAllAcceptedCredentials?.(accepted).catch(() => {});
  }
}
