// What pages gain from a script; without it they do all that they are for.

// A button that copies the text of an element.
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

// A button that shows what is typed into a password field.
for (const button of document.querySelectorAll("[data-reveals]")) {
  const field = document.getElementById(button.dataset.reveals);
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = shown ? label : button.dataset.shown;
    button.setAttribute("aria-pressed", String(!shown));
    field.focus();
  });
  // A password manager and the next page expect a password.
  field.form.addEventListener("submit", () => { field.type = "password"; });
}

// A button that prints the page.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Times in the reader's own zone; the exact one stays in the title.
const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
for (const time of document.querySelectorAll("time[datetime]")) {
  time.textContent = format.format(new Date(time.dateTime));
}

// Passkeys, on pages that ask for one.
if (document.querySelector("[data-passkey], [data-accepted-passkeys]")) import("./passkeys.js");
