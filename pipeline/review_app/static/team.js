// Keeps what is typed, and says when the open sentence is about to be held no longer. All works without it.
"use strict";

const REST_OF_KEYS = 800; // ms without a key before what was typed is sent
const SIGN_OF_LIFE = 60000; // ms between two renewals without typing

// A moment by the reader's own clock.
function clock(one) {
  const when = new Date(one.dateTime);
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const other = when.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
  one.textContent = when.toLocaleString(document.documentElement.lang, { ...form, ...other });
}

function lease(form) {
  const box = form.querySelector("textarea");
  const note = form.querySelector("[data-lease]");
  const voice = note.querySelector("[data-lease-said]");
  const until = form.querySelector("[data-held]");
  const longer = note.querySelector("[data-lease-longer]");
  let sent = form.querySelector(".kept") ? box.value : form.elements.replaces.value;
  let asking = new AbortController();
  let renewed = Date.now();
  let timers = [];
  let resting = 0;
  let leaving = false;
  const gone = new AbortController();
  const signal = gone.signal;

  function say(text, offer) {
    if (voice.textContent !== text) voice.textContent = text;
    if (!offer && document.activeElement === longer) box.focus(); // never leave the focus on what goes away
    longer.hidden = !offer;
  }

  function held(seconds, text) {
    timers.forEach(clearTimeout);
    say(text, false);
    until.hidden = false;
    const moment = until.querySelector("time");
    moment.dateTime = new Date(Date.now() + seconds * 1000).toISOString();
    clock(moment);
    timers = [
      setTimeout(() => say(note.dataset.ending, true), (seconds - note.dataset.warned) * 1000),
      setTimeout(() => {
        say(note.dataset.ended, true);
        until.hidden = true;
      }, seconds * 1000),
    ];
  }

  async function keep(asked) {
    if (leaving) return;
    const text = box.value;
    renewed = Date.now();
    asking.abort();
    asking = new AbortController();
    try {
      const what = { method: "POST", body: new FormData(form), keepalive: true, signal: asking.signal };
      const response = await fetch(form.dataset.keep, what);
      if (!response.ok) return unkept(response.status);
      const answer = await response.json();
      sent = text;
      held(answer.seconds, answer.said || (asked ? note.dataset.longer : ""));
      form.dispatchEvent(new Event("kept"));
    } catch (error) {
      if (error.name !== "AbortError") unkept(0); // the server is away
    }
  }

  const unkept = (status) => form.dispatchEvent(new CustomEvent("unkept", { detail: status })); // `away.js` says it
  form.addEventListener("keep", () => keep(false));

  box.addEventListener("input", () => {
    clearTimeout(resting);
    resting = setTimeout(keep, REST_OF_KEYS, false);
  });
  const alive = () => {
    if (Date.now() - renewed > SIGN_OF_LIFE) keep(false);
  };
  for (const name of ["keydown", "pointerdown", "scroll"]) {
    document.addEventListener(name, alive, { passive: true, signal });
  }
  longer.addEventListener("click", () => keep(true));
  const unsent = () => box.value.trim() !== "" && box.value !== sent;
  const submitted = (event) => {
    clearTimeout(resting);
    if (event.target !== form && unsent()) keep(false);
    leaving = event.target === form;
    if (leaving) asking.abort(); // what is decided must not come back as typed
  };
  const stays = () => {
    leaving = false;
  };
  const hidden = () => {
    if (document.visibilityState === "hidden" && unsent()) keep(false);
  };
  document.addEventListener("submit", submitted, { signal });
  document.addEventListener("visibilitychange", hidden, { signal });
  window.addEventListener("pageshow", stays, { signal });
  form.addEventListener("unsent", stays);
  const ends = () => {
    gone.abort();
    asking.abort();
    [resting, ...timers].forEach(clearTimeout);
  };
  document.addEventListener("leaving", ends, { once: true });
  held(Number(note.dataset.lease), "");
}

function holds() {
  document.querySelectorAll("time[data-clock]").forEach(clock);
  const working = document.querySelector("form.decide[data-keep]");
  if (working) lease(working);
}

holds();
document.addEventListener("opened", holds);
