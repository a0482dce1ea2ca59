// Shortcuts: what a key does is what the button of that name does, where the page has one.
"use strict";

const SETTLED = 300; // ms after opening before a plain Enter acts: pressed twice, it belonged to the sentence before
let opened = performance.now();
let swapped = false; // the sentence was opened by a key, and the next press of it finds it at once
const help = document.getElementById("keys");
const actions = new Map(Object.entries(JSON.parse(help.dataset.keys)).map(([name, key]) => [key, name]));

const byName = {
  approve: approve,
  comment: comment,
  undo: () => press("form.undo button"),
  help: () => help.showModal(),
};

function press(selector) {
  const button = document.querySelector(selector);
  if (!button || button.getAttribute("aria-disabled") === "true") return false;
  button.click();
  return true;
}

// In the form of a reason the key presses the button that sends it; in any other form than the translation's, nothing.
// Before the empty box of a draft that is folded away it shows the draft.
function approve() {
  const form = document.querySelector("form.decide");
  const at = document.activeElement;
  if (at.closest("[data-comment]")) return press('[data-do="send"]');
  if (at.form && at.form !== form) return at.form.querySelector("button[data-sends]")?.click();
  if (!form) return;
  const box = form.elements.text;
  const folded = !box.value && document.querySelector(".segment.open details.text a");
  if (folded) return folded.click();
  const changed = box.value !== box.defaultValue || form.elements.replaces.value !== box.value;
  const wanted = form.querySelector(`[data-do="${changed ? "edit" : "approve"}"]`);
  if (wanted && wanted.getAttribute("aria-disabled") === "true") return form.querySelector(".hint a")?.focus();
  if (wanted) wanted.click();
}

function comment() {
  const details = document.querySelector("details[data-comment]");
  if (!details) return;
  details.open = true;
  details.querySelector("textarea").focus();
}

function combination(event) {
  if (event.key.length === 1) return event.ctrlKey || event.altKey ? "" : event.key;
  return [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", event.key].filter(Boolean).join("+");
}

function acts(event) {
  const altGr = event.getModifierState("AltGraph") || (event.ctrlKey && event.altKey);
  if (event.isComposing || event.keyCode === 229 || altGr || event.metaKey || event.repeat) return false;
  if (event.defaultPrevented || help.open || event.target.closest("select")) return false;
  const writing = event.target.closest("input:not([type=checkbox]), textarea, [contenteditable]");
  return event.key.length > 1 || (help.dataset.single === "yes" && !writing);
}

document.addEventListener("keydown", (event) => {
  const name = acts(event) && actions.get(combination(event));
  if (!name) return;
  const plain = event.key === "Enter" && !event.ctrlKey && !event.altKey;
  if (plain && !event.target.matches("form.decide textarea")) return;
  event.preventDefault();
  const again = swapped && name === "approve" && event.target.matches("form.decide textarea");
  if ((plain || again) && performance.now() - opened < SETTLED) return;
  (byName[name] || (() => press(`[data-do="${name}"]`)))();
});

function namesTheKeys() {
  for (const [key, name] of actions) {
    const place = name === "undo" ? "form.undo button" : `[data-do="${name}"]`;
    const button = key && document.querySelector(place);
    if (button) button.setAttribute("aria-keyshortcuts", key.replace("Ctrl", "Control"));
  }
}

namesTheKeys();
document.addEventListener("opened", () => {
  opened = performance.now();
  swapped = true;
  namesTheKeys();
});

// The links to the page of shortcuts become buttons that show them here: one in the bar, one in the menu of a phone.
for (const link of document.querySelectorAll("[data-show-keys]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = link.textContent;
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", byName.help);
  link.replaceWith(button);
}

// A comment's box takes the language that is chosen beside it.
document.addEventListener("change", ({ target: select }) => {
  if (!select.matches("select[data-spoken]")) return;
  const box = document.getElementById(select.dataset.spoken);
  const chosen = select.selectedOptions[0];
  box.lang = chosen.lang;
  box.dir = chosen.dir;
});
