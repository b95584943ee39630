// The roster. Links, forms and radio buttons do everything; this adds shortcuts, Escape and dragging.

// A link that names its keys in aria-keyshortcuts is followed when they are pressed.
document.addEventListener("keydown", (event) => {
  const held = `${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${event.key}`;
  if (event.ctrlKey || event.metaKey || !/^(Alt\+Shift\+|Escape$)/.test(held)) return;
  const link = document.querySelector(`a[aria-keyshortcuts="${held}"]`);
  if (!link || document.querySelector("details.menu[open], dialog[open]")) return;
  event.preventDefault();
  link.click();
});

// Back from the panel: the ceremony it was about has the focus again.
function focusCeremony() {
  if (!location.hash.startsWith("#t-")) return;
  const block = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const link = block && block.querySelector("a");
  if (link) link.focus();
}

// The button says who is chosen.
document.addEventListener("change", (event) => {
  const words = event.target.dataset && event.target.dataset.button;
  const button = event.target.form && event.target.form.querySelector("[data-assign]");
  if (words && button) button.textContent = words;
});

// Dragging: the row under the pointer says what the ceremony would mean there; dropping sends the panel's form.
const drag = { reference: null, page: null };

async function loadPanel(reference) {
  const link = document.querySelector(`[data-drag="${CSS.escape(reference)}"]`);
  const answer = await fetch(link.href.split("#")[0], { credentials: "same-origin" });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function clearPreview() {
  document.querySelectorAll("[data-preview]").forEach((one) => one.remove());
  document.querySelectorAll(".board__person--over, .board__person--unfit").forEach((row) => {
    row.classList.remove("board__person--over", "board__person--unfit");
  });
}

function preview(row) {
  clearPreview();
  const radio = drag.page && drag.page.querySelector(`.assign input[name=person][value="${row.dataset.person}"]`);
  if (!radio) return;
  const why = radio.closest("label").querySelector(".assign__why");
  row.classList.add(why.querySelector(".success") ? "board__person--over" : "board__person--unfit");
  const lane = row.querySelector(".lane");
  const block = document.getElementById(`t-${drag.reference}`);
  const ghost = document.createElement("li");
  ghost.dataset.preview = "";
  ghost.className = `lane__ghost ${[...block.classList].filter((name) => /^[se]-\d+$/.test(name)).join(" ")}`;
  ghost.textContent = block.querySelector("b").textContent;
  const hint = document.createElement("li");
  hint.dataset.preview = "";
  hint.className = `lane__flag lane__flag--soon lane__hint ${[...ghost.classList].find((name) => name.startsWith("s-"))}`;
  hint.textContent = why.textContent.replace(/\s+/g, " ").trim();
  lane.append(ghost, hint);
}

function drop(row) {
  const form = drag.page && drag.page.querySelector(".assign__form");
  const radio = form && form.querySelector(`input[name=person][value="${row.dataset.person}"]`);
  if (!radio) return;
  radio.checked = true;
  const sent = document.adoptNode(form);
  sent.hidden = true;
  document.body.append(sent);
  sent.submit();
}

document.addEventListener("dragstart", (event) => {
  const link = event.target.closest && event.target.closest("[data-drag]");
  if (!link) return;
  drag.reference = link.dataset.drag;
  drag.page = null;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", drag.reference);
  const reference = drag.reference;
  loadPanel(reference).then((page) => {
    if (drag.reference === reference) drag.page = page;
  });
});

function rowUnder(event) {
  return drag.reference && event.target.closest && event.target.closest("[data-person]");
}

document.addEventListener("dragenter", (event) => {
  if (rowUnder(event)) event.preventDefault();
});

document.addEventListener("dragover", (event) => {
  const row = rowUnder(event);
  if (!row) return;
  event.preventDefault();
  if (drag.page && drag.over !== row) {
    drag.over = row;
    preview(row);
  }
});

document.addEventListener("drop", (event) => {
  const row = rowUnder(event);
  if (!row) return;
  event.preventDefault();
  drop(row);
});

document.addEventListener("dragend", () => {
  drag.reference = null;
  drag.over = null;
  clearPreview();
});

window.addEventListener("hashchange", focusCeremony);
// Going to a place in the page takes the focus away: only after that.
window.addEventListener("load", () => setTimeout(focusCeremony, 0));
