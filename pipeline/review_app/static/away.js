// Says when what is typed is not kept: the server is away, or the person was signed out. `team.js` does the keeping.
"use strict";

const TRY_AGAIN = 5000; // ms between two attempts to reach the server

function watch(form) {
  const line = form.querySelector("[data-away]");
  const box = form.querySelector("textarea");
  let away = false;
  let waiting = 0;
  const gone = new AbortController();

  function say(text) {
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("alert", text !== "" && text !== line.dataset.returned);
  }

  function again() {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.dispatchEvent(new Event("keep")), TRY_AGAIN);
  }

  form.addEventListener("unkept", (event) => {
    const out = event.detail === 401 || event.detail === 403;
    away = !out;
    if (out) say(line.dataset.out);
    else if (line.textContent !== line.dataset.unsent) say(line.dataset.away);
    if (away) again();
  });
  form.addEventListener("kept", () => {
    clearTimeout(waiting);
    say(away || line.classList.contains("alert") ? line.dataset.returned : "");
    away = false;
  });
  form.addEventListener("unsent", () => {
    away = true;
    say(line.dataset.unsent);
    again();
  });
  window.addEventListener(
    "offline",
    () => {
      away = true;
      say(line.dataset.away);
      again();
    },
    { signal: gone.signal },
  );
  window.addEventListener("online", () => form.dispatchEvent(new Event("keep")), { signal: gone.signal });
  // Before all others: what cannot arrive is not sent, since the browser's own page of the error has no box.
  window.addEventListener(
    "submit",
    (event) => {
      if (!away) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say(line.dataset.unsent);
      box.focus();
      form.dispatchEvent(new Event("keep"));
    },
    { capture: true, signal: gone.signal },
  );
  document.addEventListener("leaving", () => (clearTimeout(waiting), gone.abort()), { once: true });
}

function watches() {
  const watched = document.querySelector("form.decide[data-keep]");
  if (watched) watch(watched);
}

watches();
document.addEventListener("opened", watches);
