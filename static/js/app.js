// Removes waiting, nothing else: every page works without it.

const mainPart = () => document.getElementById("inhalt");

// Says something to those who listen; the region is always there, so that nobody misses it.
function announce(sentence) {
  const region = document.getElementById("meldung");
  if (!region) return;
  region.textContent = "";
  if (sentence) setTimeout(() => { region.textContent = sentence; }, 50);
}

// Puts the keyboard on the first of these places that there is, without moving the page.
function focusFirst(selectors) {
  for (const selector of selectors) {
    const place = selector && mainPart().querySelector(selector);
    if (!place) continue;
    if (!place.matches("a[href], button, input, select, textarea, [tabindex]")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    return place;
  }
  return null;
}

// What has just come into the page begins to work.
function start(root) {
  root.querySelectorAll("[data-hold-until]").forEach(watchHold);
  root.querySelectorAll("[data-as-of]").forEach(watchAge);
}

// Only one menu is open, and Escape closes it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("DOMContentLoaded", () => {
  start(document);
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
});
