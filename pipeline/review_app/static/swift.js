// Goes on without loading the page anew: the server sends what a decision changed, and it takes the place of the old.
// Whatever is not as expected goes the way of a page without script: the form is sent as it is.
"use strict";

{
  const PART = "application/vnd.review.part+json";
  const GOES_ON = /\/(approve|edit|save|skip|reject|dismiss|undo)\/$/;
  const address = () => location.pathname + location.search;
  let shown = address();
  let sending = false;
  let plainly = false; // the form is on its way as if there were no script

  const wayOf = (form, button) => (button?.hasAttribute("formaction") ? button.formAction : form.action);

  // With other text in the box than the page brought, a form beside it loads the page: that brings back what was kept.
  function typedBeside(form) {
    const box = form.matches("form.decide") ? null : document.querySelector("form.decide textarea");
    return box && box.value !== box.defaultValue;
  }

  function sendPlainly(form, button) {
    plainly = true;
    form.requestSubmit(button);
    plainly = false;
  }

  // The pieces of the answer in their places; false, and nothing is done, where one has none.
  function swap(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const pairs = [...made.content.children].map((piece) => [document.getElementById(piece.id), piece]);
    if (!pairs.length || pairs.some(([old]) => !old)) return false;
    document.dispatchEvent(new Event("leaving"));
    for (const [old, piece] of pairs) old.replaceWith(piece);
    return true;
  }

  // As where a page opens: the focus in the box, the box in the middle of the window.
  function open() {
    document.getElementById("said").replaceChildren();
    const box = document.querySelector("form.decide textarea");
    if (box) {
      box.focus({ preventScroll: true });
      box.scrollIntoView({ block: "center" });
    }
    document.dispatchEvent(new Event("opened"));
  }

  // The answer in parts; nothing where the server gave another.
  async function ask(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.append(button.name, button.value);
    const headers = { Accept: PART, "Review-Page": document.getElementById("over").dataset.page };
    const response = await fetch(wayOf(form, button), { method: "POST", body: fields, headers });
    const known = response.ok && response.headers.get("Content-Type") === PART;
    return known ? response.json() : null;
  }

  async function send(form, button, decide) {
    const box = decide?.elements.text;
    const writable = (yes) => box && (box.readOnly = !yes);
    let answer;
    writable(false); // what is typed now would be lost
    try {
      answer = await ask(form, button);
    } catch {
      writable(true);
      return decide ? decide.dispatchEvent(new Event("unsent")) : sendPlainly(form, button);
    }
    writable(true);
    if (!answer) return sendPlainly(form, button);
    if (!answer.html || !swap(answer.html)) return location.assign(answer.address);
    const same = new URL(answer.address, location.href).href === location.href;
    history[same ? "replaceState" : "pushState"](null, "", answer.address);
    shown = address();
    open();
  }

  document.addEventListener("submit", async (event) => {
    const { target: form, submitter: button } = event;
    const decide = document.querySelector("form.decide");
    if (event.defaultPrevented || plainly || !GOES_ON.test(new URL(wayOf(form, button)).pathname)) return;
    if (typedBeside(form)) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    await send(form, button, decide);
    sending = false;
  });

  // Back and forward lead to addresses whose pages are not here any more.
  window.addEventListener("popstate", () => {
    if (address() !== shown) location.reload();
  });
}
