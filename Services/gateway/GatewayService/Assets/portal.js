// What pages do better with a script. Everything but the search works without; every word comes from the page.
"use strict";
const all = (selector, root = document) => root.querySelectorAll(selector);
const one = (selector, root = document) => root.querySelector(selector);

// Light, dark, or as the system has it.
const root = document.documentElement;
const showTheme = () => all("[data-theme]:is(button)").forEach(button =>
  button.setAttribute("aria-pressed", String(button.dataset.theme === (root.dataset.theme ?? ""))));
all("[data-theme]:is(button)").forEach(button => button.addEventListener("click", () => {
  const theme = button.dataset.theme;
  if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  try {
    if (theme) localStorage.setItem("portico-theme", theme); else localStorage.removeItem("portico-theme");
  } catch { /* It holds for this page at least. */ }
  showTheme();
}));
showTheme();

// Passwords can be looked at.
all("[data-reveal]").forEach(button => button.addEventListener("click", () => {
  const field = document.getElementById(button.dataset.reveal);
  const isShown = field.type === "password";
  field.type = isShown ? "text" : "password";
  button.setAttribute("aria-pressed", String(isShown));
}));

// A form is sent once, however often it is pressed; it can be sent again when one comes back to it.
all("form[method=post]:not([data-field])").forEach(form => form.addEventListener("submit", event => {
  if (form.ariaBusy === "true") event.preventDefault();
  form.ariaBusy = "true";
}));
addEventListener("pageshow", () => all("form[aria-busy]").forEach(form => { form.ariaBusy = null; }));

// Whether there is a connection.
const showConnection = () => { one("[data-offline]").hidden = navigator.onLine; };
["online", "offline"].forEach(name => addEventListener(name, showConnection));
showConnection();

// Search as one types; Enter opens what alone is left, Escape shows all.
const search = one("#search");
if (search) {
  const tiles = [...all(".tile")].map(tile => ({ tile, text: fold(tile.textContent) }));
  const none = one("#none-found");
  const filter = () => {
    const words = fold(search.value).split(/\s+/);
    tiles.forEach(({ tile, text }) => { tile.hidden = !words.every(word => text.includes(word)); });
    none.textContent = tiles.every(({ tile }) => tile.hidden) ? none.dataset.none : "";
  };
  search.addEventListener("input", filter);
  search.addEventListener("keydown", event => {
    if (event.key === "Escape") { search.value = ""; filter(); }
    if (event.key !== "Enter") return;
    const left = tiles.filter(({ tile }) => !tile.hidden);
    if (left.length === 1) one("a", left[0].tile).click();
  });
  filter();
}
function fold(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim(); }

// The key, copied.
all("[data-copy]").forEach(button => button.addEventListener("click", async () => {
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2000);
  } catch { getSelection().selectAllChildren(one("#key")); }
}));

// Profile fields save by themselves when one leaves them or presses Enter. The answer is the row as it is now.
const profile = one("[data-saving]");
const fieldOf = row => row.elements.namedItem("value");
document.addEventListener("input", event => {
  const row = event.target.closest("[data-field]");
  if (row) one(".said", row).textContent = "";
});
document.addEventListener("focusout", event => {
  const row = event.target.closest("[data-field]");
  // What was refused is not sent again until it is changed, or sent on purpose.
  if (row && event.target === fieldOf(row) && fieldOf(row).value !== fieldOf(row).defaultValue) save(row);
});
document.addEventListener("keydown", event => {
  const row = event.key === "Escape" && event.target.closest("[data-field]");
  if (!row) return;
  const field = fieldOf(row);
  field.value = field.defaultValue = row.elements.namedItem("seen").value;
  field.removeAttribute("aria-invalid");
  one(".complaint", row)?.remove();
  row.classList.remove("unsaved");
});
document.addEventListener("submit", event => {
  const row = event.target.closest("[data-field]");
  if (!row) return;
  event.preventDefault();
  save(row);
});

async function save(row) {
  if (row.ariaBusy === "true") return;
  row.ariaBusy = "true";
  const said = one(".said", row);
  said.textContent = profile?.dataset.saving ?? "";
  const body = new URLSearchParams(new FormData(row));
  body.set("part", "row");
  try {
    const answer = await fetch(row.action, { method: "POST", body });
    // To log in or to verify first. What was typed waits in this tab.
    if (answer.redirected) {
      keep(row);
      location.assign(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = one("[data-field]", page);
    if (!now) throw new Error(String(answer.status));
    fieldOf(now).autofocus = false;
    const hadFocus = row.contains(document.activeElement);
    const typed = fieldOf(row).value === body.get("value") ? null : fieldOf(row).value;
    const words = one(".said", now).innerHTML;
    one(".said", now).textContent = "";
    row.replaceWith(document.adoptNode(now));
    if (typed !== null) fieldOf(now).value = typed;
    if (hadFocus) fieldOf(now).focus();
    if (one(".complaint", now)) now.classList.add("unsaved");
    // Said after it is there, so that it is read aloud.
    setTimeout(() => { one(".said", now).innerHTML = words; }, 50);
  } catch {
    row.ariaBusy = null;
    row.classList.add("unsaved");
    said.textContent = "";
    complain(row, profile?.dataset.failed ?? "");
  }
}

function complain(row, words) {
  let complaint = one(".complaint", row);
  if (!complaint) {
    complaint = document.createElement("p");
    complaint.className = "complaint";
    complaint.role = "alert";
    row.append(complaint);
  }
  complaint.textContent = words;
}

const kept = "portico-unsaved";
function keep(row) {
  try {
    sessionStorage.setItem(kept, JSON.stringify([row.dataset.field, fieldOf(row).value]));
  } catch { /* Then it is typed again. */ }
}
if (profile) {
  try {
    const [name, value] = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
    sessionStorage.removeItem(kept);
    const row = name && one(`[data-field="${CSS.escape(name)}"]`);
    if (row && fieldOf(row).value !== value) {
      fieldOf(row).value = value;
      row.classList.add("unsaved");
      fieldOf(row).focus();
    }
  } catch { /* Nothing was kept. */ }
}

// The rules of a new password, ticked as one types. The server judges by the same.
const rules = one("#rules");
if (rules) {
  const value = name => document.getElementById(name)?.value ?? "";
  const characters = text => (Intl.Segmenter ? [...new Intl.Segmenter().segment(text)] : [...text]).length;
  const names = () => [...rules.dataset.names.split("\n"), value("username"), value("email").split("@")[0]]
    .filter(name => name.length >= Number(rules.dataset.shortestName)).map(name => name.toLowerCase());
  const isKept = {
    longEnough: text => characters(text) >= Number(rules.dataset.shortest),
    notTooLong: text => characters(text) <= Number(rules.dataset.longest),
    withoutName: text => !names().some(name => text.toLowerCase().includes(name)),
    differentFromCurrent: text => text !== value("current"),
  };
  const tick = () => {
    const text = value("new");
    all("[data-rule]", rules).forEach(rule => {
      const kept = text && isKept[rule.dataset.rule]?.(text);
      rule.className = !text ? "" : kept ? "kept" : "broken";
      one(".unseen", rule).textContent = !text ? "" : `${kept ? rules.dataset.kept : rules.dataset.broken}: `;
    });
  };
  ["current", "username", "email", "new"].forEach(name => document.getElementById(name)?.addEventListener("input", tick));
}
