// Removes waiting, nothing else: every page works without it.

// A failed form or a swapped page: reading goes on where it matters.
function settleFocus(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) summary.focus();
}

// Says at five, two and one minute that the hold ends; at five it also offers to extend it.
function watchHold(banner) {
  const end = Date.parse(banner.dataset.holdUntil);
  const status = banner.querySelector("[role=status]");
  const dialog = banner.querySelector("[data-hold-dialog]");
  for (const minutes of [5, 2, 1]) {
    const wait = end - minutes * 60000 - Date.now();
    if (wait < 0 || wait > 2 ** 31 - 1) continue;
    setTimeout(() => {
      if (!banner.isConnected) return;
      if (status) status.textContent = status.getAttribute(`data-minutes-${minutes}`);
      if (minutes === 5 && dialog && !dialog.open) dialog.showModal();
    }, wait);
  }
}

function start(root) {
  root.querySelectorAll("[data-hold-until]").forEach(watchHold);
  settleFocus(root);
}

// Only one menu is open, and Escape closes it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Refusals and mistakes come with their own page; show it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt));

start(document);
