// Puts offered texts and terms into the box in place, where they can be undone; without it, links and buttons do.
"use strict";

{
  let form = null;
  let box = null;
  const WITHOUT_SPACES = /^(zh|ja|th|lo|km|my)\b/;
  const LETTER = /[\p{L}\p{N}]/u;

  // As if typed, so that the browser's own undo takes it back; the focus goes to the box, where the person works on.
  function type(text) {
    box.focus();
    if (document.execCommand("insertText", false, text)) return;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function spaced(term) {
    if (WITHOUT_SPACES.test(box.lang)) return term;
    const before = LETTER.test(box.value.charAt(box.selectionStart - 1)) ? " " : "";
    const after = LETTER.test(box.value.charAt(box.selectionEnd)) ? " " : "";
    return before + term + after;
  }

  const offered = (control) => control.closest(".choice, .term").querySelector("[data-offer]").textContent;

  async function back(button) {
    const asked = form;
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!asked.isConnected) return; // another sentence is open by now
      const found = answer.ok && page.getElementById("back");
      if (!found) throw new Error("no answer");
      document.getElementById("back").replaceChildren(...found.childNodes);
    } catch {
      asked.requestSubmit(button); // the whole page says what is the matter
    }
    button.removeAttribute("aria-busy");
  }

  function begins() {
    form = document.querySelector("form.decide");
    if (!form) return;
    box = form.elements.text;
    for (const button of document.querySelectorAll("[data-insert]")) {
      button.hidden = false;
      button.addEventListener("click", () => type(spaced(offered(button))));
    }
    for (const link of document.querySelectorAll("[data-use]"))
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        box.select();
        type(offered(link));
      });
    const button = document.querySelector("[data-back]");
    if (button)
      button.addEventListener("click", (event) => {
        event.preventDefault();
        if (button.getAttribute("aria-busy") !== "true") back(button);
      });
  }

  begins();
  document.addEventListener("opened", begins);
}
