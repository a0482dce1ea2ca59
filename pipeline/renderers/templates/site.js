// The search of a list of leaflets. Without it the list is there all the same. Nothing is sent anywhere.
(() => {
  "use strict";
  const form = document.querySelector("form.search");
  const list = document.getElementById("leaflets");
  if (!form || !list) return;
  const pages = document.getElementById("pages");
  const input = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const found = document.createElement("ul");
  found.className = "leaflets";
  found.hidden = true;
  list.before(found);

  // Letters as people type them who are in a hurry: without accents, vowel signs and what has no width, one form for
  // letters that are written for one another, the digits of any script as 0 to 9.
  const unseen = /[\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060\u2066-\u2069]/g;
  const twins = { "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ة": "ه", "٫": ".", "٬": ",", "٪": "%" };
  const twin = new RegExp(`[${Object.keys(twins).join("")}]`, "g");
  const digit = (sign) => {
    let zero = sign.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((sign.codePointAt(0) - zero) % 10);
  };
  const fold = (text) => text.normalize("NFKD").replace(unseen, "").replace(twin, (letter) => twins[letter])
    .replace(/(?![0-9])\p{Nd}/gu, digit).toLowerCase();
  let rows = null;
  let loading = false;

  const load = () => {
    if (rows || loading) return;
    loading = true;
    const script = document.createElement("script");
    script.src = form.dataset.index;
    script.onload = () => {
      rows = self.leaflets.map(([address, title, start, rest]) => (
        { address, title, summary: rest ? `${start}…` : start, name: fold(title), text: fold(`${title} ${start}${rest}`) }
      ));
      show();
    };
    script.onerror = () => { form.hidden = true; };
    document.head.append(script);
  };

  const entry = (row) => {
    const item = document.createElement("li");
    const heading = item.appendChild(document.createElement("h2"));
    const link = heading.appendChild(document.createElement("a"));
    link.href = row.address;
    link.textContent = row.title;
    if (row.summary) item.appendChild(document.createElement("p")).textContent = row.summary;
    return item;
  };

  const show = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const searching = words.length > 0 && rows !== null;
    found.hidden = !searching;
    list.hidden = searching;
    if (pages) pages.hidden = searching;
    status.textContent = "";
    if (!searching) return;
    const all = (row) => words.every((word) => row.text.includes(word));
    const named = (row) => words.every((word) => row.name.includes(word));
    const hits = [...rows.filter(named), ...rows.filter((row) => all(row) && !named(row))];
    found.replaceChildren(...hits.slice(0, 200).map(entry));
    status.textContent = hits.length ? form.dataset.found.replace("{count}", hits.length) : form.dataset.none;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("focus", load);
  input.addEventListener("input", () => { load(); show(); });
  form.hidden = false;
  if (input.value) load();
})();
