// Passkeys: a form asks the authenticator, takes its reply in, and is sent.
// What it asks stands in the page, or is fetched when it is about to ask, so that a page only looked at makes no challenge.

const forms = document.querySelectorAll("[data-passkey]");
const isKnown = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;
// The request that waits in the field for the mail address: there may be one at a time.
let waiting;

async function question(form) {
  if (form.dataset.question === undefined) return JSON.parse(form.dataset.options);
  const headers = { "content-type": "application/json" };
  const answer = await fetch(form.dataset.question, { method: "POST", headers, body: "{}" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const { transaction, public_key: options } = await answer.json();
  form.elements.namedItem("transaction").value = transaction;
  return options;
}

async function ask(form, more) {
  const options = await question(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), ...more });
  form.elements.namedItem("credential").value = JSON.stringify(credential.toJSON());
  form.submit();
}

if (isKnown) {
  for (const form of forms) {
    form.hidden = false;
    const note = form.querySelector("[data-failure]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      note.textContent = "";
      waiting?.abort();
      try {
        await ask(form);
      } catch {
        // Cancelled, timed out, or no passkey: the browser has said which.
        note.textContent = note.dataset.failure;
      }
    });
    if (form.dataset.autofilled !== undefined && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
      waiting = new AbortController();
      ask(form, { mediation: "conditional", signal: waiting.signal }).catch(() => {});
    }
  }
  // The browser forgets passkeys that are gone, so that it offers none of them.
  for (const place of document.querySelectorAll("[data-accepted-passkeys]")) {
    const accepted = JSON.parse(place.dataset.acceptedPasskeys);
    PublicKeyCredential.signalAllAcceptedCredentials?.(accepted).catch(() => {});
  }
}
