// Makes the page quicker to work with; everything works without it. It never moves the focus.
"use strict";

const PAUSE = 400; // ms without a key before the checks are asked
const REST = 1000; // ms of rest before what changed is spoken

function blocksApproval(event) {
  if (event.target.closest('button[aria-disabled="true"]')) event.preventDefault();
}

// What a check says: in the language of the page, or in English where the check knows no other.
function message(finding) {
  const words = document.createElement("span");
  if (finding.english) words.lang = "en";
  words.textContent = finding.message;
  return words;
}

function findings(form) {
  const list = form.querySelector("[data-live]");
  const voice = document.getElementById("said");
  let asked = 0;
  let waiting = 0;
  let speaking = 0;
  let spoken = null;

  function show(answer) {
    if (!form.isConnected) return; // another sentence is open by now
    list.replaceChildren(
      ...answer.findings.map((one) => {
        const item = document.createElement("li");
        const strong = document.createElement("strong");
        strong.textContent = one.severity;
        item.append(strong, ` [${one.check}] `, message(one));
        return item;
      }),
    );
    list.hidden = answer.findings.length === 0;
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      if (!form.isConnected) return;
      const said = [answer.summary, ...answer.findings.map((one) => `${one.severity}: ${one.message}`)].join(". ");
      if (said !== spoken && (spoken !== null || answer.findings.length)) {
        const words = answer.findings.flatMap((one) => [`. ${one.severity}: `, message(one)]);
        voice.replaceChildren(answer.summary, ...words);
      }
      spoken = said;
    }, REST);
  }

  async function ask() {
    if (!form.isConnected) return;
    const number = ++asked;
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
      if (response.ok && number === asked) show(await response.json());
    } catch {
      // The server is away; the form will say so when it is sent.
    }
  }

  return () => {
    clearTimeout(waiting);
    clearTimeout(speaking);
    waiting = setTimeout(ask, PAUSE);
  };
}

// The button that takes the text as it is now is the main one.
function showsWhatIsNext(form, box) {
  const changed = box.value.trim() !== form.elements.replaces.value.trim();
  for (const button of form.querySelectorAll('[data-do="approve"], [data-do="edit"]')) {
    button.classList.toggle("main", (button.dataset.do === "edit") === changed);
  }
}

// On a small screen the box alone would be seen: the sentence that it translates comes first.
function showsTheSentence(form, box) {
  const open = form.closest(".segment");
  if (document.activeElement === box && open.getBoundingClientRect().top < 0) open.scrollIntoView();
}

function begins() {
  const form = document.querySelector("form.decide");
  if (!form) return;
  const box = form.elements.text;
  showsTheSentence(form, box);
  showsWhatIsNext(form, box);
  box.addEventListener("input", () => showsWhatIsNext(form, box));
  box.addEventListener("input", findings(form));
}

begins();
document.addEventListener("opened", begins);
document.addEventListener("click", blocksApproval);
window.addEventListener(
  "load",
  () =>
    requestAnimationFrame(() => {
      const form = document.querySelector("form.decide");
      if (form) showsTheSentence(form, form.elements.text);
    }),
  { once: true },
);
