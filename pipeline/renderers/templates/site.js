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

  // Letters without their accents and vowel signs that people leave out when they type.
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u0640\u064b-\u0652]/g, "").toLowerCase();
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
